"""Waivers: a finding that people agreed to let through, for a time. Pure.

A finding is known again by its rule and its sentence, not by its line: the sentence as the template says it, folded, in
small letters, with the values of the request left out. So a waiver for what a template says holds for every message of
it, and never holds a customer's data. Where the word itself came in with a value, the word stands in the value's place.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from commhub.contracts import DataSpan
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.folding import folded_words

END: Final = re.compile(r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s|$)|[。！？…]++[”’」』）]*+|\n[^\S\n]*+\n")
"""The end of a sentence. A point inside a number or a name ends none; possessive, so that runs of points stay linear."""
LONGEST: Final = 600
"""Code points: what goes on without an end is cut into pieces of this length."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver as the engine reads it: only those in force and in scope are handed over. `id` is its row's."""

    id: str
    fingerprint: str


def told(surface: str, sentence: str, *, is_ours: bool) -> tuple[str, str]:
    """The words and the sentence of a finding as they may be kept without the message: nothing of anybody's data.

    `is_ours` says that the template said the words, or that a rule lists them; any other word out of a value is left out.
    """
    word = surface[:LONGEST].strip()
    if not word or word not in sentence:  # words around a value: the sentence says them without it
        return sentence, sentence
    return (surface, sentence) if is_ours else (PLACEHOLDER, sentence.replace(word, PLACEHOLDER))


class Sentences:
    """The sentences of one text, each with the values of the request left out. Its time grows with the text and no faster."""

    def __init__(self, text: str, spans: Sequence[DataSpan] = ()) -> None:
        self._text = text
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._at: list[int] = []
        pieces, reached, length = [], 0, 0
        for span in sorted(spans, key=lambda one: (one.start, -one.end)):
            start = max(span.start, reached)  # of two that overlap, the second is what is left of it
            if span.end <= start:
                continue
            pieces += [text[reached:start], PLACEHOLDER]
            length += start - reached
            self._starts.append(start)
            self._ends.append(span.end)
            self._at.append(length)
            length, reached = length + 1, span.end
        self._masked = "".join([*pieces, text[reached:]])
        self._bounds = list(_bounds(self._masked))
        self._folded: dict[tuple[int, str], str] = {}

    def sentence(self, start: int, end: int) -> str:
        """The sentence in which a stretch of the text stands."""
        return self._insert(*self._place(start, end))

    def fingerprint(self, rule: str, start: int, end: int) -> str:
        """What a finding of this rule at this stretch is known by."""
        number, word, at = self._place(start, end)
        key = number, word and f"{at}:{word}"
        if key not in self._folded:
            self._folded[key] = _plain(self._insert(number, word, at))
        return _hash(rule, self._folded[key])

    def _place(self, start: int, end: int) -> tuple[int, str, int]:
        """The number of the sentence; the word and its place in the masked text, if it stands in a value."""
        at = self._into(start)
        span = bisect_right(self._starts, start) - 1
        inside = span >= 0 and end <= self._ends[span]
        return bisect_right(self._bounds, at) - 1, self._text[start:end][:LONGEST] if inside else "", at

    def _into(self, place: int) -> int:
        """Where a character of the text stands in the masked one."""
        span = bisect_right(self._starts, place) - 1
        if span < 0:
            return place
        return self._at[span] if place < self._ends[span] else place - self._ends[span] + self._at[span] + 1

    def _insert(self, number: int, word: str, at: int) -> str:
        left = self._bounds[number]
        right = self._bounds[number + 1] if number + 1 < len(self._bounds) else len(self._masked)
        sentence = self._masked[left:right]
        if word:
            sentence = f"{self._masked[left:at]}{word}{self._masked[at + 1 : right]}"
        return sentence.strip()


def fingerprint(rule: str, sentence: str) -> str:
    """What a finding is known by when lines move: its rule and its sentence, folded and in small letters (SHA-256, hex)."""
    return _hash(rule, _plain(sentence))


def _bounds(text: str) -> Iterable[int]:
    """Where each sentence begins."""
    left = 0
    for right in [*(match.end() for match in END.finditer(text)), len(text)]:
        yield from range(left, right, LONGEST)
        left = right
    if not text:
        yield 0


def _plain(sentence: str) -> str:
    return folded_words(sentence).casefold()


def _hash(rule: str, plain: str) -> str:
    return hashlib.sha256(f"{rule}\n{plain}".encode("utf-8", "replace")).hexdigest()
