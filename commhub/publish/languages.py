"""How far each language of a version is: complete, lacking parts of its source, or out of date; and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commhub.channels import channels
from commhub.contracts import Finding
from commhub.locales import fallbacks, language_name
from commhub.publish.chosen import Written, choose
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, TemplateVersion
from templates_store.translations import Rows, behind, hash_of_text, source_name

TEXT = "text"
"""What the only part of a content block is called."""
OUT_OF_DATE = "translation-out-of-date"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of a version. `missing` are the parts that the source language has and this one lacks, with the label of
    the first channel that needs them; `out_of_date` those whose source has changed since."""

    locale: str
    source: bool
    required: bool
    written: bool
    missing: Mapping[str, str]
    out_of_date: tuple[str, ...]

    @property
    def badges(self) -> list[tuple[str, str]]:
        """Its state in a word or two each, with the class by which it is coloured."""
        found = [("source", "source")] if self.source else []
        found += [("late", "out of date")] if self.out_of_date else []
        if self.missing:
            count = len(self.missing)
            found.append(("lacks", "not written" if not self.written else f"missing {count} part{'s' * (count > 1)}"))
        found += [("good", "complete")] if not found else []
        return found + ([("required", "required")] if self.required else [])


def source_of(version: TemplateVersion | ContentBlockVersion) -> str:
    """The language that a version is written first in: what it says, or the only one that it has; '' when nobody said."""
    if version.source_locale:
        return version.source_locale
    written = {name.partition("/")[0] for name in rows_of(version)}
    return written.pop() if len(written) == 1 else ""


def rows_of(version: TemplateVersion | ContentBlockVersion) -> Rows:
    """Its texts by name (`cy/body` or `cy`), with what each was translated from."""
    if isinstance(version, TemplateVersion):
        return {f"{one.locale}/{one.name}": (one.source, one.made_from) for one in version.parts.all()}
    return {one.locale: (one.source, one.made_from) for one in version.texts.all()}


def written_in(rows: Rows) -> Written:
    """The locales in which each part is written; the text of a block is the part TEXT."""
    found: dict[str, set[str]] = {}
    for name, (source, _) in rows.items():
        locale, _, part = name.partition("/")
        if source.strip():
            found.setdefault(part or TEXT, set()).add(locale)
    return found


def languages_of(version: Version) -> list[Language]:
    """The languages of a template's or a block's version, the source first; none for anything else."""
    if not isinstance(version, TemplateVersion | ContentBlockVersion):
        return []
    rows, source = rows_of(version), source_of(version)
    required = list(version.required_locales) if isinstance(version, TemplateVersion) else []
    written = written_in(rows)
    locales = sorted({locale for known in written.values() for locale in known} | set(required))
    late = [name.partition("/") for name in behind(rows, version.source_locale)]
    found = []
    for locale in locales:
        lacks = missing(written, source, locale) if source else _nothing_of(written, locale)
        out = tuple(part or TEXT for one, _, part in late if one == locale)
        is_written = any(locale in known for known in written.values())
        found.append(Language(locale, locale == source, locale in required, is_written, lacks, out))
    return sorted(found, key=lambda one: (not one.source, one.locale))


def missing(written: Written, source: str, locale: str) -> dict[str, str]:
    """The parts that a language lacks for a channel on which the source language speaks, with that channel's label.

    A text in the language as it is written elsewhere counts (`en` for en-GB), and so does any text that the channel takes.
    """
    if TEXT in written:
        return {} if _has(written, TEXT, locale) else {TEXT: ""}
    found: dict[str, str] = {}
    for channel in channels:
        model = choose(channel, written, source, "")
        if model is None or not channel.offered(model.taken):
            continue
        own = choose(channel, written, locale, "")
        for part in model.taken:
            lacks = own is None if part == model.text else not _has(written, part, locale)
            if lacks and part not in channel.figures:
                found.setdefault(part, channel.label)
    return found


def refusals(version: Version) -> Iterator[str]:
    """Why a version may not go on for want of a language that it requires, a sentence for each part."""
    if not isinstance(version, TemplateVersion) or not version.required_locales:
        return
    name = language_name(source_of(version)) if source_of(version) else ""
    for one in languages_of(version):
        if not one.required:
            continue
        for part, label in one.missing.items():
            needed = f" ({label})" if label and label.lower() != part else ""
            yield f"{one.locale} is required, and the part {part}{needed} is not written in it."
        for part in one.out_of_date:
            yield f"{one.locale} is required, and its part {part} is out of date: the {name} one has changed since."


def told_of_language(version: Version, locale: str) -> list[Finding]:
    """What a reviewer is told of one language: its parts that are out of date."""
    if not isinstance(version, TemplateVersion | ContentBlockVersion):
        return []
    source, spoken = version.source_locale, language_name(version.source_locale, locale)
    return [
        Finding(
            rule=OUT_OF_DATE,
            kind="language",
            severity="warning",
            part=name.partition("/")[2] or TEXT,
            start=0,
            end=0,
            surface="",
            message=f"The part {name.partition('/')[2] or TEXT} in {locale} is out of date: the {spoken} one has changed "
            "since it was translated.",
            suggestion=f"Bring it in line with {source_name(name, source)}, or say that it is still right.",
        )
        for name in behind(rows_of(version), source)
        if name.partition("/")[0] == locale
    ]


def source_when_made(version: TemplateVersion | ContentBlockVersion, name: str) -> str | None:
    """The text that a translation was made from, found among the versions by its hash; None where it is not kept (it stood
    only in a save of a draft that was saved again)."""
    made_from = rows_of(version)[name][1]
    wanted = source_name(name, version.source_locale)
    siblings = type(version)._default_manager.filter(**{version.parent_field: version.parent}).order_by("-number")
    return next((found for one in siblings if (found := _with_hash(one, wanted, made_from)) is not None), None)


def with_late_texts(model: type[Version]) -> list[int]:
    """The ids of the templates or blocks of which the newest version that is live or open has a text out of date."""
    newest: dict[int, bool] = {}
    if model in (TemplateVersion, ContentBlockVersion):
        alive = model._default_manager.exclude(state__in=[State.RETIRED, State.REJECTED]).order_by("number")
        for version in alive.prefetch_related("parts" if model is TemplateVersion else "texts"):
            if isinstance(version, TemplateVersion | ContentBlockVersion):
                newest[version.parent.pk] = bool(behind(rows_of(version), version.source_locale))
    return [pk for pk, late in newest.items() if late]


def _with_hash(version: TemplateVersion | ContentBlockVersion, name: str, wanted: str) -> str | None:
    source = rows_of(version).get(name, ("", ""))[0]
    return source if hash_of_text(source) == wanted else None


def _has(written: Written, part: str, locale: str) -> bool:
    return any(one in written.get(part, ()) for one in fallbacks(locale))


def _nothing_of(written: Written, locale: str) -> dict[str, str]:
    """All parts, where a language has not one of them and nobody said which is the source."""
    return {} if any(_has(written, part, locale) for part in written) else dict.fromkeys(sorted(written), "")
