"""The rule type acronym: abbreviations that customers do not know."""

from __future__ import annotations

from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.rules.term import words_problem


class AcronymRule(RuleType):
    """Rows of abbreviations that customers do not know."""

    name = "acronym"
    label = "Acronyms"
    literal = True

    def problem_with(self, term: TermSpec) -> str:
        return words_problem(term)
