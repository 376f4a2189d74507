"""The rule type sentence-length: sentences that are too long to follow. It needs no rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from commhub.lint.reading import Hit, Reading
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.scripts import HAN
from commhub.lint.selection import language_of

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

BLOCK = re.compile(r"[^\n]+")
ENGLISH_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|\Z)")
CHINESE_END = re.compile(r"[。！？!?…]+[”’」』）)]*")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|mr|mrs|ms|dr|vs|approx)|\b[a-z])\Z", re.IGNORECASE)
WORD = re.compile(r"\S+")
IN_WORDS = re.compile(r"\w")
HAN_CHARACTER = re.compile(f"[{HAN}]")


class SentenceLength(RuleType):
    """At most as many words (English) or characters (Chinese) as the policy says; other languages are not measured."""

    name = "sentence-length"
    label = "Length of sentences"

    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        language = language_of(reading.locale)
        most = rules.policy.most_words.get(language)
        if most is None or language not in ("en", "zh"):
            return
        unit = WORD if language == "en" else HAN_CHARACTER
        ends = ENGLISH_END if language == "en" else CHINESE_END
        called = "words" if language == "en" else "characters"
        rule = TermSpec("", "*", self.name, "readability", rules.policy.sentence_severity, id=self.name)
        for start, end in _sentences(reading.text, ends):
            count = sum(bool(IN_WORDS.search(one[0])) for one in unit.finditer(reading.text, start, end))
            if count > most:
                message = (
                    f"This sentence has {count} {called}, and beyond {most} readers lose the thread; "
                    "split it into two or more."
                )
                yield Hit(rule, start, end, message)

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
