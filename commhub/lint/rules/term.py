"""The rule type term: words that customers do not understand, as they are written in the term list."""

from __future__ import annotations

from commhub.lint.folding import folded_words
from commhub.lint.rules.base import RuleType, TermSpec


class TermRule(RuleType):
    """Words of the trade. Capitals do not matter, unless the term is all capitals or the row says so."""

    name = "term"
    label = "Words"
    literal = True

    def problem_with(self, term: TermSpec) -> str:
        return words_problem(term)


def words_problem(term: TermSpec) -> str:
    """What is wrong with a row of words, for every rule type whose rows are words."""
    if not folded_words(term.text):
        return "The term has no words to look for"
    if not all(folded_words(phrase) for phrase in term.allowed_in):
        return "One of the phrases in which the term is fine is empty"
    return ""
