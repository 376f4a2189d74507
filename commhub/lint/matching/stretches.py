"""Stretches of a text, asked whether one of them holds another: a look-up each, however many there are. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Stretches:
    """Some `(start, end)` of one text."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach: list[int] = []  # how far those up to here reach at most
        for _, end in ordered:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def holds(self, start: int, end: int) -> bool:
        """Whether one of them begins at or before `start` and ends at or after `end`."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._reach[at - 1] >= end
