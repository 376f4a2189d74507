"""Where a message explains a word to its reader, after which it may be used. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commhub.lint.reading import Explanation, Hit, Reading

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules


def explanations_in(reading: Reading, rules: Rules) -> Iterable[Explanation]:
    """The explanations that one block gives, of its hits and of the acronyms in it."""
    return ()


def unexplained(readings: Sequence[Reading], found: Sequence[tuple[int, Hit]], rules: Rules) -> list[tuple[int, Hit]]:
    """Those of a message's hits (number of the block, hit; in reading order) that no explanation covers."""
    return list(found)
