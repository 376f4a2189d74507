"""The operator equals."""

from __future__ import annotations

from commhub.contracts import JSON
from commhub.decide.comparing import same
from commhub.decide.operators.base import Missing, Operator


class Equals(Operator):
    name = "equals"
    label = "is"

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        return not isinstance(fact, Missing) and same(fact, value)

    def problem_with(self, value: JSON) -> str:
        return "the operator 'equals' needs a value" if value is None else ""
