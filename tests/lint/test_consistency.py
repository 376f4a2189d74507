"""The rule type consistency: one name for one thing throughout a message."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec
from tests.lint.rows import findings, found, row


def names(*variants: str, prefer: str = "", locale: str = "en", **known: Any) -> TermSpec:
    settings = {"variants": list(variants), **({"prefer": prefer} if prefer else {})}
    kind = {"rule": "consistency", "kind": "consistency", "severity": "warning", "id": "own-part"}
    return row("what you pay yourself", locale, settings=json.dumps(settings), **{**kind, **known})


KEEP = names("deductible", "self-insured retention", prefer="excess")
TOO_FEW = "The settings name fewer than two ways to call the thing: list them under 'variants'"
FIRST = names("excess", "deductible", "self-insured retention")


def test_another_name_than_the_preferred_is_found() -> None:
    listed = findings("Your excess: the Deductible. Deductibles are self-insured  retentions.", KEEP)
    assert [(one.surface, one.suggestion, one.severity) for one in listed] == [
        ("Deductible", "excess", "warning"),
        ("Deductibles", "excess", "warning"),
        ("self-insured  retentions", "excess", "warning"),
    ]
    assert listed[0].message == (
        "'Deductible' is called 'excess' everywhere else; use that one name, or people look for a difference."
    )


def test_without_a_preferred_name_the_first_one_is_kept() -> None:
    listed = findings("Your deductible is 5.\nThe excess, the deductible", FIRST)
    assert [(one.surface, one.suggestion, one.rule) for one in listed] == [("excess", "deductible", "own-part")]
    assert listed[0].message == (
        "'excess' is a second name for what this message first calls 'deductible'; use one name throughout, or people look "
        "for a difference."
    )
    assert found("Your deductible, the deductible and Deductibles", FIRST) == []


def test_whole_words_only_and_folded() -> None:
    assert found("excessive, nondeductible, EXCESS", FIRST) == []
    assert found("excess, de\u00adductible, ｄｅｄｕｃｔｉｂｌｅ", FIRST) == [
        "de\u00adductible",
        "ｄｅｄｕｃｔｉｂｌｅ",
    ]


def test_chinese_in_either_script() -> None:
    rows = names("自负额", "免赔额", locale="zh")
    assert found("您的自負額為100元。免賠額不變。", rows, locale="zh-TW") == ["免賠額"]
    assert found("自负额，自负额", rows, locale="zh-CN") == []


def test_two_things_do_not_mix() -> None:
    car = names("car", "vehicle", id="car")
    assert found("Your car, the excess, the vehicle, the deductible", FIRST, car) == ["vehicle", "deductible"]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"variants": ["a", "b"]}, ""),
        ({"variants": ["a"], "prefer": "b"}, ""),
        ({}, TOO_FEW),
        ({"variants": ["a"], "prefer": "a"}, TOO_FEW),
        ({"variants": ["a", "A "]}, "The settings list one name twice"),
        ({"variants": ["a", " "]}, "'variants' in the settings is not a list of texts"),
        ({"variants": "ab"}, "'variants' in the settings is not a list of texts"),
        ({"prefer": 5}, "'prefer' in the settings is not a text"),
        ({"variant": []}, "The settings have 'variant', which means nothing here; they can have 'prefer', 'variants'"),
        ([], "The settings are not a JSON object"),
        ({"variants": [str(number) for number in range(51)]}, "The settings list more than 50 names"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row(settings: Any, problem: str) -> None:
    term = row("x", rule="consistency", settings=json.dumps(settings))
    assert rule_types.get("consistency").problem_with(term) == problem


def test_settings_that_are_no_json() -> None:
    assert rule_types.get("consistency").problem_with(row("x", rule="consistency", settings="{")) == (
        "The settings are not JSON"
    )
