"""Tells which of many RE2 expressions match a text at all, without searching for each. Pure.

The expressions are joined into alternatives, some dozens in one, and a joint one that does not match answers for all of
them. A joint expression is compiled like any other: when it grows too large for RE2's automaton it gets slower, and never
wrong. What cannot be joined (two groups of one name) is asked alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import re2

JOINED: Final = 64
"""Expressions in one joint expression."""
MOST_MEMORY: Final = 16 << 20
"""Bytes that the automaton of one joint expression may take; RE2 fills them only as texts need."""


@dataclass(frozen=True, slots=True)
class _Joint:
    """Some expressions, by number, and what matches wherever one of them does (None: not to be told beforehand)."""

    numbers: range
    any_of: Any


class PatternIndex:
    """The expressions of all pattern rules of a language, in their order."""

    def __init__(self, expressions: Sequence[str]) -> None:
        self._expressions = list(expressions)
        ranges = [range(at, min(at + JOINED, len(expressions))) for at in range(0, len(expressions), JOINED)]
        self._joint = [joint for numbers in ranges for joint in self._joined(numbers)]

    def matching(self, text: str) -> Iterator[int]:
        """The numbers of the expressions that match somewhere in a text (without lone surrogates), in order."""
        if not self._joint:
            return
        content = text.encode()
        for joint in self._joint:
            if joint.any_of is not None and joint.any_of.search(content) is None:
                continue
            for number in joint.numbers:
                if len(joint.numbers) == 1 or compiled(self._expressions[number]).search(content) is not None:
                    yield number

    def _joined(self, numbers: range) -> Iterator[_Joint]:
        if len(numbers) == 1:
            yield _Joint(numbers, compiled(self._expressions[numbers[0]]))
            return
        try:
            any_of = _compile("|".join(f"(?:{self._expressions[number]})" for number in numbers), never_capture=True)
        except re2.error:
            middle = len(numbers) // 2
            yield from self._joined(numbers[:middle])
            yield from self._joined(numbers[middle:])
        else:
            yield _Joint(numbers, any_of)


@lru_cache(maxsize=4096)
def compiled(expression: str) -> Any:
    """The expression as RE2 compiles it. Raises re2.error."""
    return _compile(expression)


def _compile(expression: str, *, never_capture: bool = False) -> Any:
    options = re2.Options()
    options.log_errors = False  # whoever edits the row is told; the log of the server is no place for it
    options.never_capture = never_capture
    if never_capture:
        options.max_mem = MOST_MEMORY
    return re2.compile(expression, options)
