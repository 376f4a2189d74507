"""What is wrong with rules that are each well and do not go together: twice the same, or two things of one word. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import opencc

from commhub.lint.folding import fold, folded_words
from commhub.lint.matching.forms import forms_of
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec
from commhub.lint.selection import language_of, problem_with_locale, tag_of


def problems_with_terms(terms: Sequence[TermSpec]) -> list[str]:
    """What is wrong with a list or pack of rules, as sentences that name the rules by their ids.

    None of it keeps the rules from being read: of two rules for the same words the more severe is taken, then the
    first; a rule that can never match never does; a phrase that allows nothing allows nothing.
    """
    found = list(_twice(terms))
    for term in terms:
        found += [f"'{term.key}': {problem}" for problem in _alone(term)]
    return found


def _twice(terms: Sequence[TermSpec]) -> Iterator[str]:
    """Rules with the same words in the same locale, of one kind, for one field of business."""
    seen: dict[tuple[object, ...], TermSpec] = {}
    for term in terms:
        same = (*_words(term), tag_of(term.locale), term.rule, term.kind, term.pos, term.domain, term.expansion)
        first = seen.setdefault(same, term)
        if first is term:
            continue
        pair = f"'{first.key}' and '{term.key}' are both for “{' '.join(term.text.split())}” ({term.locale})"
        differ = [
            f"{name} ('{one}' and '{other}')"
            for name, one, other in (
                ("severity", first.severity, term.severity),
                ("suggestion", first.suggestion, term.suggestion),
            )
            if one != other
        ]
        if differ:
            yield f"{pair} and contradict each other in {' and '.join(differ)}; the more severe is taken, then the first."
        else:
            yield f"{pair} and say the same; one is enough."


def _words(term: TermSpec) -> tuple[str, bool]:
    """What the rule looks for, and whether capitals matter by its own word."""
    if not rule_types.get(term.rule).literal:
        return term.text + term.settings, True
    words = folded_words(term.text)
    return (words, True) if term.case == "exact" else (words.casefold(), False)


def _alone(term: TermSpec) -> Iterator[str]:
    if term.locale != "*" and (unknown := problem_with_locale(term.locale)):
        yield unknown
    if not rule_types.get(term.rule).literal:
        return
    if _is_other_script(term):
        yield (
            f"“{term.text}” is written in Simplified characters, and the rule is for texts in Traditional ones; "
            "write it as they do, or give it the locale 'zh'."
        )
    forms = [fold(form).folded.strip() for form in forms_of(term)] if term.allowed_in else []
    for phrase in term.allowed_in:
        if not any(form in fold(phrase).folded for form in forms if form):
            yield f"the term is fine in “{phrase}”, which does not hold it, so that this allows nothing."


def _is_other_script(term: TermSpec) -> bool:
    """Whether a rule for Traditional texts has characters that only Simplified ones have."""
    tag = tag_of(term.locale)
    is_for_traditional = language_of(term.locale) == "zh" and (tag.script == "hant" or tag.region in ("tw", "hk", "mo"))
    return is_for_traditional and any(
        character != _traditional().convert(character) and character == _simplified().convert(character)
        for character in term.text
    )


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
