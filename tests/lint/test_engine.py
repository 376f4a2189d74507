"""The engine: which rows count, what is left out, where a word came from, and what happens when it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from commhub.contracts import DataSpan, Readable
from commhub.lint.blocks import TEXT, Block
from commhub.lint.engine import LintUnavailable, check, lint, stops
from commhub.lint.overlaps import longest
from commhub.lint.policy import IGNORE, Policy
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.ruleset import MOST_LOCALES, Rules, RuleSet
from commhub.lint.selection import applies, problems_with_term
from tests.lint.rows import code, findings, found, row

QUIET = Policy(unknown_acronyms=IGNORE)
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
    listed = check(readables, "en", RuleSet([INTERNAL, row("rider")], QUIET))
    assert [(one.part, one.start, one.end, one.rule) for one in listed] == [
        ("body", 2, 7, "en.term.rider"),
        ("body", 8, 15, INTERNAL.key),
        ("subject", 0, 7, INTERNAL.key),
        ("subject", 8, 13, "en.term.rider"),
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
            "The term 'x' (en) cannot be checked. There is no rule type 'astrology'; the rule types are "
            + ", ".join(rule_types.names())
            + ".",
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
        RuleSet([row("rider"), broken])
    assert str(caught.value) == words
    assert " ".join(problems_with_term(broken)) in words


class Failing(RuleType):
    name = "failing"
    label = "Always fails"

    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        yield from ()
        raise ZeroDivisionError("half way through")

    def problem_with(self, term: TermSpec) -> str:
        return ""


class FailingLater(Failing):
    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        return ()

    def in_message(
        self, readings: Sequence[Reading], terms: Sequence[TermSpec], rules: Rules, facts: Mapping[str, str]
    ) -> Iterable[tuple[int, Hit]]:
        raise ZeroDivisionError("half way through")


@pytest.mark.parametrize("failing", [Failing(), FailingLater()])
def test_a_rule_type_that_raises_means_that_nothing_is_checked(
    failing: RuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule_types.reload()
    monkeypatch.setitem(rule_types._load(), "failing", failing)
    with pytest.raises(LintUnavailable) as caught:
        check([Readable("sms", "fine")], "en", RuleSet([]))
    assert str(caught.value) == "The rule type 'failing' failed: ZeroDivisionError: half way through"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_nothing_is_kept_between_sets() -> None:
    assert found("rider lapse", row("rider")) == ["rider"]
    assert found("rider lapse", row("lapse")) == ["lapse"]
    assert found("rider lapse") == []


def block(text: str, locale: str = "", spans: tuple[DataSpan, ...] = (), role: str = TEXT) -> Block:
    return Block(text, range(len(text)), range(1, len(text) + 1), "body", locale, role, spans)


def test_a_block_in_another_language_follows_its_rules() -> None:
    rules = RuleSet([row("rider"), row("cavalier", "fr"), row("核保", "zh")])
    blocks = [block("rider cavalier"), block("rider cavalier", "fr"), block("核保 rider", "zh-HK")]
    listed = [(one.surface, one.start) for one in lint(blocks, "en-GB", rules).findings]
    assert sorted(listed) == [("cavalier", 6), ("rider", 0), ("rider", 3), ("核保", 0)]


def test_a_doubtful_hit_is_for_review_and_hides_no_other() -> None:
    rules = RuleSet([row("核保", "zh", id="uw"), row("保单", "zh", id="policy")])
    report = lint([block("我们审核保单。")], "zh-CN", rules)
    assert [(one.rule, one.surface) for one in report.findings] == [("policy", "保单")]
    assert [(one.rule, one.surface, one.severity) for one in report.doubtful] == [("uw", "核保", "review")]
    sure = Hit(row("ab", id="inner"), 1, 2)
    doubtful = Hit(row("abc", id="outer"), 0, 3, doubt="Who knows.")
    assert longest([(0, doubtful), (0, sure)]) == [(0, doubtful), (0, sure)]
    assert longest([(0, replace(doubtful, doubt="")), (0, sure)]) == [(0, replace(doubtful, doubt=""))]
    assert longest([(0, Hit(row("x", id="outer"), 0, 3)), (0, replace(doubtful, start=1))]) != []


def test_a_doubtful_hit_of_a_message_is_told_with_the_reason_and_stops_nothing() -> None:
    rules = RuleSet([row("核保", "zh", id="uw")])
    [finding] = check([Readable("body", "我们审核保单。")], "zh-CN", rules)
    assert (finding.severity, finding.start, finding.end) == ("review", 3, 5)
    assert finding.message.startswith("'核保' may be parts of other words here: 审核, 保单. If it is meant: '核保' is ")
    assert not stops([finding])


def test_what_only_overlaps_is_both_told_and_blocks_do_not_meet() -> None:
    one, two, three = Hit(row("a", id="a"), 0, 3), Hit(row("b", id="b"), 2, 5), Hit(row("c", id="c"), 0, 2)
    assert longest([(1, three), (0, two), (0, one)]) == [(0, one), (0, two), (1, three)]
    warned = Hit(row("a", id="w", severity="warning"), 0, 3)
    assert longest([(0, warned), (0, one)]) == [(0, one)]


def test_locales_that_nobody_knows_read_with_the_rules_for_all_and_take_no_room() -> None:
    rules = RuleSet([row("rider", "*"), row("lapse", "en")])
    for number in range(200):
        assert [one.surface for one in lint([block("rider lapse")], f"q{number}", rules).findings] == ["rider"]
    assert len(rules.locales) == MOST_LOCALES
    assert len({id(rules.for_locale(locale).words) for locale in rules.locales}) == 1


def test_a_changed_list_is_compiled_beside_the_one_that_serves() -> None:
    serving = RuleSet([row("rider")])
    lint([block("rider")], "en-GB", serving)
    lint([block("rider")], "zh-TW", serving)
    changed = RuleSet([row("lapse")]).make_ready(serving.locales)
    assert changed.locales == ("en-GB", "zh-TW")
    assert [one.surface for one in lint([block("rider lapse")], "en-GB", serving).findings] == ["rider"]
    assert [one.surface for one in lint([block("rider lapse")], "en-GB", changed).findings] == ["lapse"]
