"""The rule type pattern: codes found by RE2."""

from __future__ import annotations

import pytest

from commhub.lint.rules import rule_types
from tests.lint.rows import code, findings, found

INTERNAL = r"\b[A-Z]{2,}_[A-Z_]+\b"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Status: UW_HOLD, then NB_PEND_DOCS.", ["UW_HOLD", "NB_PEND_DOCS"]),
        ("uw_hold Uw-Hold U_HOLD", []),
        ("您的UW_HOLD将😀 NB_PEND", ["UW_HOLD", "NB_PEND"]),
        ("UW\u00ad_HOLD ＵＷ＿ＨＯＬＤ", ["UW\u00ad_HOLD", "ＵＷ＿ＨＯＬＤ"]),
    ],
)
def test_internal_codes(text: str, words: list[str]) -> None:
    assert found(text, code(INTERNAL)) == words


def test_a_match_never_spans_two_blocks() -> None:
    assert found("ref:\n12 ref: 12", code(r"ref:\s*[0-9]+")) == ["ref: 12"]


def test_a_phrase_allows_a_match() -> None:
    assert found("UK_OK and UW_HOLD", code(INTERNAL, allowed_in=("uk_ok",))) == ["UW_HOLD"]


def test_an_english_pattern_reads_only_the_latin_words_of_a_chinese_text() -> None:
    assert found("甲x乙 axb", code(r"\w?x\w?", "en"), code("乙", "zh"), locale="zh-CN") == ["x", "乙", "axb"]
    assert found("状态ab", code(r"\pL{3,}", "en"), locale="zh-CN") == []


def test_the_finding_names_the_code() -> None:
    assert [one.message for one in findings("Is UW_HOLD", code(INTERNAL, suggestion="we are checking it"))] == [
        "'UW_HOLD' is an internal code that means nothing to customers; say 'we are checking it' instead."
    ]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (INTERNAL, ""),
        ("(", "RE2 does not understand the pattern: missing ): ("),
        ("(?=a)", "RE2 does not understand the pattern: invalid perl operator: (?="),
        (r"(a)\1", r"RE2 does not understand the pattern: invalid escape sequence: \1"),
        ("a*", "The pattern also matches where there is nothing, so it would find something everywhere"),
    ],
)
def test_what_re2_refuses_is_refused_in_words(expression: str, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert rule_types.get("pattern").problem_with(code(expression)) == words
    assert capfd.readouterr() == ("", "")


def test_an_evil_text_takes_no_time() -> None:
    assert found("a" * 50_000 + "!", code("(a+)+$")) == []
