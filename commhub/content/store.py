"""What the store holds, as items: the live version of each thing, and its open draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from commhub.approval.drafts import OPEN
from commhub.content.item import Item
from commhub.content.shapes import ROWS, VERSIONED
from commhub.content.shapes.base import VersionShape
from commhub.versions import State, Version

LIVE: Final = "live"
DRAFTS: Final = "drafts"
ALONG: Final = {
    "template": (("template__category",), ("parts", "brands", "test_sets")),
    "content-block": (("block",), ("texts",)),
    "layout": (("layout__brand",), ()),
    "brand": (("brand",), ()),
    "asset": (("asset__brand",), ("variants",)),
    "term-list": (("term_list",), ("terms",)),
    "channel-rules": (("book",), ("rules",)),
}
"""What is loaded with the versions of each kind: rows of one, and rows of many."""


@dataclass
class Stored:
    """One thing of the store that has a live or an open version. Items are made when they are asked for."""

    shape: VersionShape
    live: Version | None = None
    open: Version | None = None

    @cached_property
    def live_item(self) -> Item | None:
        return self.shape.item(self.live) if self.live else None

    @cached_property
    def open_item(self) -> Item | None:
        return self.shape.item(self.open) if self.open else None


def stored_things() -> dict[tuple[str, str], Stored]:
    """Everything with a live or an open version, by kind and key; a few queries for each kind."""
    found: dict[tuple[str, str], Stored] = {}
    for shape in VERSIONED:
        one, many = ALONG[shape.kind]
        rows = shape.model._default_manager.filter(state__in=[State.LIVE, *OPEN])
        for version in rows.select_related(*one).prefetch_related(*many).order_by("pk"):
            thing = found.setdefault((shape.kind, key_of(version)), Stored(shape))
            if version.state == State.LIVE:
                thing.live = version
            else:
                thing.open = version
    return found


def key_of(version: Version) -> str:
    """The key by which the tree knows what this is a version of."""
    parent: Any = version.parent
    if version.kind == "layout":
        return f"{parent.brand.key}/{parent.channel}"
    if version.kind == "asset":
        return f"{parent.brand.key}/{parent.slot}"
    return str(parent.key)


def exported_items(
    only: str = "", on_progress: Callable[[int, int], None] = lambda done, whole: None
) -> Iterator[Item]:
    """What an export writes: what is live, and the draft of what is not live yet; `only` live, or `only` drafts.

    Rows without versions are part of what is live.
    """
    things = stored_things()
    wanted = [thing for _, thing in sorted(things.items()) if _chosen(thing, only)]
    if only != DRAFTS:
        for shape in ROWS:
            item = shape.stored()
            if item.content["rows"]:
                yield item
    for number, thing in enumerate(wanted, 1):
        chosen = _chosen(thing, only)
        if chosen is not None:
            yield chosen
        on_progress(number, len(wanted))


def _chosen(thing: Stored, only: str) -> Item | None:
    if only == LIVE:
        return thing.live_item
    if only == DRAFTS:
        return thing.open_item
    return thing.live_item or thing.open_item
