"""Data that fits a template's variables, and moments at the ends of the calendar, which fit no other time zone."""

from __future__ import annotations

import pytest

from commhub.contracts import VariableSpec
from templates_store.validation import data_problems

PREMIUM = [VariableSpec("premium", "money")]
WHEN = [VariableSpec("seen", "datetime")]


@pytest.mark.parametrize("moment", ["2026-03-09T23:30:00+00:00", "2026-03-09T23:30:00Z", "0001-02-01T00:00:00+14:00"])
def test_a_moment_with_its_offset_fits(moment: str) -> None:
    assert data_problems({"seen": moment}, WHEN) == []


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-09T23:30:00", "today", "2026-13-01T0Z"],
)
def test_a_moment_that_is_none_or_cannot_be_told_elsewhere_is_refused(moment: str) -> None:
    assert data_problems({"seen": moment}, WHEN) == [("/seen", "should be a time such as 2026-01-31T14:30:00+00:00")]


@pytest.mark.parametrize(
    ("money", "pointers"),
    [
        ({"amount": "12.30", "currency": "GBP"}, []),
        ({"amount": "12.30\n", "currency": "GBP"}, ["/premium/amount"]),
        ({"amount": "12.30", "currency": "GBP\n"}, ["/premium/currency"]),
        ({"amount": "1e5", "currency": "gbp"}, ["/premium/amount", "/premium/currency"]),
    ],
)
def test_an_amount_is_digits_and_a_currency_three_capitals(money: dict[str, str], pointers: list[str]) -> None:
    assert [pointer for pointer, _ in data_problems({"premium": money}, PREMIUM)] == pointers
