"""The rule type sensitive: wording that hurts or labels people, as each organisation and condition wants it."""

from __future__ import annotations

from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.rules.term import words_problem


class SensitiveRule(RuleType):
    """Rows of wording that puts a condition before the person, or that people of a group asked not to be called."""

    name = "sensitive"
    label = "Sensitive wording"
    literal = True

    def problem_with(self, term: TermSpec) -> str:
        return words_problem(term)
