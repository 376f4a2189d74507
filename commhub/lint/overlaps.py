"""Of hits that cover each other, the longest; of two at one place, the one that says more. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from commhub.lint.reading import Hit

REQUIRED: Final = "required"
COMPUTED: Final = frozenset({"readability", REQUIRED})
"""Kinds that speak of a whole sentence or message: they hide no word, and no word hides them."""


def longest(found: Sequence[tuple[int, Hit]]) -> list[tuple[int, Hit]]:
    """The hits (number of the block, hit) without those that stand inside a longer one, in reading order.

    Two that only overlap are both kept. Of two with the same place, a row of the list goes before what a rule type
    found by itself, then the more severe.
    """
    kept: list[tuple[int, Hit]] = []
    words = [one for one in found if one[1].term.kind not in COMPUTED]
    words.sort(key=lambda one: (one[0], one[1].start, -one[1].end, not one[1].term.id, one[1].term.severity != "error"))
    block, reached = -1, 0
    for number, hit in words:
        if number != block:
            block, reached = number, 0
        if hit.end > reached:
            kept.append((number, hit))
            reached = hit.end
    kept += [one for one in found if one[1].term.kind in COMPUTED]
    return sorted(kept, key=lambda one: (one[0], one[1].start, one[1].end, one[1].term.key))
