"""The operator missing: the field is not there, or is null."""

from __future__ import annotations

from commhub.contracts import JSON
from commhub.decide.operators.base import Missing, Operator


class IsMissing(Operator):
    name = "missing"
    label = "is missing"

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        return fact is None or isinstance(fact, Missing)

    def problem_with(self, value: JSON) -> str:
        if value in (None, "") or value is True:
            return ""
        return "the operator 'missing' takes no value; for the opposite, use 'exists'"
