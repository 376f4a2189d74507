"""The rule type sentence-length: sentences that nobody can follow."""

from __future__ import annotations

import pytest

from commhub.lint.rules import rule_types
from tests.lint.rows import findings, found, row

THIRTY = " ".join(["word"] * 30)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (f"{THIRTY}.", []),
        (f"{THIRTY} more.", [f"{THIRTY} more"]),
        (f"Short. {THIRTY} more! Short?", [f"{THIRTY} more"]),
        (f"  {THIRTY}\u00a0more ", [f"{THIRTY}\u00a0more"]),
        (f"{THIRTY}\nmore", []),
        (f"{THIRTY} e.g. this", [f"{THIRTY} e.g. this"]),
        (f"word {THIRTY[:-5]} £3.50", [f"word {THIRTY[:-5]} £3.50"]),
        (f"{THIRTY} – & …", []),
        (f"{THIRTY[:-5]} said “no.” {THIRTY}", [f"{THIRTY[:-5]} said “no"]),
    ],
)
def test_english_sentences_beyond_thirty_words(text: str, sentences: list[str]) -> None:
    assert found(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("保" * 80 + "。", []),
        ("保" * 81 + "。好。", ["保" * 81]),
        ("保" * 40 + "，word " + "保" * 41, ["保" * 40 + "，word " + "保" * 41]),
        ("保" * 60 + "！" + "保" * 60, []),
        ("保" * 60 + "\n" + "保" * 60, []),
    ],
)
def test_chinese_sentences_beyond_eighty_characters(text: str, sentences: list[str]) -> None:
    assert found(text, locale="zh-HK") == sentences


def test_other_languages_are_not_measured() -> None:
    assert found(f"{THIRTY} more", locale="fr-FR") == []


def test_the_finding_counts_and_warns() -> None:
    (finding,) = findings(f"{THIRTY} and more.")
    assert (finding.rule, finding.kind, finding.severity) == ("sentence-length", "readability", "warning")
    assert finding.message == (
        "This sentence has 32 words, and beyond 30 readers lose the thread; split it into two or more."
    )
    (chinese,) = findings("保" * 81, locale="zh")
    assert chinese.message.startswith("This sentence has 81 characters, and beyond 80 ")


def test_a_row_for_it_is_refused() -> None:
    assert rule_types.get("sentence-length").problem_with(row("x", rule="sentence-length")) == (
        "The length of sentences is measured without rows in the term list; this row has no use"
    )
