"""Words in disguise: a reader sees the word, and a plain search does not."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from commhub.lint.engine import check, lint
from commhub.lint.policy import Policy
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from commhub.render.text.readable import readable

RULES = RuleSet(
    [
        TermSpec("HMO", "en", "acronym", "acronym", "error", id="hmo"),
        TermSpec("KYC", "*", "code", "code", "error", id="kyc"),
        TermSpec("ОАО", "*", "code", "code", "error", id="oao"),
        TermSpec("escrow", "en", "term", "jargon", "error", id="escrow"),
    ],
    Policy(unknown_acronyms="ignore"),
)
COMPOSES = 20
"""Accents that make another letter of Y, such as Ý."""


def found(text: str, locale: str = "en") -> list[str]:
    report = lint(source_blocks(text, "email_text", "rendered"), locale, RULES)
    return [finding.surface for finding in report.findings]


def test_no_mark_of_another_script_hides_a_word() -> None:
    marks = [one for one in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(one)[0] == "M"]
    hidden = [one for one in marks if not found(f"Your KY{one}C check.")]
    assert len(marks) > 2_000
    assert len(hidden) <= COMPOSES
    assert all(unicodedata.normalize("NFC", f"Y{one}")[0] != "Y" for one in hidden)


@pytest.mark.parametrize(
    "unseen",
    [*"\x1c\x1d\x1e\x1f\x00\x7f\u2065\ufff3\ufffe\uffff\ufdd5", "\U0001d159", "\U000e0002", "\U000e0fff"],
    ids=ascii,
)
def test_no_code_point_without_a_look_hides_a_word(unseen: str) -> None:
    assert found(f"Held in es{unseen}crow.") == [f"es{unseen}crow"]


@pytest.mark.parametrize(
    ("text", "locale", "words"),
    [
        ("Ask your НМО about it.", "en-GB", ["НМО"]),
        ("请联系您的НМО。", "zh-CN", ["НМО"]),
        ("Der ΚΥС ist offen.", "de", ["ΚΥС"]),  # Greek and Cyrillic together, as in no word
        ("Der ΚΥϹ ist offen.", "de", ["ΚΥϹ"]),
        ("Your НМО, as Сергей Петров says.", "en", []),  # there are Cyrillic words
        ("Ваш НМО готов.", "ru", []),
        ("The company ОАО is closed.", "en", ["ОАО"]),
        ("Компания ОАО закрыта.", "ru", ["ОАО"]),
        ("Plan Β is ready, and so is α.", "en", []),
    ],
)
def test_a_word_wholly_in_letters_of_another_script(text: str, locale: str, words: list[str]) -> None:
    assert found(text, locale) == words


@pytest.mark.parametrize("html", ["<xml>Your KYC</xml>", "<xml/><p>Your KYC", "<p><xml><b>Your KYC</b></xml></p>"])
def test_an_element_that_only_office_hides_is_read(html: str) -> None:
    report = lint(source_blocks(html, "email_html", "rendered"), "en", RULES)
    assert [finding.surface for finding in report.findings] == ["KYC"]
    said = readable(f"<body>{html}</body>", "body")
    assert [finding.surface for finding in check([said], "en", RULES)] == ["KYC"]


def test_the_settings_of_office_are_no_words() -> None:
    html = "<body><!--[if mso]><xml><o:Word>KYC</o:Word></xml><p>Ask us.</p><![endif]--></body>"
    assert lint(source_blocks(html, "email_html", "rendered"), "en", RULES).findings == ()
    assert readable(html, "body").text.split() == ["Ask", "us."]
