"""The rule type pattern: an RE2 expression, for codes that no list of words can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2

from commhub.lint.folding import Folded, folded_words
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.scripts import LATIN
from commhub.lint.selection import language_of

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

BLOCK = re.compile(r"[^\n]+")
NOT_LATIN = re.compile(rf"[^\W{LATIN}]")


class PatternRule(RuleType):
    """Capitals matter, unless the expression begins with (?i). A match never spans two blocks."""

    name = "pattern"
    label = "Pattern (RE2)"

    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        text = reading.folded
        for term in terms:
            latin_only = language_of(term.locale) == "en" and language_of(reading.locale) != "en"
            allowed = [span for phrase in term.allowed_in for span in text.occurrences(folded_words(phrase).casefold())]
            for start, end in _matches(text, _compiled(term.text)):
                if latin_only and NOT_LATIN.search(text.exact, start, end):
                    continue
                if not any(left <= start and end <= right for left, right in allowed):
                    yield Hit(term, *text.span(start, end))

    def problem_with(self, term: TermSpec) -> str:
        try:
            pattern = _compiled(term.text)
        except re2.error as error:
            return f"RE2 does not understand the pattern: {_words_of(error)}"
        if pattern.search("") is not None:
            return "The pattern also matches where there is nothing, so it would find something everywhere"
        return ""


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    options = re2.Options()
    options.log_errors = False  # whoever edits the row is told; the log of the server is no place for it
    return re2.compile(expression, options)


def _words_of(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _matches(text: Folded, pattern: Any) -> Iterator[tuple[int, int]]:
    for block in BLOCK.finditer(text.exact):
        for match in pattern.finditer(block.group()):
            if match.end() > match.start():
                yield block.start() + match.start(), block.start() + match.end()
