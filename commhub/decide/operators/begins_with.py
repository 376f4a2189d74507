"""The operator begins-with."""

from __future__ import annotations

from commhub.contracts import JSON
from commhub.decide.comparing import folded
from commhub.decide.operators.base import Missing, Operator


class BeginsWith(Operator):
    name = "begins-with"
    label = "begins with"

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        return isinstance(fact, str) and isinstance(value, str) and folded(fact).startswith(folded(value))

    def problem_with(self, value: JSON) -> str:
        if not isinstance(value, str) or not value:
            return "the operator 'begins-with' needs the text that the field begins with"
        return ""
