"""The sources that a version is written in: each with its part and locale."""

from __future__ import annotations

from collections.abc import Iterable
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


def channels_of(sources: Iterable[Written]) -> list[str]:
    """The channels that a template with these parts goes out on in a layout, in any language."""
    by_locale: dict[str, dict[str, str]] = {}
    for one in sources:
        if one.source.strip():
            by_locale.setdefault(one.locale, {})[one.part] = one.source
    framed = [channel for channel in channels if channel.needs_layout]
    return [one.name for one in framed if any(one.offered(parts) for parts in by_locale.values())]
