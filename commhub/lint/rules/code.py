"""The rule type code: codes of our own systems, as they are written.

Capitals count, unless the row says otherwise, and so do letters, digits and underscores on either side: UW_PEND is
neither in uw_pend nor in UW_PEND_2.
"""

from __future__ import annotations

from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.rules.term import words_problem


class CodeRule(RuleType):
    """Rows of codes of our own systems, as they are written."""

    name = "code"
    label = "Internal codes"
    literal = True

    def problem_with(self, term: TermSpec) -> str:
        return words_problem(term)
