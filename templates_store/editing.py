"""The only ways to change the draft of a template, a content block or a layout; each refuses what has left draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from commhub.contracts import JSON
from templates_store.models import BlockText, ContentBlockVersion, LayoutVersion, Part, TemplateVersion
from templates_store.translations import marks


@dataclass(frozen=True, slots=True)
class Languages:
    """What is said of a draft's languages: in which it is written first, and without which it does not go live (templates
    only). `still_right` are the texts, as `cy/body` or `cy`, that somebody says need no change although their source has
    changed."""

    source: str
    required: tuple[str, ...] = ()
    still_right: frozenset[str] = frozenset()


def write_template(
    version: TemplateVersion,
    parts: Mapping[tuple[str, str], str],
    variables: list[JSON],
    note: str,
    brands: Iterable[Model] | None = None,
    languages: Languages | None = None,
) -> None:
    """Set the parts (by locale and name), variables, brands and languages of a template's draft. A part without text is
    taken out; without `brands` or `languages` they stay as they are. What each text was translated from is kept with it
    (templates_store.translations)."""
    version.require_draft()
    was = version.source_locale
    version.variables = variables
    version.note = note
    if languages is not None:
        version.source_locale = languages.source
        version.required_locales = sorted(set(languages.required))
    version.save(update_fields=["variables", "note", "source_locale", "required_locales"])
    kept = {place: source for place, source in parts.items() if source.strip()}
    before = {f"{part.locale}/{part.name}": (part.source, part.made_from) for part in version.parts.all()}
    texts = {f"{locale}/{name}": source for (locale, name), source in kept.items()}
    made_from = marks(texts, version.source_locale, before, was, languages.still_right if languages else ())
    for part in version.parts.all():
        if (part.locale, part.name) not in kept:
            part.delete()
    for (locale, name), source in kept.items():
        told = {"source": source, "made_from": made_from[f"{locale}/{name}"]}
        Part.objects.update_or_create(version=version, locale=locale, name=name, defaults=told)
    if brands is not None:
        write_brands(version, brands)


def write_brands(version: TemplateVersion, brands: Iterable[Model]) -> None:
    """Set the brands that a template's draft is sent under."""
    version.require_draft()
    version.brands.set([brand.pk for brand in brands])


def write_block(
    version: ContentBlockVersion, texts: Mapping[str, str], note: str, languages: Languages | None = None
) -> None:
    """Set the texts (by locale) and the source language of a content block's draft. A locale without text is taken out;
    without `languages` the source language stays."""
    version.require_draft()
    was = version.source_locale
    version.note = note
    if languages is not None:
        version.source_locale = languages.source
    version.save(update_fields=["note", "source_locale"])
    kept = {locale: source for locale, source in texts.items() if source.strip()}
    before = {text.locale: (text.source, text.made_from) for text in version.texts.all()}
    made_from = marks(kept, version.source_locale, before, was, languages.still_right if languages else ())
    version.texts.exclude(locale__in=kept).delete()
    for locale, source in kept.items():
        told = {"source": source, "made_from": made_from[locale]}
        BlockText.objects.update_or_create(version=version, locale=locale, defaults=told)


def write_layout(version: LayoutVersion, source: str, settings: dict[str, JSON], note: str) -> None:
    """Set the source and settings of a layout's draft."""
    version.require_draft()
    version.source = source
    version.settings = settings
    version.note = note
    version.save(update_fields=["source", "settings", "note"])
