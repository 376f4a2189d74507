"""What each operator holds to be true."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.decide.operators import operators
from commhub.decide.operators.base import MISSING

GBP = {"amount": "100.00", "currency": "GBP"}
EUR = {"amount": "100.00", "currency": "EUR"}

TRUTHS: list[tuple[str, Any, Any, bool]] = [
    ("equals", "GB", "gb", True),
    ("equals", "Zoë", "Zoe\u0308", True),
    ("equals", "GB", "IE", False),
    ("equals", "100", "100.00", True),
    ("equals", 100, "100.0", True),
    ("equals", 0.1, "0.1", True),
    ("equals", "007", "7", False),
    ("equals", True, True, True),
    ("equals", True, 1, False),
    ("equals", 1, True, False),
    ("equals", GBP, {"amount": "100", "currency": "GBP"}, True),
    ("equals", GBP, EUR, False),
    ("equals", GBP, "100", True),
    ("equals", ["a", 1], ["A", "1"], True),
    ("equals", ["a"], ["a", "b"], False),
    ("equals", {"a": "x"}, {"a": "X"}, True),
    ("equals", {"a": "x"}, {"b": "x"}, False),
    ("equals", "2026-11-21", "2026-11-21T23:00:00Z", True),
    ("equals", MISSING, "x", False),
    ("not-equals", "GB", "IE", True),
    ("not-equals", "GB", "gb", False),
    ("not-equals", 5, "x", True),
    ("not-equals", MISSING, "x", False),
    ("is-one-of", "gb", ["IE", "GB"], True),
    ("is-one-of", "FR", ["IE", "GB"], False),
    ("is-one-of", "GB", "GB", False),
    ("is-one-of", MISSING, ["GB"], False),
    ("is-none-of", "FR", ["IE", "GB"], True),
    ("is-none-of", "gb", ["IE", "GB"], False),
    ("is-none-of", MISSING, ["GB"], False),
    ("contains", "Final Notice of cancellation", "final notice", True),
    ("contains", "Notice", "final", False),
    ("contains", ["home", "motor"], "Motor", True),
    ("contains", ["home"], "hom", False),
    ("contains", 120, "2", False),
    ("contains", MISSING, "x", False),
    ("begins-with", "HOME-123", "home-", True),
    ("begins-with", "123-HOME", "home", False),
    ("begins-with", 123, "1", False),
    ("begins-with", MISSING, "x", False),
    ("more-than", "100.01", "100", True),
    ("more-than", "9", "10", False),
    ("more-than", "100", "100.00", False),
    ("more-than", {"amount": "100.01", "currency": "GBP"}, GBP, True),
    ("more-than", {"amount": "500", "currency": "GBP"}, EUR, False),
    ("more-than", GBP, 99, True),
    ("more-than", "2026-02-01", "2026-01-31", True),
    ("more-than", "2026-02-30", "2026-01-31", False),
    ("more-than", "2026-11-21T10:00:00+01:00", "2026-11-21T09:30:00Z", False),
    ("more-than", "2026-11-21T10:00:00+00:00", "2026-11-21T10:30:00+01:00", True),
    ("more-than", "2026-11-22T00:10:00Z", "2026-11-21", True),
    ("more-than", "many", "100", False),
    ("more-than", True, 0, False),
    ("more-than", MISSING, "100", False),
    ("at-least", "100", "100.00", True),
    ("at-least", "99.99", "100", False),
    ("at-least", MISSING, "100", False),
    ("less-than", "99.99", "100", True),
    ("less-than", "-5", "0", True),
    ("less-than", "100", "100", False),
    ("less-than", MISSING, "100", False),
    ("less-than", None, "100", False),
    ("at-most", "100.0", "100", True),
    ("at-most", "100.01", "100", False),
    ("at-most", "100", "a lot", False),
    ("exists", "", None, True),
    ("exists", False, None, True),
    ("exists", None, None, False),
    ("exists", MISSING, None, False),
    ("missing", MISSING, None, True),
    ("missing", None, None, True),
    ("missing", 0, None, False),
]


@pytest.mark.parametrize(("name", "fact", "value", "truth"), TRUTHS)
def test_truth(name: str, fact: Any, value: Any, truth: bool) -> None:
    assert operators.get(name).holds(fact, value) is truth


def test_every_operator_is_in_the_table_with_both_outcomes() -> None:
    shown = {(name, truth) for name, _, _, truth in TRUTHS}
    assert shown == {(name, truth) for name in operators.names() for truth in (True, False)}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("equals", None, "the operator 'equals' needs a value"),
        ("not-equals", None, "the operator 'not-equals' needs a value"),
        ("is-one-of", [], 'the operator \'is-one-of\' needs a list with at least one value, such as ["GB", "IE"]'),
        ("is-none-of", "GB", 'the operator \'is-none-of\' needs a list with at least one value, such as ["GB", "IE"]'),
        ("contains", "", "the operator 'contains' needs the words, or the one value, to look for"),
        ("begins-with", 5, "the operator 'begins-with' needs the text that the field begins with"),
        (
            "more-than",
            "lots",
            (
                "the operator 'more-than' needs a number such as \"100.00\", money with amount and currency, "
                'a date such as "2026-01-31", or a point in time with its offset'
            ),
        ),
        ("exists", False, "the operator 'exists' takes no value; for the opposite, use 'missing'"),
        ("missing", "x", "the operator 'missing' takes no value; for the opposite, use 'exists'"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(name: str, value: Any, words: str) -> None:
    assert operators.get(name).problem_with(value) == words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("equals", False),
        ("is-one-of", ["GB"]),
        ("contains", 5),
        ("begins-with", "A"),
        ("at-most", "100.00"),
        ("at-least", GBP),
        ("less-than", "2026-01-31"),
        ("more-than", "2026-01-31T10:00:00Z"),
        ("exists", None),
        ("missing", True),
    ],
)
def test_a_value_that_fits_is_accepted(name: str, value: Any) -> None:
    assert operators.get(name).problem_with(value) == ""
