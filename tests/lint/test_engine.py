"""The engine: which rows count, what is left out, where a word came from, and what happens when it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from commhub.contracts import DataSpan, Finding, Readable
from commhub.lint.engine import LintUnavailable, check, stops
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.selection import applies, problems_with_term
from tests.lint.rows import code, findings, found, row

INTERNAL = code(r"\b[A-Z]{2,}_[A-Z_]+\b")


@pytest.mark.parametrize(
    ("term", "holds_for", "not_for"),
    [
        ("*", "en-GB zh-CN fr ar", ""),
        ("en", "en EN-us en_GB zh-CN ja ko ar-EG he", "fr es de pl ru english"),
        ("en-GB", "en-GB en_gb", "en en-US zh-CN"),
        ("zh", "zh zh-CN zh-HK zh-Hant-TW", "en ja"),
        ("zh-Hant", "zh-TW zh-HK zh-MO zh-Hant zh-Hant-HK", "zh zh-CN zh-SG zh-Hans"),
        ("zh-Hans", "zh zh-CN zh-SG zh-Hans-CN", "zh-TW zh-HK"),
        ("zh-HK", "zh-HK zh-Hant-HK", "zh-TW zh zh-CN"),
        ("fr", "fr fr-CA", "en zh"),
    ],
)
def test_which_locales_a_row_holds_for(term: str, holds_for: str, not_for: str) -> None:
    assert [locale for locale in holds_for.split() if not applies(term, locale)] == []
    assert [locale for locale in not_for.split() if applies(term, locale)] == []


def test_only_rows_of_the_messages_language_are_used() -> None:
    terms = [row("rider", "en"), row("cavalier", "fr"), row("核保", "zh"), row("NIGO", "*")]
    text = "rider cavalier 核保 NIGO"
    assert found(text, *terms, locale="en-GB") == ["rider", "NIGO"]
    assert found(text, *terms, locale="fr-FR") == ["cavalier", "NIGO"]
    assert found(text, *terms, locale="zh-CN") == ["rider", "核保", "NIGO"]


def test_findings_come_in_order_of_part_and_place_with_all_rule_types() -> None:
    readables = [Readable("subject", "UW_HOLD rider"), Readable("body", "a rider\nUW_HOLD")]
    listed = check(readables, "en", [INTERNAL, row("rider")])
    assert [(one.part, one.start, one.end, one.rule) for one in listed] == [
        ("body", 2, 7, "term"),
        ("body", 8, 15, "pattern"),
        ("subject", 0, 7, "pattern"),
        ("subject", 8, 13, "term"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("see https://example.com/rider?x=UW_HOLD or www.rider.co.uk/rider", []),
        ("请看https://example.com/rider，rider", ["rider"]),
        ("write to rider@rider.example.org, rider", ["rider"]),
        ("open rider.pdf or UW_HOLD.docx", []),
        ("at rider.com", []),
        ("your rider.Please call", ["rider"]),
    ],
)
def test_addresses_and_file_names_are_no_words(text: str, words: list[str]) -> None:
    assert found(text, row("rider"), INTERNAL, locale="zh-CN") == words


def test_what_protected_data_brought_is_left_out() -> None:
    text = "Dear Mr Rider, your rider of Rider & Co"
    name, firm = DataSpan(8, 13, "/name", "person-name"), DataSpan(29, 39, "/firm", "company-name")
    free = DataSpan(20, 25, "/note")
    assert found(text, row("rider"), spans=(name, firm, free)) == ["rider"]


def test_a_finding_names_the_field_that_brought_it_in() -> None:
    text = "Note: UW_HOLD rider, UW_HOLD"
    spans = (DataSpan(6, 19, "/note"), DataSpan(21, 28, "/items/0/code"))
    assert [(one.surface, one.field) for one in findings(text, INTERNAL, row("rider"), spans=spans)] == [
        ("UW_HOLD", "/note"),
        ("rider", "/note"),
        ("UW_HOLD", "/items/0/code"),
    ]


def test_a_word_of_the_template_around_a_value_is_the_templates() -> None:
    long = " ".join(["word"] * 31)
    (finding,) = findings(f"Maria {long}", spans=(DataSpan(0, 5, "/name"),))
    assert finding.field == ""


def test_without_spans_the_field_is_looked_for_in_the_data() -> None:
    data: dict[str, Any] = {"data": {"n": 5, "a/b": {"~c": ["fine", "is UW\u00ad_HOLD now"]}, "z": "UW_HOLD"}}
    assert [one.field for one in findings("UW_HOLD", INTERNAL, data=data)] == ["/data/a~1b/~0c/1"]
    assert [one.field for one in findings("UW_HOLD", INTERNAL, data={"a": "UW_HOLDS"[:6]})] == [""]
    assert [one.field for one in findings("UW_HOLD", INTERNAL)] == [""]


def test_a_value_that_is_known_to_stand_elsewhere_is_not_blamed_for_the_templates_words() -> None:
    listed = findings("UW_HOLD: UW_HOLD", INTERNAL, spans=(DataSpan(9, 16, "/code"),), data={"code": "UW_HOLD"})
    assert [(one.start, one.field) for one in listed] == [(0, ""), (9, "/code")]


def test_context_quotes_the_block_around_the_words() -> None:
    text = "First block\n" + "a" * 50 + " the  rider " + "b" * 50 + "\nLast block"
    (finding,) = findings(text, row("rider"))
    assert finding.context == "…" + "a" * 34 + " the rider " + "b" * 39 + "…"
    assert [one.context for one in findings("x\na rider here\ny", row("rider"))] == ["a rider here"]


def test_context_shortens_a_long_quotation() -> None:
    (finding,) = findings(" ".join(["word"] * 60))
    assert finding.context == " ".join(["word"] * 8) + " … " + " ".join(["word"] * 8)


@pytest.mark.parametrize(
    ("severities", "outcome"), [((), False), (("warning", "advice"), False), (("advice", "error"), True)]
)
def test_only_an_error_stops(severities: tuple[str, ...], outcome: bool) -> None:
    listed = findings("a b c", *(row(word, severity=level) for word, level in zip("abc", severities, strict=False)))
    assert len(listed) == len(severities)
    assert stops(listed) is outcome


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (
            row("x", rule="astrology"),
            (
                "The term 'x' (en) cannot be checked. There is no rule type 'astrology'; "
                "the rule types are pattern, sentence-length, term."
            ),
        ),
        (
            code("(", "fr"),
            "The term '(' (fr) cannot be checked. RE2 does not understand the pattern: missing ): (.",
        ),
        (
            row("x", severity="eror"),
            "The term 'x' (en) cannot be checked. The severity is error, warning or advice, not 'eror'.",
        ),
    ],
)
def test_a_row_that_cannot_be_read_means_that_nothing_is_checked(broken: TermSpec, words: str) -> None:
    with pytest.raises(LintUnavailable) as caught:
        check([Readable("body", "fine")], "en", [row("rider"), broken])
    assert str(caught.value) == words
    assert " ".join(problems_with_term(broken)) in words


class Failing(RuleType):
    name = "failing"
    label = "Always fails"

    def check(self, readable: Readable, locale: str, terms: Sequence[TermSpec]) -> Iterable[Finding]:
        yield from ()
        raise ZeroDivisionError("half way through")

    def problem_with(self, term: TermSpec) -> str:
        return ""


def test_a_rule_type_that_raises_means_that_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    rule_types.reload()
    monkeypatch.setitem(rule_types._load(), "failing", Failing())
    with pytest.raises(LintUnavailable) as caught:
        check([Readable("sms", "fine")], "en", [])
    assert str(caught.value) == "The rule type 'failing' failed on sms: ZeroDivisionError: half way through"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_rows_may_come_as_a_list_and_nothing_is_kept_between_sets() -> None:
    assert found("rider lapse", row("rider")) == ["rider"]
    assert found("rider lapse", row("lapse")) == ["lapse"]
    assert found("rider lapse") == []
