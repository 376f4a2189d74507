"""Trees of conditions: when they hold, and what whoever edits one is told."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.decide import conditions
from commhub.decide.rules import problems_with_channels, problems_with_conditions

FACTS = {
    "template": "renewal",
    "locale": "en-GB",
    "data": {"amount": "250.00", "items": [{"name": "Bicycle"}], "note": None},
    "customer": {"vip": True},
}
YES = {"field": "locale", "operator": "equals", "value": "en-GB"}
NO = {"field": "locale", "operator": "equals", "value": "fr"}


@pytest.mark.parametrize(
    ("tree", "outcome"),
    [
        ({}, True),
        (YES, True),
        (NO, False),
        ({"all": [YES, YES]}, True),
        ({"all": [YES, NO]}, False),
        ({"any": [NO, YES]}, True),
        ({"any": [NO, NO]}, False),
        ({"any": []}, False),
        ({"not": NO}, True),
        ({"not": {"any": [NO, {"all": [YES, {"not": YES}]}]}}, True),
        ({"field": "data.items.0.name", "operator": "equals", "value": "bicycle"}, True),
        ({"field": "data.items.1.name", "operator": "missing"}, True),
        ({"field": "data.note", "operator": "missing"}, True),
        ({"field": "data.amount.pounds", "operator": "missing"}, True),
        ({"not": {"field": "data.nowhere", "operator": "equals", "value": 1}}, True),
    ],
)
def test_when_a_tree_holds(tree: Any, outcome: bool) -> None:
    assert conditions.holds(tree, FACTS, {}) is outcome


def test_every_field_that_was_read_is_noted() -> None:
    looked_at: dict[str, Any] = {}
    conditions.holds({"any": [YES, {"field": "data.nowhere", "operator": "exists"}]}, FACTS, looked_at)
    assert looked_at == {"locale": "en-GB", "data.nowhere": None}


ALL_OPERATORS = (
    "at-least, at-most, begins-with, contains, equals, exists, is-none-of, is-one-of, less-than, missing, more-than, "
    "not-equals"
)


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        ({}, []),
        ({"all": [YES, {"not": NO}]}, []),
        ([], ["The conditions: expected an object in braces."]),
        ({"all": []}, ["all: expected a list with at least one condition."]),
        ({"any": YES}, ["any: expected a list with at least one condition."]),
        ({"all": [YES, {}]}, ["all, condition 2: this condition is empty."]),
        ({"not": "x"}, ["not, its condition: expected an object in braces."]),
        ({"all": [YES], "any": [NO]}, ["The conditions: 'all' must stand alone, but beside it there is 'any'."]),
        (
            {"any": [NO, {"not": {"field": "data.amount", "operator": "bigger", "value": 5}}]},
            [
                f"any, condition 2, not, its condition: there is no operator 'bigger'; the operators are {ALL_OPERATORS}."
            ],
        ),
        (
            {"field": "data.amount", "value": 5},
            [f"The conditions: the operator is missing; the operators are {ALL_OPERATORS}."],
        ),
        (
            {"all": [{"field": "data.amount", "operator": "more-than", "value": "lots"}]},
            [
                (
                    "all, condition 1: the operator 'more-than' needs a number such as \"100.00\", money with amount and "
                    'currency, a date such as "2026-01-31", or a point in time with its offset.'
                )
            ],
        ),
        (
            {"field": "date.amount", "operator": "exists"},
            [
                (
                    "The conditions: there is no field 'date.amount'; "
                    "a field begins with template, category, locale, brand, data or customer."
                )
            ],
        ),
        (
            {"field": "data..amount", "operator": "exists", "values": 1},
            [
                "The conditions: unknown 'values'; a condition has field, operator and value, or is all, any or not.",
                "The conditions: 'field' must be a path such as 'data.amount'.",
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tree: Any, told: list[str]) -> None:
    assert problems_with_conditions(tree) == told


def test_a_tree_without_end_is_refused_and_never_overflows() -> None:
    tree: Any = YES
    for _ in range(500):
        tree = {"not": tree}
    assert problems_with_conditions(tree)[0].endswith("this is nested more than 10 deep.")
    with pytest.raises(conditions.CannotTell):
        conditions.holds(tree, FACTS, {})
    assert conditions.operator_names(tree) == {"equals"}


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        (["print", "email"], []),
        ([], ["A rule needs a list with at least one channel. The channels are email, print."]),
        ("print", ["A rule needs a list with at least one channel. The channels are email, print."]),
        (["fax", "email"], ["There is no channel 'fax'. The channels are email, print."]),
        (["email", "email"], ["'email' is listed twice."]),
        ([["email"]], ["There is no channel '['email']'. The channels are email, print."]),
    ],
)
def test_a_rules_channels_are_checked_too(channels: Any, told: list[str]) -> None:
    assert problems_with_channels(channels, {"email": 1, "print": 2}) == told
