"""Where each character of a folded text stands in the original: a few pieces instead of a number for each character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import overload


class Places(Sequence[int]):
    """Offsets in pieces. From `firsts[k]` on, offsets go up by one from `values[k]` if `climbs[k]`, else they stay."""

    __slots__ = ("_climbs", "_firsts", "_length", "_values")

    def __init__(self, firsts: Sequence[int], values: Sequence[int], climbs: Sequence[bool], length: int) -> None:
        self._firsts, self._values, self._climbs, self._length = firsts, values, climbs, length

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Places) and self._pieces() == other._pieces()

    def __hash__(self) -> int:
        return hash((self._length, len(self._firsts)))

    def _pieces(self) -> tuple[object, ...]:
        return self._firsts, self._values, self._climbs, self._length

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> list[int]: ...

    def __getitem__(self, at: int | slice) -> int | list[int]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(self._length))]
        if at < 0:
            at += self._length
        if not 0 <= at < self._length:
            raise IndexError(at)
        piece = bisect_right(self._firsts, at) - 1
        return self._values[piece] + (at - self._firsts[piece] if self._climbs[piece] else 0)


class Writer:
    """Puts a folded text together from stretches kept as they are and characters put in the place of others."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._out: list[str] = []
        self._length = 0
        self._firsts: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._climbs: list[bool] = []
        self.last = ""
        """The character written last, '' before the first."""

    def keep(self, start: int, end: int) -> None:
        """Take over a stretch of the original."""
        if start < end:
            self._climb(start)
            self._write(self._text[start:end])

    def put(self, written: str, start: int, end: int) -> None:
        """Write these characters for that stretch of the original: each stands for all of it."""
        if not written:
            return
        if len(written) == 1 and end == start + 1:
            self._climb(start)
        else:
            self._piece(start, end, climbs=False)
        self._write(written)

    def finished(self) -> tuple[str, Sequence[int], Sequence[int]]:
        """The text, and where each of its characters begins and ends in the original."""
        text, length = "".join(self._out), self._length
        if self._firsts in ([], [0]) and all(self._climbs) and self._starts in ([], [0]):
            return text, range(length), range(1, length + 1)
        return (
            text,
            Places(self._firsts, self._starts, self._climbs, length),
            Places(self._firsts, self._ends, self._climbs, length),
        )

    def _climb(self, start: int) -> None:
        if not self._climbs or not self._climbs[-1] or self._starts[-1] + self._length - self._firsts[-1] != start:
            self._piece(start, start + 1, climbs=True)

    def _piece(self, start: int, end: int, *, climbs: bool) -> None:
        self._firsts.append(self._length)
        self._starts.append(start)
        self._ends.append(end)
        self._climbs.append(climbs)

    def _write(self, written: str) -> None:
        self._out.append(written)
        self._length += len(written)
        self.last = written[-1]
