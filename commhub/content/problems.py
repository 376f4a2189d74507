"""What is wrong with a tree of files, each with the file, the line and the column, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from commhub.contracts import CommhubError


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file of the tree: its path with `/`, and line and column from 1 (0: the file as a whole)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.path, *numbers])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, as a sentence."""

    place: Place
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class BadTree(CommhubError):
    """A tree that cannot be read, or not be applied; `problems` are all that is wrong, in order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def bad(place: Place | str, sentence: str) -> BadTree:
    """A BadTree with one problem."""
    return BadTree([Problem(Place(place) if isinstance(place, str) else place, sentence)])


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """` Did you mean x?`, or which there are, to stand behind a sentence about an unknown name."""
    names = sorted(known)
    close = get_close_matches(given, names, n=1)
    if close:
        return f" Did you mean {close[0]!r}?"
    return f" There can be {', '.join(names)}." if names else ""
