"""The words of a letter's pages beside those of its HTML: which is which, and which were cut at the end of a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from commhub.contracts import Readable
from commhub.render.letters.alignment import NONE, Token, align, tokens
from commhub.render.letters.words import HYPHEN, Run

MOST_CUTS: Final = 6
"""How many times one word may be cut: it stands in the narrowest of columns then."""
MARGINS: Final = 4
"""Runs at the head of a page among which a word is looked for that was cut at the end of the page before."""
Piece = tuple[int, int, int]
"""Number of a run, and where in its text the piece starts and ends."""


@dataclass(slots=True)
class Word:
    """A word on the pages, in several pieces if it was cut. `said` is the number of the word of the HTML that it is."""

    key: str
    pieces: list[Piece]
    said: int = NONE


class PrintedWords:
    """`words` are those of all runs, in their order; `goes_on` names the run in which the last word of a run goes on,
    `block_begins` the words of the HTML that are the first of their block."""

    def __init__(self, runs: Sequence[Run], said: Readable) -> None:
        self.runs, self.said = runs, said
        self.said_words = tokens(said.text)
        self._line_ends = [match.start() for match in re.finditer("\n", said.text)]
        self.goes_on: dict[int, int] = {}
        self.words: list[Word] = []
        self._known = {word.key for word in self.said_words}
        self._by_run = [tokens(run.text) for run in runs]
        self._next_page = _next_pages(runs)
        self._read()
        self.block_begins = _begins([self.block_of(number) for number in range(len(self.said_words))])
        found = align(
            [word.key for word in self.said_words],
            [word.key for word in self.words],
            self.block_begins,
            _begins([word.pieces[0][0] for word in self.words]),
        )
        for word, number in zip(self.words, found, strict=True):
            word.said = number

    def between(self, number: int) -> str:
        """What stands in the HTML between its word of this number and the next."""
        return self.said.text[self.said_words[number].end : self.said_words[number + 1].start]

    def block_of(self, number: int) -> int:
        """The block of the HTML that its word of this number stands in."""
        return bisect_left(self._line_ends, self.said_words[number].start)

    def _read(self) -> None:
        begun: set[int] = set()
        for number, words in enumerate(self._by_run):
            cut = self.runs[number].text.endswith((HYPHEN, "-")) and len(words) > 1
            for place, word in enumerate(words):
                if place == 0 and number in begun:
                    continue  # the rest of a word that began on the line before
                if place == len(words) - 1 and number in self.goes_on:
                    continue  # its hyphen
                one = Word(word.key, [(number, word.start, word.end)])
                if cut and place == len(words) - 2:
                    for run, other, rest in self._rest_of(word.key, number):
                        self.goes_on[run] = other
                        begun.add(other)
                        one.key += rest.key
                        one.pieces.append((other, rest.start, rest.end))
                self.words.append(one)

    def _rest_of(self, key: str, number: int, cuts: int = 1) -> list[tuple[int, int, Token]]:
        """The pieces of a word behind the hyphen at the end of a run: the run before, its own run, and the piece."""
        for other in self._following(number):
            rest = self._by_run[other][0]
            whole = key + rest.key
            if whole in self._known:
                return [(number, other, rest)]
            if other != number + 1:
                continue
            if len(self._by_run[other]) == 2 and self.runs[other].text.endswith((HYPHEN, "-")) and cuts < MOST_CUTS:
                more = self._rest_of(whole, other, cuts + 1)
                if more:
                    return [(number, other, rest), *more]
            drawn = self.runs[number].text.endswith(HYPHEN) and self.runs[other].text[:1].islower()
            if drawn and not {key, rest.key} <= self._known:
                return [(number, other, rest)]
        return []

    def _following(self, number: int) -> Iterator[int]:
        """The next run, and behind the margins the first of the next page."""
        first = self._next_page[number]
        for other in dict.fromkeys((number + 1, *range(first, first + MARGINS))):
            if other < len(self.runs) and self._by_run[other] and not self._by_run[other][0].start:
                yield other


def _begins(groups: Sequence[int]) -> frozenset[int]:
    """The numbers of those that are the first of their group."""
    return frozenset(place for place, group in enumerate(groups) if place == 0 or group != groups[place - 1])


def _next_pages(runs: Sequence[Run]) -> list[int]:
    """For each run the number of the first run on a later page."""
    found = [len(runs)] * len(runs)
    for number in range(len(runs) - 2, -1, -1):
        same = runs[number].page == runs[number + 1].page
        found[number] = found[number + 1] if same else number + 1
    return found
