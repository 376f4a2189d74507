"""What changed between two texts, side by side: lines that belong together, and within them the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A Chinese, Japanese or Korean character is a token of its own: such text has no spaces between words.
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|\w+|\s+|.", re.DOTALL)
AROUND = 2


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
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
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
    for offset in range(max(len(old), len(new))):
        if offset >= len(new):
            yield Row("removed", Line(i + offset + 1, (Piece(old[offset], changed=True),)), NOTHING)
        elif offset >= len(old):
            yield Row("added", NOTHING, Line(j + offset + 1, (Piece(new[offset], changed=True),)))
        else:
            left, right = words(old[offset], new[offset])
            yield Row("changed", Line(i + offset + 1, left), Line(j + offset + 1, right))


def words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines cut into pieces, marked where they differ."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i2 > i1:
            left.append(Piece("".join(old[i1:i2]), changed=tag != "equal"))
        if j2 > j1:
            right.append(Piece("".join(new[j1:j2]), changed=tag != "equal"))
    return tuple(left), tuple(right)
