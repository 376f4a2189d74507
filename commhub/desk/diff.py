"""What changed between two texts, side by side: lines that belong together, and within them the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from commhub.differing import TOKEN, opcodes, work

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|\w+|[^\w\s]+")
AROUND = 2
SAME_LINE = 0.45
MOST_PAIRS = 4_000
MOST_WORK: Final = 10_000
"""Pairs of equal words of two lines, above which it is only counted how many words they share."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, and whether it is new (on the right) or gone (on the left)."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one side; number 0 stands for no line at all."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Two lines side by side. `sort`: same, changed, added, removed, or skipped (`count` equal lines left out)."""

    sort: str
    left: Line
    right: Line
    count: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one place. `verdict`: same, changed, added or removed."""

    place: str
    verdict: str
    rows: tuple[Row, ...]


NOTHING = Line(0, ())


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Every place of either side, in the order of the new one, with its rows where it changed."""
    places = [*after, *(place for place in before if place not in after)]
    return [_change(place, before.get(place), after.get(place)) for place in places]


def _change(place: str, before: str | None, after: str | None) -> Change:
    if before == after:
        return Change(place, "same", ())
    verdict = "added" if before is None else "removed" if after is None else "changed"
    return Change(place, verdict, tuple(side_by_side(before or "", after or "")))


def side_by_side(before: str, after: str) -> list[Row]:
    """The two texts as rows; long stretches without a change are left out."""
    old, new = before.splitlines(), after.splitlines()
    rows: list[Row] = []
    blocks = opcodes(old, new)
    for index, (tag, i1, i2, j1, j2) in enumerate(blocks):
        if tag == "equal":
            rows += _equal(old[i1:i2], i1, j1, first=index == 0, last=index == len(blocks) - 1)
        else:
            rows += _different(old[i1:i2], i1, new[j1:j2], j1)
    return rows


def _equal(lines: Sequence[str], i: int, j: int, *, first: bool, last: bool) -> Iterator[Row]:
    head = 0 if first else AROUND
    tail = 0 if last else AROUND
    skipped = len(lines) - head - tail
    for offset, text in enumerate(lines):
        if skipped > 1 and head <= offset < len(lines) - tail:
            if offset == head:
                yield Row("skipped", NOTHING, NOTHING, skipped)
            continue
        plain = (Piece(text, changed=False),)
        yield Row("same", Line(i + offset + 1, plain), Line(j + offset + 1, plain))


def _different(old: Sequence[str], i: int, new: Sequence[str], j: int) -> Iterator[Row]:
    for at_old, at_new in _pairs(old, new):
        if at_new is None and at_old is not None:
            yield Row("removed", Line(i + at_old + 1, (Piece(old[at_old], changed=True),)), NOTHING)
        elif at_old is None and at_new is not None:
            yield Row("added", NOTHING, Line(j + at_new + 1, (Piece(new[at_new], changed=True),)))
        elif at_old is not None and at_new is not None:
            left, right = words(old[at_old], new[at_new])
            yield Row("changed", Line(i + at_old + 1, left), Line(j + at_new + 1, right))


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which old line became which new one, in order: the pairs whose likeness adds up to the most."""
    if len(old) * len(new) > MOST_PAIRS:
        return [*((line, None) for line in range(len(old))), *((None, line) for line in range(len(new)))]
    likeness = [[alike(before, after) for after in new] for before in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            alone = max(best[row + 1][column], best[row][column + 1])
            best[row][column] = max(alone, likeness[row][column] + best[row + 1][column + 1])
    pairs: list[tuple[int | None, int | None]] = []
    row = column = 0
    while row < len(old) and column < len(new):
        together = likeness[row][column] + best[row + 1][column + 1]
        if likeness[row][column] and together >= best[row][column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            pairs.append((row, None))
            row += 1
        else:
            pairs.append((None, column))
            column += 1
    pairs += [(line, None) for line in range(row, len(old))]
    return pairs + [(None, line) for line in range(column, len(new))]


def alike(before: str, after: str) -> float:
    """How much of the words of two lines is the same, from 0 to 1; 0 when it is too little to be the same line."""
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < SAME_LINE:
        return 0.0
    ratio = matcher.ratio() if work(old, new) <= MOST_WORK else matcher.quick_ratio()
    return ratio if ratio >= SAME_LINE else 0.0


def words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines cut into pieces, marked where they differ."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in opcodes(old, new):
        if i2 > i1:
            left.append(Piece("".join(old[i1:i2]), changed=tag != "equal"))
        if j2 > j1:
            right.append(Piece("".join(new[j1:j2]), changed=tag != "equal"))
    return tuple(left), tuple(right)
