"""The rule type sentence-length: sentences that are too long to follow. It needs no rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from commhub.contracts import Finding, Readable
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.scripts import HAN
from commhub.lint.selection import language_of

MOST_WORDS = 30
MOST_HAN = 80
BLOCK = re.compile(r"[^\n]+")
ENGLISH_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|\Z)")
CHINESE_END = re.compile(r"[。！？!?…]+[”’」』）)]*")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|mr|mrs|ms|dr|vs|approx)|\b[a-z])\Z", re.IGNORECASE)
WORD = re.compile(r"\S+")
IN_WORDS = re.compile(r"\w")
HAN_CHARACTER = re.compile(f"[{HAN}]")


class SentenceLength(RuleType):
    """At most 30 words in English, 80 characters in Chinese; other languages are not measured."""

    name = "sentence-length"
    label = "Length of sentences"

    def check(self, readable: Readable, locale: str, terms: Sequence[TermSpec]) -> Iterable[Finding]:
        language = language_of(locale)
        if language not in ("en", "zh"):
            return
        unit, most = (WORD, MOST_WORDS) if language == "en" else (HAN_CHARACTER, MOST_HAN)
        ends = ENGLISH_END if language == "en" else CHINESE_END
        called = "words" if language == "en" else "characters"
        for start, end in _sentences(readable.text, ends):
            count = sum(bool(IN_WORDS.search(one[0])) for one in unit.finditer(readable.text, start, end))
            if count > most:
                yield Finding(
                    rule=self.name,
                    kind="readability",
                    severity="warning",
                    part=readable.part,
                    start=start,
                    end=end,
                    surface=readable.text[start:end],
                    message=f"This sentence has {count} {called}, and beyond {most} readers lose the thread; "
                    "split it into two or more.",
                )

    def problem_with(self, term: TermSpec) -> str:
        return "The length of sentences is measured without rows in the term list; this row has no use"


def _sentences(text: str, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Each sentence without the punctuation that ends it and without white space around it."""
    for block in BLOCK.finditer(text):
        start = block.start()
        for stop in ends.finditer(text, block.start(), block.end()):
            if stop.group() == "." and ABBREVIATION.search(text, start, stop.start()):
                continue
            yield from _trimmed(text, start, stop.start())
            start = stop.end()
        yield from _trimmed(text, start, block.end())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    if words.strip():
        yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())
