"""The operator exists: the field is there, whatever it says."""

from __future__ import annotations

from commhub.contracts import JSON
from commhub.decide.operators.base import Missing, Operator


class Exists(Operator):
    name = "exists"
    label = "is given"

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        return fact is not None and not isinstance(fact, Missing)

    def problem_with(self, value: JSON) -> str:
        if value in (None, "") or value is True:
            return ""
        return "the operator 'exists' takes no value; for the opposite, use 'missing'"
