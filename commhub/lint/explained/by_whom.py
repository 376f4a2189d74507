"""Whether the message itself explains a word, or a value of the request claims to: data explains nothing. Pure.

`NIGO (Not In Good Order)` as one value, or a glossary that came in with the data, would else silence what the linter is
there to find. A gloss with a value in it (an amount, a name) is still the template's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from commhub.lint.blocks import Block

MOST: Final = 0.5
"""Of a gloss so much may be values of the request."""


class Values:
    """How much of any stretch of a block came in with the request, or is a name. One look-up, however many values."""

    def __init__(self, block: Block) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []  # characters of values before each of them
        total = reached = 0
        for begins, end in sorted((span.start, span.end) for span in block.spans if span.field or span.holds):
            start = max(begins, reached)
            if start >= end:
                continue
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(total)
            total, reached = total + end - start, end

    def are_most_of(self, start: int, end: int) -> bool:
        """Whether more than half of a stretch is values."""
        return self._up_to(end) - self._up_to(start) > MOST * (end - start)

    def _up_to(self, place: int) -> int:
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return 0
        return self._before[number] + min(place, self._ends[number]) - self._starts[number]


class Sources:
    """The values of each block of a message."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._known: dict[int, Values] = {}

    def is_data(self, number: int, start: int, end: int) -> bool:
        """Whether a stretch of a block was brought by the request."""
        if number >= len(self._blocks) or not self._blocks[number].spans:
            return False
        if number not in self._known:
            self._known[number] = Values(self._blocks[number])
        return self._known[number].are_most_of(start, end)
