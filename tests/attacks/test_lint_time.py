"""Texts made to be slow for the linter: each is so long that going through it more than once per place would not end."""

from __future__ import annotations

import pytest

from commhub.lint.engine import lint
from commhub.lint.matching import straddle
from commhub.lint.policy import Policy
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks

RULES = RuleSet(
    [
        TermSpec("deductible", "en", "term", "jargon", "error", id="en.deductible", explainable=True),
        TermSpec("核保", "zh", "term", "jargon", "error", id="zh.hebao"),
    ],
    Policy(unknown_acronyms="ignore", hardest={"en": 12.0}),
)


@pytest.mark.parametrize(
    "unit",
    ["x", "b.", "Q&", "n'", "e-", "\u200bb", "e\u0301", "://", "www.", "u@"],
    ids=[
        "letters",
        "points",
        "ampersands",
        "apostrophes",
        "hyphens",
        "unseen",
        "marks",
        "schemes",
        "hosts",
        "addresses",
    ],
)
def test_a_word_without_an_end_is_gone_through_once(unit: str) -> None:
    text = unit * (150_000 // len(unit)) + " deductible " + "is a word. " * 120
    report = lint(source_blocks(text, "email_text", "rendered"), "en-GB", RULES)
    assert [finding.surface for finding in report.findings if finding.rule == "en.deductible"] == ["deductible"]


def test_the_readings_of_chinese_words_are_kept_within_a_bound() -> None:
    text = "审核保单，核保中。" * 400
    report = lint(source_blocks(text, "sms", "rendered"), "zh-CN", RULES)
    assert (len(report.findings), len(report.doubtful)) == (400, 400)
    kept = straddle._best.cache_info()
    assert kept.currsize <= (kept.maxsize or 0) <= 10_000


def test_languages_without_rules_of_their_own_share_those_for_all() -> None:
    rules = RuleSet([TermSpec("ZQXV", "*", "code", "code", "error", id="z"), RULES.terms[0]])
    names = [f"x{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(300)]
    html = "".join(f'<p lang="{name}">Said: ZQXV, deductible.</p>' for name in names)
    report = lint(source_blocks(html, "email_html", "rendered"), "en", rules)
    assert [finding.rule for finding in report.findings] == ["z"] * 300
    assert len({id(rules.for_locale(name).terms) for name in names}) == 1
