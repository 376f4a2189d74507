"""What is wrong with the variables that a template declares, by the place in their JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from commhub.contracts import JSON
from commhub.publish.references.problem import Problem
from templates_store.variable_problems import VariablesProblem, read_variables

_PLACED = re.compile(r"Line (?P<line>\d+)(, column (?P<column>\d+))?: (?P<text>.*)", re.DOTALL)


def declaration_problems(variables: list[JSON]) -> Iterator[Problem]:
    """The problems of declared variables; lines and columns are those of the JSON as the desk shows it."""
    try:
        read_variables(json.dumps(variables, indent=2, ensure_ascii=False))
    except VariablesProblem as problem:
        for sentence in problem.problems:
            placed = _PLACED.fullmatch(sentence)
            line, column, text = 0, 0, sentence
            if placed:
                line, column, text = int(placed["line"]), int(placed["column"] or 1), placed["text"]
            yield Problem("declaration", "variables", "", line, column, text, refuses=True)
