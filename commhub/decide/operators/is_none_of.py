"""The operator is-none-of."""

from __future__ import annotations

from commhub.contracts import JSON
from commhub.decide.comparing import same
from commhub.decide.operators.base import Missing, Operator


class IsNoneOf(Operator):
    name = "is-none-of"
    label = "is none of"

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        if isinstance(fact, Missing) or not isinstance(value, list):
            return False
        return not any(same(fact, item) for item in value)

    def problem_with(self, value: JSON) -> str:
        if not isinstance(value, list) or not value:
            return 'the operator \'is-none-of\' needs a list with at least one value, such as ["GB", "IE"]'
        return ""
