"""Where two sequences differ, as difflib tells it, in a time that no text can stretch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

MOST_WORK: Final = 400_000
"""Pairs of equal items that are gone through at most. difflib goes through all of them for each stretch that it finds, so
that a text of the same two words, or of empty lines, would hold a worker up for hours."""
# A Chinese, Japanese or Korean character is a word of its own: such text has no spaces between words.
TOKEN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|\w+|\s+|.", re.DOTALL)
"""A word, the gap between words, or a sign."""
Code = tuple[str, int, int, int, int]
"""Of a stretch: equal, replace, delete or insert; its start and end on the left; its start and end on the right."""


def opcodes(old: Sequence[str], new: Sequence[str]) -> list[Code]:
    """As difflib tells them. What both begin and end with costs nothing, and where too much of the rest is alike it is told
    as replaced by one another."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    found: list[Code] = []
    if start:
        found.append(("equal", 0, start, 0, start))
    if left and right and work(left, right) <= MOST_WORK:
        middle = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
        found += [(tag, i1 + start, i2 + start, j1 + start, j2 + start) for tag, i1, i2, j1, j2 in middle]
    elif left or right:
        tag = "replace" if left and right else "delete" if left else "insert"
        found.append((tag, start, start + len(left), start, start + len(right)))
    if end:
        found.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return found


def work(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal items two sequences have: what comparing them costs at least."""
    counts = Counter(new)
    return sum(count * counts[item] for item, count in Counter(old).items())
