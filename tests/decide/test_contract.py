"""What every registered operator promises, whoever wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commhub.decide.operators import operators
from commhub.decide.operators.base import MISSING

VALUES: list[Any] = [
    None, True, 0, -1.5, "", "x", "100.00", "2026-01-31", "2026-13-99", "９", "NaN", "1e999", float("inf"), 10**400,
    [], ["x", 1], [[]], {}, {"amount": "1", "currency": "GBP"}, {"amount": {}, "currency": None}, {"a": [None]},
]  # fmt: skip


@pytest.mark.parametrize("name", operators.names())
def test_it_answers_true_or_false_whatever_it_is_given_and_changes_nothing(name: str) -> None:
    operator = operators.get(name)
    for fact in [*VALUES, MISSING]:
        for value in VALUES:
            before = json.dumps([repr(fact), repr(value)])
            answers = {operator.holds(fact, value) for _ in range(2)}
            assert len(answers) == 1
            assert answers <= {True, False}
            assert json.dumps([repr(fact), repr(value)]) == before


@pytest.mark.parametrize("name", operators.names())
def test_a_missing_fact_holds_for_nothing_but_missing(name: str) -> None:
    outcomes = {operators.get(name).holds(MISSING, value) for value in VALUES}
    assert outcomes == {name == "missing"}


@pytest.mark.parametrize("name", operators.names())
def test_it_refuses_some_value_as_a_clause_that_names_it_and_accepts_another(name: str) -> None:
    operator = operators.get(name)
    problems = {operator.problem_with(value) for value in VALUES}
    assert "" in problems
    spoken = problems - {""}
    assert spoken
    assert all(one.startswith(f"the operator '{name}' ") and not one.endswith(".") for one in spoken)


@pytest.mark.parametrize("name", operators.names())
def test_its_label_reads_inside_a_sentence(name: str) -> None:
    label = operators.get(name).label
    assert label == label.strip()
    assert label[0].islower()
    assert not label.endswith(".")
