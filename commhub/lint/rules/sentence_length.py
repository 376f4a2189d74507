"""The rule type sentence-length: sentences that are too long to follow. It needs no rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commhub.lint.blocks import HEADING, PLACEHOLDER
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.scripts import HAN
from commhub.lint.selection import language_of
from commhub.lint.sentences import CHINESE_LIKE, sentences

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

WORD = re.compile(r"\S+")
SAID = re.compile(rf"[^\W_]|{PLACEHOLDER}")
CHARACTER = re.compile(f"[{HAN}\u3041-\u3096\u30a1-\u30fa]")


class SentenceLength(RuleType):
    """At most as many words (or characters, in Chinese and Japanese) as the policy says for the language; a language for
    which it says nothing is not measured, nor are headings."""

    name = "sentence-length"
    label = "Length of sentences"

    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        language = language_of(reading.locale)
        most = rules.policy.most_words.get(language)
        if most is None or reading.role == HEADING or len(reading.text) <= most:
            return
        if not _may_exceed(reading.text, language, most):
            return
        called = "characters" if language in CHINESE_LIKE else "words"
        for start, end in sentences(reading.text, language):
            sentence = reading.text[start:end]
            if _may_exceed(sentence, language, most) and (count := length_of(sentence, language)) > most:
                rule = TermSpec("", "*", self.name, "readability", rules.policy.sentence_severity, id=self.name)
                message = (
                    f"This sentence has {count} {called}, and beyond {most} readers lose the thread; "
                    "split it into two or more."
                )
                yield Hit(rule, start, end, message)

    def problem_with(self, term: TermSpec) -> str:
        return "The length of sentences is measured without rows in the term list; this row has no use"


def length_of(sentence: str, language: str) -> int:
    """Its length in words (anything with a letter or digit between white space), or in Han and Kana characters."""
    if language in CHINESE_LIKE:
        return len(CHARACTER.findall(sentence))
    return sum(bool(SAID.search(word)) for word in WORD.findall(sentence))


def _may_exceed(text: str, language: str, most: int) -> bool:
    """Whether it is worth counting, which takes longer: most texts are short."""
    return len(text) > most if language in CHINESE_LIKE else len(text.split()) > most
