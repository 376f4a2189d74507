"""What is wrong with the variables that a template declares, by the place in their JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from commhub.contracts import JSON
from commhub.publish.references.problem import Problem
from templates_store.variable_problems import VariablesProblem, read_variables


def declaration_problems(variables: list[JSON]) -> Iterator[Problem]:
    """The problems of declared variables; lines and columns are those of the JSON as the desk shows it."""
    try:
        read_variables(json.dumps(variables, indent=2, ensure_ascii=False))
    except VariablesProblem as problem:
        for fault in problem.faults:
            yield Problem("declaration", "variables", "", fault.line, fault.column, fault.text, refuses=True)
