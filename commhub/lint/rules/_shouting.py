"""Where a text shouts: runs of words in capitals and lines in capitals, in which no acronym can be told. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from commhub.lint.rules._ordinary import is_word

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SPACE_ONLY = re.compile(r"\s+\Z")
PUNCTUATION = re.compile(r"[\s:;,()\"“”‘’–—\-/&]*\Z")
RUN: Final = 3
"""So many words in capitals are shouting."""
LINE: Final = 2
"""A line of one word may as well be the name of a row or column: APR. It is no shouting."""


class Shouting:
    """The shouting of one text, worked out once."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        spans = sorted([*_runs(text), *_lines(text)])
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(max(end, self._ends[-1] if self._ends else 0))

    def holds(self, start: int, end: int) -> bool:
        """Whether this stretch is shouted."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._ends[at - 1] >= end


def _runs(text: str) -> list[tuple[int, int]]:
    """Three words in capitals or more with white space alone between them; or with commas and the like between them too,
    when at least half of them are ordinary words, so that HMO, PPO, EPO are three acronyms."""
    found: list[tuple[int, int]] = []
    strict: list[re.Match[str]] = []
    loose: list[re.Match[str]] = []
    last = 0
    for word in WORD.finditer(text):
        between = text[last : word.start()]
        if not PUNCTUATION.match(between):
            _end_run(loose, found, most_must_be_words=True)
            _end_run(strict, found, most_must_be_words=False)
        elif not SPACE_ONLY.match(between):
            _end_run(strict, found, most_must_be_words=False)
        if _is_all_capitals(word[0]):
            strict.append(word)
            loose.append(word)
        else:
            _end_run(loose, found, most_must_be_words=True)
            _end_run(strict, found, most_must_be_words=False)
        last = word.end()
    _end_run(loose, found, most_must_be_words=True)
    _end_run(strict, found, most_must_be_words=False)
    return found


def _end_run(run: list[re.Match[str]], found: list[tuple[int, int]], *, most_must_be_words: bool) -> None:
    words = [word[0] for word in run if len(word[0]) > 1]
    if len(words) >= RUN and (not most_must_be_words or 2 * sum(map(_is_ordinary, words)) >= len(words)):
        found.append((run[0].start(), run[-1].end()))
    run.clear()


def _is_ordinary(word: str) -> bool:
    return len(word) > 6 or is_word(word)


def _lines(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in text.split("\n"):
        if sum(len(word) > 1 for word in WORD.findall(line)) >= LINE and _is_all_capitals(line):
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _is_all_capitals(line: str) -> bool:
    """Whether every letter is a capital; `isupper` alone also takes Chinese with one Latin capital in it."""
    if not line.isupper() or line.isascii():
        return line.isupper()
    letters = [character for character in line if character.isalpha()]
    return bool(letters) and all(character.isupper() for character in letters)
