"""The entries in the database: loading them for the lookup, adding one, ending one. Nothing else writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from babel import Locale, UnknownLocaleError
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField

from commhub.audit.log import note
from commhub.audit.people import actor_name, who
from commhub.codes.dictionary import Dictionary, Entry, Scope
from commhub.codes.models import CodeEntry
from commhub.contracts import CommhubError
from commhub.lint.blocks import Block
from commhub.lint.engine import LintUnavailable, lint
from commhub.lint.terms import load_rule_set
from commhub.render.jinja.marks import clean


class CodeRefused(CommhubError):
    """An entry that cannot be added; the text says why."""


def load_dictionary(template_keys: Iterable[str]) -> Dictionary:
    """The entries in force that can matter to these templates."""
    rows = CodeEntry.objects.filter(ended_at=None, template_key__in=["", *set(template_keys)])
    return Dictionary(
        Entry(code, locale, words, Scope(template, variable, dictionary))
        for code, locale, words, template, variable, dictionary in rows.values_list(
            "code", "locale", "words", "template_key", "variable", "dictionary"
        )
    )


def problems_with_entry(code: str, locale: str, words: str, scope: Scope) -> list[str]:
    """Why this cannot be an entry, as sentences; the words are linted like what they will stand in."""
    found = [] if code else ["Say which code it is."]
    texts = {"code": code, "words": words, "template_key": scope.template, "variable": scope.variable}
    for name, text in {**texts, "dictionary": scope.dictionary, "locale": locale}.items():
        field = cast("CharField[str, str]", CodeEntry._meta.get_field(name))
        if len(text) > (field.max_length or 0):
            return [f"{field.verbose_name.capitalize()}: {field.max_length} characters are the most."]
    if bool(scope.template) != bool(scope.variable) or (scope.template and scope.dictionary):
        found.append("Name a template and its variable, or a dictionary, or none of them.")
    try:
        Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return [*found, f"{locale!r} is not a language; use a tag such as en, en-GB or zh-Hans."]
    if not words.strip():
        return [*found, "Say what customers read for it: the words cannot be empty."]
    if clean(words) != words or any(character in words for character in "\r\n\t"):
        return [*found, "The words are one line of plain text, without invisible characters."]
    return found + _linted(words, locale)


def _linted(words: str, locale: str) -> list[str]:
    block = Block(words, range(len(words)), range(1, len(words) + 1), "words")
    try:
        findings = lint([block], locale, load_rule_set()).findings
    except LintUnavailable as error:
        return [f"The words cannot be linted: {error}"]
    return list(dict.fromkeys(finding.message for finding in findings if finding.severity == "error"))


@transaction.atomic
def add_entry(
    code: str, locale: str, words: str, scope: Scope, *, by: User | None, why: str, now: datetime
) -> CodeEntry:
    """Add an entry, in place of the one that is in force for the same code, language and scope. Raises CodeRefused."""
    words = words.strip()
    if problems := problems_with_entry(code, locale, words, scope):
        raise CodeRefused(" ".join(problems))
    place = {
        "code": code,
        "locale": locale,
        "template_key": scope.template,
        "variable": scope.variable,
        "dictionary": scope.dictionary,
    }
    in_force = list(CodeEntry.objects.select_for_update().filter(**place, ended_at=None))
    for entry in in_force:
        if entry.words == words:
            return entry
    _end(in_force, by, now)
    made = CodeEntry.objects.create(**place, words=words, why=why, added_by=by, added_at=now)
    instead = f", in place of entry {in_force[0].pk}" if in_force else ""
    _note("add-code", f"{who(by)} put {_told(made)} into the code dictionary{instead}.", made, by, now)
    return made


@transaction.atomic
def end_entry(entry: CodeEntry, *, by: User | None, now: datetime) -> None:
    """Take an entry out of force. Messages that it was used for keep the words that they were made with."""
    if _end([entry], by, now):
        _note("end-code", f"{who(by)} ended {_told(entry)} in the code dictionary.", entry, by, now)


def _end(entries: Sequence[CodeEntry], by: User | None, now: datetime) -> int:
    ids = [entry.pk for entry in entries]
    return CodeEntry.objects.filter(pk__in=ids, ended_at=None).update(ended_by=by, ended_at=now)


def _told(entry: CodeEntry) -> str:
    """An entry by its number and place. Its code may come out of a customer's message, and the audit log forgets nothing,
    so neither code nor words are in it: they stand in the entry itself, which never changes."""
    place = f"the template {entry.template_key}, {entry.variable}" if entry.template_key else ""
    place = place or (f"the dictionary {entry.dictionary}" if entry.dictionary else "every template")
    return f"what customers read for a code in {entry.locale} (entry {entry.pk}, for {place})"


def _note(action: str, sentence: str, entry: CodeEntry, by: User | None, now: datetime) -> None:
    note(action, sentence, actor=actor_name(by), now=now, subject="code-entry", key=str(entry.pk))
