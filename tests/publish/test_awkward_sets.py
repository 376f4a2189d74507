"""The awkward sets that are made from variables: valid for every type, few, and with all that was promised in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import JSON, VariableSpec
from commhub.publish.test_sets.awkward import awkward_sets, usual
from commhub.publish.test_sets.awkward_words import LONG_NAMES, ONE_WORD, SEVEN_LINES
from commhub.publish.test_sets.sets import DataSet
from commhub.render.letters.windows import windows
from templates_store.validation import data_problems
from templates_store.variables import HOLDS, TYPES

LOCALES = ("en", "en-GB", "de", "zh-Hans", "zh-Hant-HK", "ar", "he", "ja", "ko", "cy")
SAMPLES: dict[str, JSON] = {
    "string": "HM-204711",
    "integer": 3,
    "decimal": "2.5",
    "date": "2026-03-31",
    "datetime": "2026-03-31T09:00:00Z",
    "boolean": False,
    "money": {"amount": "12.30", "currency": "EUR"},
}


@st.composite
def variables(draw: st.DrawFn, depth: int = 0) -> tuple[VariableSpec, ...]:
    names = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=5 if depth else 8))
    return tuple(draw(variable(name, depth)) for name in names)


@st.composite
def variable(draw: st.DrawFn, name: str, depth: int) -> VariableSpec:
    kind = draw(st.sampled_from([one for one in TYPES if depth < 2 or one not in {"list", "object"}]))
    inner = draw(variables(depth + 1)) if kind in {"list", "object"} else ()
    if kind == "object" and not inner:
        kind = "string"
    choices = ("one", "two", "three") if kind == "enum" else ()
    sample = draw(st.sampled_from([None, SAMPLES.get(kind, "one" if kind == "enum" else None)]))
    holds = draw(st.sampled_from(HOLDS)) if kind == "string" else ""
    return VariableSpec(name, kind, draw(st.booleans()), sample, "", choices, inner, holds)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(declared=variables(), locale=st.sampled_from(LOCALES))
def test_every_set_is_valid_data_whatever_the_variables(declared: tuple[VariableSpec, ...], locale: str) -> None:
    sets = awkward_sets(declared, locale)
    assert {one.name: data_problems(one.data, declared) for one in sets} == {one.name: [] for one in sets}
    assert len({one.name for one in sets}) == len(sets)
    assert data_problems(usual(declared, locale), declared) == []


@settings(max_examples=50, derandomize=True, deadline=None)
@given(declared=variables())
def test_each_choice_and_both_truth_values_are_in_some_set(declared: tuple[VariableSpec, ...]) -> None:
    sets = awkward_sets(declared, "en")
    for one in declared:
        seen = [found.data[one.name] for found in sets if one.name in found.data]
        if one.type == "enum":
            assert set(seen) == set(one.choices)
        if one.type == "boolean":
            assert set(seen) == {True, False}


def policy() -> tuple[VariableSpec, ...]:
    row = (VariableSpec("what", "string", sample="Photos"), VariableSpec("by", "date", sample="2026-01-29"))
    return (
        VariableSpec("customer", "string", holds="person-name", sample="Maria Jones"),
        VariableSpec("number", "string", sample="HM-204711"),
        VariableSpec("why", "string", sample="You asked for it."),
        VariableSpec("where", "string", holds="address", sample="1 High Street"),
        VariableSpec("link", "string", sample="https://example.com/a"),
        VariableSpec("premium", "money", sample={"amount": "12.30", "currency": "EUR"}),
        VariableSpec("share", "decimal", sample="2.5"),
        VariableSpec("count", "integer", sample=3),
        VariableSpec("due", "date", sample="2026-03-31"),
        VariableSpec("at", "datetime", sample="2026-03-31T09:00:00Z"),
        VariableSpec("renewal", "boolean", sample=False),
        VariableSpec("papers", "list", fields=row, sample=[{"what": "Photos", "by": "2026-01-29"}]),
        VariableSpec("note", "string", required=False, sample="Thank you."),
    )


def values(sets: list[DataSet], name: str) -> list[Any]:
    return [one.data.get(name) for one in sets]


@pytest.fixture(scope="module")
def sets() -> list[DataSet]:
    return awkward_sets(policy(), "en-GB")


def test_amounts_are_huge_negative_and_zero_in_their_own_currency(sets: list[DataSet]) -> None:
    amounts = [one["amount"] for one in values(sets, "premium")]
    assert {"9876543210.99", "-1234.56", "0.00"} <= set(amounts)
    assert {one["currency"] for one in values(sets, "premium")} == {"EUR"}
    assert {"123456789012.345", "-1234.5", "0"} <= set(values(sets, "share"))
    assert {2_147_483_647, -1, 0} <= set(values(sets, "count"))


def test_lists_have_1_15_and_200_rows(sets: list[DataSet]) -> None:
    assert {1, 15, 200} <= {len(one) for one in values(sets, "papers")}


def test_days_are_far_and_odd(sets: list[DataSet]) -> None:
    assert {"2028-02-29", "2100-12-31"} <= set(values(sets, "due"))
    assert "2100-12-31T23:59:59+00:00" in values(sets, "at")


def test_what_is_optional_is_left_out_and_is_there_and_empty(sets: list[DataSet]) -> None:
    assert {None, "", "Thank you. " + values(sets, "note")[0].removeprefix("Thank you. ")} <= set(values(sets, "note"))
    assert any("note" not in one.data for one in sets)


def test_names_are_long_and_cannot_be_broken_and_run_from_right_to_left(sets: list[DataSet]) -> None:
    names = {str(one.recipient.get("name", "")) for one in sets}
    assert {LONG_NAMES[""], ONE_WORD[""]} <= names
    assert {LONG_NAMES[""], ONE_WORD[""]} <= set(values(sets, "customer"))
    assert any("\u0590" <= name[0] <= "\u07ff" for name in names if name)
    assert any("\U0001f469" in name for name in names)
    assert set(values(sets, "link")) == {"https://example.com/a"}


def test_the_address_has_seven_lines_below_the_name(sets: list[DataSet]) -> None:
    (one, *_) = [one.recipient["address"] for one in sets if one.recipient.get("address") == SEVEN_LINES]
    assert len(one["lines"]) + bool(one["postcode"]) == 7
    assert windows()  # the profiles that it has to fit


def test_names_are_long_in_every_script() -> None:
    assert all(len(name) >= 60 for name in LONG_NAMES.values())
    assert all(len(name) >= 50 and " " not in name for name in ONE_WORD.values())
    assert awkward_sets((), "zh-Hans")[0].recipient["name"] == LONG_NAMES["zh"]


def test_the_names_of_sets_say_what_is_in_them(sets: list[DataSet]) -> None:
    assert [one.name for one in sets] == [
        "Longest name, a seven-line address, long texts, huge amounts, 29 February and 15 rows",
        "A name that cannot be broken, negative amounts, the year 2100 and 1 row",
        "A seven-line address in large print, zero amounts and nothing in what may be empty",
        "A long line of the address in large print and nothing that may be left out",
        "Text from right to left",
        "Emoji and large print",
        "200 rows",
    ]


def test_without_variables_the_recipient_is_awkward_alone() -> None:
    sets = awkward_sets((), "en")
    assert [one.data for one in sets] == [{}] * len(sets)
    assert all(one.recipient for one in sets)


def nested() -> Iterator[VariableSpec]:
    inner = VariableSpec("rows", "list", fields=(VariableSpec("x", "integer"),))
    yield VariableSpec("groups", "list", fields=(inner, VariableSpec("kind", "enum", choices=("a", "b", "c"))))


def test_lists_within_lists_stay_short_and_their_choices_go_round() -> None:
    (largest,) = [one for one in awkward_sets(tuple(nested()), "en") if len(one.data.get("groups", ())) == 200]
    assert {len(group["rows"]) for group in largest.data["groups"]} == {2}
    assert {group["kind"] for group in largest.data["groups"]} == {"a", "b", "c"}
