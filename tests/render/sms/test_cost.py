"""What a text message costs, by where it goes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from commhub.render.sms.cost import SAMPLE, BadPrices, Cost, PriceList, Prices, cost_of, read_prices

PRICES = Prices("test", "EUR", {"GB": Decimal("0.04"), "US": Decimal("0.01"), "PL": Decimal("0.03")}, Decimal("0.2"))


@pytest.mark.parametrize(
    ("number", "amount", "destination"),
    [
        ("+447700900123", "0.12", "GB"),  # a range that no table classifies: the code's main region
        ("+447400123456", "0.12", "GB"),
        ("+44 7400 123456", "0.12", "GB"),
        ("+447781123456", "0.6", ""),  # Guernsey shares the code and is not in this list
        ("+12125550123", "0.03", "US"),
        ("+18765550123", "0.6", ""),  # Jamaica
        ("+48512345678", "0.09", "PL"),
        ("+33612345678", "0.6", ""),
        ("+999123", "0.6", ""),
        ("0770", "0.6", ""),
        ("", "0.6", ""),
    ],
)
def test_three_parts(number: str, amount: str, destination: str) -> None:
    assert cost_of(3, number, PRICES) == Cost(Decimal(amount), "EUR", destination, "test")


def test_regions_of_one_code_and_one_price_are_not_told_apart() -> None:
    prices = read_prices(SAMPLE)
    assert cost_of(1, "+447781123456", prices) == Cost(Decimal("0.0400"), "GBP", "GB", prices.name)


def test_a_price_that_is_not_known_is_not_told() -> None:
    assert cost_of(1, "+33612345678", Prices("test", "EUR", {}, None)) is None


def test_the_list_that_comes_along_says_that_it_is_a_sample() -> None:
    prices = read_prices(SAMPLE)
    assert "sample" in prices.name
    assert (prices.currency, prices.by_region["GB"], prices.otherwise) == ("GBP", Decimal("0.0400"), Decimal("0.1000"))
    assert all(0 < price < 1 for price in prices.by_region.values())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('name = "x"\n', "has a name, a currency and a table of regions"),
        ("name = ", "cannot be read"),
        ('name="x"\ncurrency="GBP"\n[regions]\nUK = "0.1"', "'UK' is no region"),
        ('name="x"\ncurrency="GBP"\n[regions]\nGB = "cheap"', "the price of GB is not an amount in quotes"),
        ('name="x"\ncurrency="GBP"\n[regions]\nGB = 0.1', "the price of GB is not an amount in quotes"),
        ('name="x"\ncurrency="GBP"\notherwise="-1"\n[regions]\n', "the price of otherwise"),
        ('name="x"\ncurrency="GBP"\notherwise="NaN"\n[regions]\n', "the price of otherwise"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadPrices, match=problem):
        read_prices(path)


def test_another_list_takes_the_place_of_the_sample(tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text('name="ours 2026-02"\ncurrency="EUR"\n[regions]\nGB = "0.031"\n', "utf-8")
    prices = PriceList(SAMPLE)
    prices.use(path)
    assert prices.cost_of(2, "+447700900123") == Cost(Decimal("0.062"), "EUR", "GB", "ours 2026-02")
    assert prices.cost_of(2, "+33612345678") is None
    with pytest.raises(BadPrices, match="cannot be read"):
        prices.use(tmp_path / "missing.toml")
    assert prices.path == path
