"""The rule type term: words that customers do not understand, as they are written in the term list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commhub.contracts import Finding, Readable
from commhub.lint.folding import fold, folded_words
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.word_index import index_of
from commhub.lint.wording import finding_for


class TermRule(RuleType):
    """Capitals do not matter, unless the term is all capitals.

    Chinese matches as it is written in the list: a term in Simplified characters does not find Traditional ones yet.
    """

    name = "term"
    label = "Words"

    def check(self, readable: Readable, locale: str, terms: Sequence[TermSpec]) -> Iterable[Finding]:
        if not terms:
            return []
        text = fold(readable.text)
        hits = index_of(tuple(terms)).find(text)
        return [finding_for(term, readable, *text.span(start, end)) for start, end, term in hits]

    def problem_with(self, term: TermSpec) -> str:
        if not folded_words(term.text):
            return "The term has no words to look for"
        if not all(folded_words(phrase) for phrase in term.allowed_in):
            return "One of the phrases in which the term is fine is empty"
        return ""
