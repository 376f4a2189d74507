"""The operator contains: words within a text, or a value within a list."""

from __future__ import annotations

from commhub.contracts import JSON
from commhub.decide.comparing import folded, same
from commhub.decide.operators.base import Missing, Operator


class Contains(Operator):
    name = "contains"
    label = "contains"

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        if isinstance(fact, list):
            return any(same(item, value) for item in fact)
        return isinstance(fact, str) and isinstance(value, str) and folded(value) in folded(fact)

    def problem_with(self, value: JSON) -> str:
        if value is None or value == "" or isinstance(value, (list, dict)):
            return "the operator 'contains' needs the words, or the one value, to look for"
        return ""
