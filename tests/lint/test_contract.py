"""What every registered rule type promises, whoever wrote it."""

from __future__ import annotations

import pytest

from commhub.contracts import Readable
from commhub.lint.rules import rule_types
from commhub.lint.selection import SEVERITIES
from tests.lint.rows import row

LONG = "Your UW_HOLD rider, NIGO " + "and so on " * 20 + ". 您的核保" + "保" * 90 + "。"
TEXTS = [
    "",
    "\n",
    "\n\n a \n",
    "rider",
    "ri\u00adder\nUW_HOLD",
    LONG,
    f"{LONG}\n{LONG}",
    "e\u0301\ud7ff\U0010ffff😀",
    "A" * 5_000,
]
LOCALES = ["en-GB", "zh-CN", "fr", "ar", ""]


@pytest.mark.parametrize("name", rule_types.names())
@pytest.mark.parametrize("locale", LOCALES)
def test_findings_stand_where_they_say_within_one_block_and_come_out_the_same_again(name: str, locale: str) -> None:
    rule_type = rule_types.get(name)
    rows = [row(text, "*", rule=name) for text in ("rider", "NIGO", "核保", "[A-Z]+_[A-Z]+")]
    terms = tuple(one for one in rows if not rule_type.problem_with(one))
    for text in TEXTS:
        readable = Readable("body", text)
        found = list(rule_type.check(readable, locale, terms))
        for finding in found:
            assert 0 <= finding.start < finding.end <= len(text)
            assert finding.surface == text[finding.start : finding.end]
            assert "\n" not in finding.surface
            assert (finding.rule, finding.part) == (name, "body")
            assert finding.severity in SEVERITIES
            assert finding.kind
            assert finding.message.endswith(".")
            assert (finding.field, finding.context) == ("", "")
        assert list(rule_type.check(readable, locale, terms)) == found


@pytest.mark.parametrize("name", rule_types.names())
def test_it_finds_something_in_some_text_and_nothing_in_an_empty_one(name: str) -> None:
    rule_type = rule_types.get(name)
    rows = [row(text, "*", rule=name) for text in ("rider", "NIGO")]
    terms = tuple(one for one in rows if not rule_type.problem_with(one))
    assert list(rule_type.check(Readable("body", LONG), "en", terms))
    assert list(rule_type.check(Readable("body", ""), "en", terms)) == []


@pytest.mark.parametrize("name", rule_types.names())
def test_it_judges_any_row_without_raising_and_without_a_full_stop(name: str) -> None:
    for text in ("rider", "", " ", "(", "核保", "\x00", "a" * 200):
        problem = rule_types.get(name).problem_with(row(text, rule=name))
        assert problem == problem.strip()
        assert problem == "" or not problem.endswith(".")
