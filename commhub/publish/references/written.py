"""The sources that a version is written in: each with its part and locale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from commhub.channels import channels
from commhub.versions import Version
from templates_store.models import ContentBlockVersion, LayoutVersion, TemplateVersion

TEXT: Final = "text"
SOURCE: Final = "source"


@dataclass(frozen=True, slots=True)
class Written:
    """One source of a version; `locale` is empty where there is none (a layout)."""

    part: str
    locale: str
    source: str


def sources_of(version: Version) -> list[Written]:
    """Every Jinja source of a version; brands, assets and term lists have none."""
    match version:
        case TemplateVersion():
            return [Written(one.name, one.locale, one.source) for one in version.parts.order_by("locale", "name")]
        case ContentBlockVersion():
            return [Written(TEXT, one.locale, one.source) for one in version.texts.order_by("locale")]
        case LayoutVersion():
            return [Written(SOURCE, "", version.source)]
    return []


def channels_of(version: TemplateVersion) -> Iterator[tuple[str, str]]:
    """Channel and locale of all that a template goes out on in a layout, by the parts that it has."""
    by_locale: dict[str, dict[str, str]] = {}
    for one in sources_of(version):
        if one.source.strip():
            by_locale.setdefault(one.locale, {})[one.part] = one.source
    for locale, parts in sorted(by_locale.items()):
        for channel in channels:
            if channel.needs_layout and channel.offered(parts):
                yield channel.name, locale
