"""Where each stretch of an assembled document was written: part, line and column, for everything that is said about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from commhub.contracts import CompileError


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source that somebody wrote. `line` and `column` count from 1; 0 is not known."""

    part: str
    line: int = 0
    column: int = 0

    def error(self, message: str) -> CompileError:
        return CompileError(message, self.part, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a document with the place of its first character.

    A run with a `number` stands for one construct, wherever in it one points; so does one whose line is not known.
    """

    text: str
    place: Place
    number: str = ""

    def at(self, offset: int) -> Place:
        if self.number or not self.place.line:
            return self.place
        breaks = self.text.count("\n", 0, offset)
        if not breaks:
            return Place(self.place.part, self.place.line, self.place.column + offset)
        return Place(self.place.part, self.place.line + breaks, offset - self.text.rfind("\n", 0, offset))


class Places:
    """Finds the place of an offset in the text that runs make together."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs = [run for run in runs if run.text]
        self._starts = list(accumulate((len(run.text) for run in self._runs), initial=0))

    def at(self, offset: int) -> Place:
        if not self._runs:
            return Place("")
        index = min(bisect_right(self._starts, offset), len(self._runs)) - 1
        return self._runs[index].at(offset - self._starts[index])


def text_of(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
