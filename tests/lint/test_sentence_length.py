"""The rule type sentence-length: sentences that nobody can follow."""

from __future__ import annotations

import pytest

from commhub.lint.engine import lint
from commhub.lint.policy import Policy
from commhub.lint.rules import rule_types
from commhub.lint.ruleset import RuleSet
from commhub.lint.sentences import sentences
from commhub.lint.sources import source_blocks
from tests.lint.rows import findings, found, row

THIRTY = " ".join(["word"] * 30)
MANY = THIRTY.capitalize()


@pytest.mark.parametrize(
    ("text", "long"),
    [
        (f"{THIRTY}.", []),
        (f"{THIRTY} more.", [f"{THIRTY} more"]),
        (f"Short. {MANY} more! Short?", [f"{MANY} more"]),
        (f"  {THIRTY}\u00a0more ", [f"{THIRTY}\u00a0more"]),
        (f"{THIRTY} e.g. this", [f"{THIRTY} e.g. this"]),
        (f"word {THIRTY[:-5]} £3.50", [f"word {THIRTY[:-5]} £3.50"]),
        (f"{THIRTY} – & …", []),
        (f"{THIRTY[:-5]} said “no.” {MANY}", [f"{THIRTY[:-5]} said “no"]),
        (f"{THIRTY} said “no.” And more.", [f"{THIRTY} said “no"]),
        (f"{THIRTY}: more;", [f"{THIRTY}: more"]),
    ],
)
def test_english_sentences_beyond_thirty_words(text: str, long: list[str]) -> None:
    assert found(text) == long


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("保" * 80 + "。", []),
        ("保" * 81 + "。好。", ["保" * 81]),
        ("保" * 40 + "，word " + "保" * 41, ["保" * 40 + "，word " + "保" * 41]),
        ("保" * 40 + "；" + "保" * 41 + "。", ["保" * 40 + "；" + "保" * 41]),
        ("保" * 60 + "！" + "保" * 60, []),
        ("保" * 60 + "？」" + "保" * 60, []),
    ],
)
def test_chinese_sentences_beyond_eighty_characters(text: str, long: list[str]) -> None:
    assert found(text, locale="zh-HK") == long


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mr. J. Smith of St. Ives paid £3.50, i.e. all. Bye.", ["Mr. J. Smith of St. Ives paid £3.50, i.e. all", "Bye"]),
        ("Call at 5 p.m. on Monday. We open at 9 a.m. Call us.", ["Call at 5 p.m. on Monday", "We open at 9 a.m. Call us"]),
        ("Go to www.example.com/a.b?c=d. Then wait... and see.", ["Go to www.example.com/a.b?c=d", "Then wait... and see"]),
        ("“Why?” she asked. “No!” He left.", ["“Why?” she asked", "“No", "He left"]),
        ("1. First do this\n2. Then do that\n- And this", ["First do this", "Then do that", "And this"]),
        ("One line\nof two. Next", ["One line\nof two", "Next"]),
        ("One part\n\nand another", ["One part", "and another"]),
        ("Maria Chen\n1 High Street\nLondon", ["Maria Chen", "1 High Street", "London"]),
        ("See no. 5 (p. 3). Done.", ["See no. 5 (p. 3)", "Done"]),
        ("Choose plan B. Then ask J. Smith.", ["Choose plan B", "Then ask J. Smith"]),
        ("It costs approx. ten pounds. then more", ["It costs approx. ten pounds", "then more"]),
        ("...", []),
    ],
)  # fmt: skip
def test_where_sentences_end(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, "en")] == parts


def test_a_sentence_goes_on_over_a_line_break_of_its_block() -> None:
    half = " ".join(["word"] * 16)
    html = f"<h1>{THIRTY} more</h1><p>{half}<br>{half}.</p><p>{half}</p><p>{half}</p>"
    report = lint(source_blocks(html, "email_html", "rendered"), "en", RuleSet(()))
    assert [html[one.start : one.end] for one in report.findings] == [f"{half}<br>{half}"]


def test_a_language_is_measured_when_the_policy_says_so() -> None:
    text = f"{THIRTY} more. Z. B. ist gut."
    blocks = source_blocks(text, "email_text", "rendered")
    assert lint(blocks, "fr-FR", RuleSet(())).findings == ()
    limited = RuleSet((), Policy(most_words={"fr": 30}, sentence_severity="error"))
    assert [one.severity for one in lint(blocks, "fr-FR", limited).findings] == ["error"]
    assert lint(blocks, "en", limited).findings == ()


def test_the_finding_counts_and_warns() -> None:
    (finding,) = findings(f"{THIRTY} and more.")
    assert (finding.rule, finding.kind, finding.severity) == ("sentence-length", "readability", "warning")
    assert finding.message == (
        "This sentence has 32 words, and beyond 30 readers lose the thread; split it into two or more."
    )
    (chinese,) = findings("保" * 81, locale="zh")
    assert chinese.message.startswith("This sentence has 81 characters, and beyond 80 ")


def test_a_word_in_a_long_sentence_is_found_too() -> None:
    assert found(f"rider {THIRTY}.", row("rider")) == ["rider", f"rider {THIRTY}"]


def test_a_row_for_it_is_refused() -> None:
    assert rule_types.get("sentence-length").problem_with(row("x", rule="sentence-length")) == (
        "The length of sentences is measured without rows in the term list; this row has no use"
    )


def test_a_hostile_text_takes_no_time() -> None:
    for text in (
        "a. " * 50_000,
        "." * 100_000,
        "\n" * 100_000,
        "a\n" * 50_000,
        "1. " * 50_000,
        " " * 100_000,
        "\n - " * 30_000,
    ):
        assert len(list(sentences(text, "en"))) <= len(text)
