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
    found by itself, then the more severe. A doubtful hit hides nothing: if it is no term, what is in it may be one.
    """
    if len(found) < 2:
        return list(found)
    kept: list[tuple[int, Hit]] = []
    words = [one for one in found if one[1].term.kind not in COMPUTED]
    words.sort(key=_longest_first)
    block, reached, at = -1, 0, (-1, -1)
    for number, hit in words:
        if number != block:
            block, reached, at = number, 0, (-1, -1)
        if hit.end <= reached or (hit.start, hit.end) == at:
            continue
        kept.append((number, hit))
        at = hit.start, hit.end
        if not hit.doubt:
            reached = hit.end
    kept += [one for one in found if one[1].term.kind in COMPUTED]
    return sorted(kept, key=lambda one: (one[0], one[1].start, one[1].end, one[1].term.key))


def _longest_first(one: tuple[int, Hit]) -> tuple[int, int, int, bool, bool, bool]:
    number, hit = one
    return number, hit.start, -hit.end, bool(hit.doubt), not hit.term.id, hit.term.severity != "error"
