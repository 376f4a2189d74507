"""Text as the linter compares it: what hides a word from a plain search is undone, with the way back kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

UNTIDY_SPACE = re.compile(r"[^\S\n ]|  ")
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Fillers, joiners and variation selectors: letters or marks by category, and yet nothing to see (UAX #44)."""
LOOKALIKES = {"\u2010": "-", "\u2018": "'", "\u2019": "'", "\u02bc": "'"}
NEWLINE = "\n"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without invisible characters, in NFKC, with each run of white space as one space.

    `exact` keeps capitals, `folded` does not; both have the same length. Their character i stands at
    `starts[i]:ends[i]` of the original. Newlines stay: they separate blocks.
    """

    exact: str
    folded: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text (not empty) stands in the original."""
        return self.starts[start], self.ends[end - 1]

    def occurrences(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Where a folded phrase stands in the folded text, in any capitals."""
        at = self.folded.find(phrase) if phrase else -1
        while at >= 0:
            yield at, at + len(phrase)
            at = self.folded.find(phrase, at + 1)


def fold(text: str) -> Folded:
    """The folded form of a text. A letter with its combining marks counts as one character of the original."""
    if text.isascii() and not UNTIDY_SPACE.search(text):
        return Folded(text, text.lower(), range(len(text)), range(1, len(text) + 1))
    exact: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for character in _plain(text[start:end]):  # mostly one; none or several for what NFKC takes apart
            if character == " " and exact and exact[-1] == " ":
                ends[-1] = end
                continue
            exact.append(character)
            starts.append(start)
            ends.append(end)
    return Folded("".join(exact), "".join(map(_small, exact)), starts, ends)


def folded_words(text: str) -> str:
    """A term or phrase as it is looked for, capitals kept: folded, on one line, without white space around it."""
    return " ".join(fold(text).exact.split())


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each character with the combining marks that follow it, whatever is invisible between them."""
    if not any(map(unicodedata.combining, text)):
        yield from zip(range(len(text)), range(1, len(text) + 1), strict=True)
        return
    belongs_to_last = [False] * (len(text) + 1)
    for at in range(len(text) - 1, 0, -1):
        mark = unicodedata.combining(text[at]) or (belongs_to_last[at + 1] and _is_invisible(text[at]))
        belongs_to_last[at] = bool(mark)
    start = 0
    for at in range(1, len(text) + 1):
        if not belongs_to_last[at] or text[start] == NEWLINE:
            yield start, at
            start = at


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or bool(UNSEEN.match(character))


@lru_cache(maxsize=20_000)
def _plain(cluster: str) -> str:
    """What a cluster reads as: nothing for an invisible character, a space for white space, otherwise its NFKC."""
    if cluster == NEWLINE or (cluster.isascii() and cluster.isalnum()):
        return cluster
    seen = "".join(character for character in cluster if not _is_invisible(character))
    composed = unicodedata.normalize("NFKC", seen)
    return "".join(" " if character.isspace() else LOOKALIKES.get(character, character) for character in composed)


@lru_cache(maxsize=20_000)
def _small(character: str) -> str:
    small = character.casefold()
    return small if len(small) == 1 else character.lower()[:1]
