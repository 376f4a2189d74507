"""The operator not-equals."""

from __future__ import annotations

from commhub.contracts import JSON
from commhub.decide.comparing import same
from commhub.decide.operators.base import Missing, Operator


class NotEquals(Operator):
    name = "not-equals"
    label = "is not"

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        return not isinstance(fact, Missing) and not same(fact, value)

    def problem_with(self, value: JSON) -> str:
        return "the operator 'not-equals' needs a value" if value is None else ""
