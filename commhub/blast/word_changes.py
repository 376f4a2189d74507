"""Which words changed between two texts, with a few words around them: for people, and for the report's sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from commhub.differing import TOKEN, Code, opcodes

AROUND: Final = 12
"""Words and gaps that are shown around a change."""
CLOSE: Final = 5
"""Changes with no more words and gaps between them are told as one."""
Bit = tuple[str, bool]
"""A stretch of text, and whether it changed."""


@dataclass(frozen=True, slots=True)
class WordChange:
    """One change: what stood there and what stands there now, each in bits with a few words around."""

    part: str
    before: Sequence[Bit]
    after: Sequence[Bit]


def word_changes(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> Iterator[WordChange]:
    """Every change of words, part by part in the order of what is new."""
    for part in [*after, *(part for part in before if part not in after)]:
        yield from _in_part(part, before.get(part, ()), after.get(part, ()))


def marked_words(before: str, after: str) -> tuple[list[Bit], list[Bit]]:
    """Two whole texts, each in bits that are marked where they differ."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    left: list[Bit] = []
    right: list[Bit] = []
    for tag, i1, i2, j1, j2 in opcodes(old, new):
        if i2 > i1:
            left.append(("".join(old[i1:i2]), tag != "equal"))
        if j2 > j1:
            right.append(("".join(new[j1:j2]), tag != "equal"))
    return left, right


def _in_part(part: str, old: Sequence[str], new: Sequence[str]) -> Iterator[WordChange]:
    for tag, i1, i2, j1, j2 in opcodes(old, new):
        if tag == "equal":
            continue
        pairs = list(zip(old[i1:i2], new[j1:j2], strict=False)) if i2 - i1 == j2 - j1 else []
        if pairs:
            for before, after in pairs:
                yield from _in_block(part, before, after)
        else:
            yield from _in_block(part, "\n".join(old[i1:i2]), "\n".join(new[j1:j2]))


def _in_block(part: str, before: str, after: str) -> Iterator[WordChange]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    codes = [one for one in opcodes(old, new) if one[0] != "equal"]
    if not old or not new:
        yield WordChange(part, [(before, True)] if before else [], [(after, True)] if after else [])
        return
    groups: list[list[Code]] = []
    for code in codes:
        if groups and code[1] - groups[-1][-1][2] <= CLOSE:
            groups[-1].append(code)
        else:
            groups.append([code])
    for group in groups:
        first, last = group[0], group[-1]
        yield WordChange(
            part,
            _bits(old, [(one[1], one[2]) for one in group], first[1], last[2]),
            _bits(new, [(one[3], one[4]) for one in group], first[3], last[4]),
        )


def _bits(tokens: Sequence[str], changed: Sequence[tuple[int, int]], first: int, last: int) -> list[Bit]:
    start, end = max(0, first - AROUND), min(len(tokens), last + AROUND)
    bits: list[Bit] = [("… " if start else "", False)]
    at = start
    for one, two in changed:
        bits += [("".join(tokens[at:one]), False), ("".join(tokens[one:two]), True)]
        at = two
    bits += [("".join(tokens[at:end]), False), (" …" if end < len(tokens) else "", False)]
    return [bit for bit in bits if bit[0]]
