"""The only ways to change the draft of a template, a content block or a layout; each refuses what has left draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Model

from commhub.contracts import JSON
from templates_store.models import BlockText, ContentBlockVersion, LayoutVersion, Part, TemplateVersion


def write_template(
    version: TemplateVersion,
    parts: Mapping[tuple[str, str], str],
    variables: list[JSON],
    note: str,
    brands: Iterable[Model] | None = None,
) -> None:
    """Set the parts (by locale and name), variables and brands of a template's draft. A part without text is taken out;
    without `brands` they stay as they are."""
    version.require_draft()
    version.variables = variables
    version.note = note
    version.save(update_fields=["variables", "note"])
    kept = {place: source for place, source in parts.items() if source.strip()}
    for part in version.parts.all():
        if (part.locale, part.name) not in kept:
            part.delete()
    for (locale, name), source in kept.items():
        Part.objects.update_or_create(version=version, locale=locale, name=name, defaults={"source": source})
    if brands is not None:
        write_brands(version, brands)


def write_brands(version: TemplateVersion, brands: Iterable[Model]) -> None:
    """Set the brands that a template's draft is sent under."""
    version.require_draft()
    version.brands.set([brand.pk for brand in brands])


def write_block(version: ContentBlockVersion, texts: Mapping[str, str], note: str) -> None:
    """Set the texts (by locale) of a content block's draft. A locale without text is taken out."""
    version.require_draft()
    version.note = note
    version.save(update_fields=["note"])
    kept = {locale: source for locale, source in texts.items() if source.strip()}
    version.texts.exclude(locale__in=kept).delete()
    for locale, source in kept.items():
        BlockText.objects.update_or_create(version=version, locale=locale, defaults={"source": source})


def write_layout(version: LayoutVersion, source: str, settings: dict[str, JSON], note: str) -> None:
    """Set the source and settings of a layout's draft."""
    version.require_draft()
    version.source = source
    version.settings = settings
    version.note = note
    version.save(update_fields=["source", "settings", "note"])
