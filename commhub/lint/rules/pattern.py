"""The rule type pattern: an RE2 expression, for codes that no list of words can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import re2

from commhub.lint.folding import folded_words
from commhub.lint.matching.boundaries import stands_alone
from commhub.lint.matching.patterns import compiled
from commhub.lint.matching.stretches import Stretches
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.scripts import LATIN
from commhub.lint.selection import language_of

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

NOT_LATIN = re.compile(rf"[^\W{LATIN}]")


class PatternRule(RuleType):
    """Capitals matter, unless the expression begins with (?i). A match never spans two blocks, and ends where words do."""

    name = "pattern"
    label = "Pattern (RE2)"

    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        text = reading.folded
        for number in rules.patterns.matching(text.exact):
            term = terms[number]
            latin_only = language_of(term.locale) == "en" and language_of(reading.locale) != "en"
            phrases = [folded_words(phrase).casefold() for phrase in term.allowed_in]
            allowed = Stretches(span for phrase in phrases for span in text.occurrences(phrase))
            for start, end in _matches(text.exact, compiled(term.text)):
                if latin_only and NOT_LATIN.search(text.exact, start, end):
                    continue
                if stands_alone(text.exact, start, end) and not allowed.holds(start, end):
                    yield Hit(term, *text.span(start, end))

    def problem_with(self, term: TermSpec) -> str:
        try:
            pattern = compiled(term.text)
        except UnicodeEncodeError:
            return "The pattern holds half a character (a lone surrogate), which no text has"
        except re2.error as error:
            return f"RE2 does not understand the pattern: {_words_of(error)}"
        if pattern.search("") is not None:
            return "The pattern also matches where there is nothing, so it would find something everywhere"
        return ""


def _words_of(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _matches(text: str, pattern: Any) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        if match.end() > match.start():
            yield match.span()
