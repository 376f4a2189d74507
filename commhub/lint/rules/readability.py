"""The rule type readability: how hard a whole message is to read, by a formula made for its language. It needs no rows.

Under a hundred words a formula says little, so a shorter message is not measured. Nothing is a finding unless the
organisation has set a limit for the language (`policy.hardest`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from commhub.lint.blocks import HEADING, SPOKEN
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules._syllables import syllables
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.rules.sentence_length import CHARACTER
from commhub.lint.selection import language_of
from commhub.lint.sentences import sentences

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

LEAST_WORDS: Final = 100
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
LONG_WORD: Final = 6
ADDRESS = re.compile(r"://|www\.|@")
"""What a word has that is an address and no word. Looked for word by word: a word may be as long as the text."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas are made of. In Chinese a word is a Han character, and has one syllable."""

    words: int
    sentences: int
    syllables: int
    one_syllable: int
    three_or_more: int
    four_or_more: int
    over_six_letters: int

    @property
    def words_per_sentence(self) -> float:
        return self.words / self.sentences

    @property
    def syllables_per_word(self) -> float:
        return self.syllables / self.words


@dataclass(frozen=True, slots=True)
class Formula:
    """A published way to say how hard a text is. `unit` says what its number is, for people."""

    name: str
    source: str
    unit: str
    score: Callable[[Counts], float]
    higher_is_harder: bool


@dataclass(frozen=True, slots=True)
class Readability:
    """How hard a message is to read: the score of its language's formula, to one decimal."""

    score: float
    formula: Formula
    counts: Counts

    def is_harder_than(self, limit: float) -> bool:
        return self.score > limit if self.formula.higher_is_harder else self.score < limit


FORMULAS: Final[Mapping[str, Formula]] = {
    "en": Formula(
        "Flesch-Kincaid grade level",
        "Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75",
        "years of school that a reader needs",
        lambda c: 0.39 * c.words_per_sentence + 11.8 * c.syllables_per_word - 15.59,
        higher_is_harder=True,
    ),
    "de": Formula(
        "Erste Wiener Sachtextformel",
        "Bamberger and Vanecek 1984, Lesen - Verstehen - Lernen - Schreiben",
        "years of school that a reader needs",
        lambda c: (
            19.35 * c.three_or_more / c.words
            + 0.1672 * c.words_per_sentence
            + 12.97 * c.over_six_letters / c.words
            - 3.27 * c.one_syllable / c.words
            - 0.875
        ),
        higher_is_harder=True,
    ),
    "es": Formula(
        "Índice de perspicuidad",
        "Szigriszt Pazos 1993, Sistemas predictivos de legibilidad del mensaje escrito",
        "from 0, hard, to 100, easy",
        lambda c: 206.835 - 62.3 * c.syllables_per_word - c.words_per_sentence,
        higher_is_harder=False,
    ),
    "fr": Formula(
        "Flesch for French",
        "Kandel and Moles 1958, Application de l'indice de Flesch à la langue française",
        "from 0, hard, to 100, easy",
        lambda c: 207 - 1.015 * c.words_per_sentence - 73.6 * c.syllables_per_word,
        higher_is_harder=False,
    ),
    "pl": Formula(
        "FOG for Polish",
        "Gunning 1952, with words of four syllables or more as the hard ones, as is usual for Polish (Jasnopis, 2015)",
        "years of school that a reader needs",
        lambda c: 0.4 * (c.words_per_sentence + 100 * c.four_or_more / c.words),
        higher_is_harder=True,
    ),
    "ru": Formula(
        "Flesch for Russian",
        "Oborneva 2006",
        "from 0, hard, to 100, easy",
        lambda c: 206.835 - 1.3 * c.words_per_sentence - 60.1 * c.syllables_per_word,
        higher_is_harder=False,
    ),
    "zh": Formula(
        "Characters per sentence",
        "our own: no formula for Chinese is agreed on, and long sentences are what readers complain of",
        "Chinese characters in a sentence on average",
        lambda c: c.words_per_sentence,
        higher_is_harder=True,
    ),
}


class ReadabilityRule(RuleType):
    """One finding for a message that is harder than the policy allows; it marks the longest sentence, to begin with."""

    name = "readability"
    label = "Readability"

    def in_message(
        self, readings: Sequence[Reading], terms: Sequence[TermSpec], rules: Rules, facts: Mapping[str, str]
    ) -> Iterable[tuple[int, Hit]]:
        limit = rules.policy.hardest.get(language_of(rules.locale))
        measured = None if limit is None else measure(readings, rules.locale)
        if limit is None or measured is None or not measured.is_harder_than(limit):
            return
        longest = max(_sentences(readings, rules.locale), key=lambda one: len(one.words))
        formula = measured.formula
        message = (
            f"This message is harder to read than it may be: {measured.score:g}, and the limit is {limit:g} "
            f"({formula.name}: {formula.unit}). Use shorter sentences and shorter words; begin with this sentence, the "
            "longest."
        )
        rule = TermSpec("", "*", self.name, "readability", rules.policy.sentence_severity, id=self.name)
        yield longest.number, Hit(rule, longest.start, longest.end, message)

    def problem_with(self, term: TermSpec) -> str:
        return "How hard a message is to read is measured without rows in the term list; this row has no use"


def measure(readings: Sequence[Reading], locale: str) -> Readability | None:
    """How hard a message is to read, or None if it is too short or no formula is known for its language."""
    language = language_of(locale)
    formula = FORMULAS.get(language)
    found = [one for one in _sentences(readings, locale) if one.words] if formula else []
    words = [word for sentence in found for word in sentence.words]
    if formula is None or len(words) < LEAST_WORDS:
        return None
    lengths = [1 if language == "zh" else syllables(word, language) for word in words]
    counts = Counts(
        words=len(words),
        sentences=len(found),
        syllables=sum(lengths),
        one_syllable=lengths.count(1),
        three_or_more=sum(length >= 3 for length in lengths),
        four_or_more=sum(length >= 4 for length in lengths),
        over_six_letters=sum(len(word) > LONG_WORD for word in words),
    )
    return Readability(round(formula.score(counts), 1), formula, counts)


@dataclass(frozen=True, slots=True)
class _Sentence:
    number: int
    start: int
    end: int
    words: Sequence[str]


def _sentences(readings: Sequence[Reading], locale: str) -> Iterator[_Sentence]:
    """The sentences in the message's own language, with their words in small letters; no headings, nothing only spoken."""
    language = language_of(locale)
    for number, reading in enumerate(readings):
        if reading.role in (HEADING, SPOKEN) or language_of(reading.locale) != language:
            continue
        for start, end in sentences(reading.text, language):
            text = reading.text[start:end]
            if language == "zh":
                yield _Sentence(number, start, end, CHARACTER.findall(text))
            else:
                yield _Sentence(number, start, end, WORD.findall(_without_addresses(text).lower()))


def _without_addresses(text: str) -> str:
    if not ADDRESS.search(text):
        return text
    return " ".join([word for word in text.split() if not ADDRESS.search(word)])
