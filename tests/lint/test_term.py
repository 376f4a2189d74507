"""The rule type term: what counts as an occurrence of a word, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.lint.policy import IGNORE, Policy
from commhub.lint.rules import rule_types
from tests.lint.rows import findings, found, row

QUIET = Policy(unknown_acronyms=IGNORE)


@pytest.mark.parametrize(
    ("text", "term", "words"),
    [
        ("Your rider is here.", "rider", ["rider"]),
        ("Rider, RIDER; rider", "rider", ["Rider", "RIDER", "rider"]),
        ("provider riderless x_rider rider2 rider_", "rider", []),
        ("(rider) rider's non-rider rider/cover", "rider", ["rider", "rider", "rider", "rider"]),
        ("riders policies lapses", "rider", ["riders"]),
        ("two policies, one policy", "policy", ["policies", "policy"]),
        ("both lapses", "lapse", ["lapses"]),
        ("two annexes", "annex", ["annexes"]),
        ("the grace periods", "grace period", ["grace periods"]),
        ("Coverage Parts", "Coverage Part", ["Coverage Parts"]),
        ("coverage part", "Coverage Part", ["coverage part"]),
        ("in  force\u00a0status and in\tforce", "in force", ["in  force", "in\tforce"]),
        ("in\nforce", "in force", []),
        ("in force\nin force", "in force", ["in force", "in force"]),
        ("e\u2010sign, e-sign", "e-sign", ["e\u2010sign", "e-sign"]),
        ("the insured\u2019s estate", "insured's estate", ["insured\u2019s estate"]),
        ("§ 4 applies", "§ 4", ["§ 4"]),
        ("§ 42 applies", "§ 4", []),
    ],
)
def test_english_words(text: str, term: str, words: list[str]) -> None:
    assert found(text, row(term)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NIGO", ["NIGO"]),
        ("nigo Nigo", []),
        ("two NIGOs", ["NIGOs"]),
        ("NIGOS NIGOX NIGO1", []),
        ("（ＮＩＧＯ）", ["ＮＩＧＯ"]),
        ("NIGO's", ["NIGO"]),
    ],
)
def test_an_acronym_counts_only_in_capitals(text: str, words: list[str]) -> None:
    assert found(text, row("NIGO", kind="acronym")) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ri\u00adder", ["ri\u00adder"]),
        ("r\u200bi\u200dd\u2060er\ufeff", ["r\u200bi\u200dd\u2060er"]),
        ("\u200brider\u200b", ["rider"]),
        ("r\ufe0fi\u034fd\u3164er", ["r\ufe0fi\u034fd\u3164er"]),
        ("ｒｉｄｅｒ", ["ｒｉｄｅｒ"]),
        ("a p\u200brovider", []),
    ],
)
def test_invisible_and_full_width_characters_hide_nothing_and_offsets_are_the_originals(
    text: str, words: list[str]
) -> None:
    assert found(text, row("rider")) == words


def test_letters_with_accents_are_the_same_however_they_are_encoded() -> None:
    assert found("the cafe\u0301 and the caf\u00e9", row("caf\u00e9")) == ["cafe\u0301", "caf\u00e9"]
    assert found("the ﬁnance ﬁle", row("file")) == ["ﬁle"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我们正在核保。", ["核保"]),
        ("核保核保", ["核保", "核保"]),
        ("核 保", []),
        ("核\n保", []),
        ("我們正在核保", ["核保"]),
        ("保单正在承保", []),
    ],
)
def test_chinese_words_need_no_boundary(text: str, words: list[str]) -> None:
    assert found(text, row("核保", "zh"), locale="zh-CN") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("您的APR将于明天", ["APR"]),
        ("您的APR2将", []),
        ("您的rider将", ["rider"]),
        ("您的_rider将", []),
        ("귀하의 APR은", ["APR"]),
        ("بـAPRو", ["APR"]),
    ],
)
def test_only_latin_neighbours_block_a_latin_word(text: str, words: list[str]) -> None:
    assert found(text, row("APR"), row("rider"), locale="zh-CN") == words


def test_a_term_of_both_scripts() -> None:
    assert found("您的APR利率和BAPR利率，利率", row("APR利率", "zh"), locale="zh-CN", policy=QUIET) == ["APR利率"]


def test_the_longest_term_wins() -> None:
    terms = (row("rider"), row("waiver rider"), row("waiver"), row("保费", "*"), row("豁免保费", "*"))
    assert found("the waiver riders, a rider, 豁免保费, 保费", *terms) == ["waiver riders", "rider", "豁免保费", "保费"]


def test_terms_that_only_overlap_are_both_told() -> None:
    assert found("policy schedule of benefits", row("policy schedule"), row("schedule of benefits")) == [
        "policy schedule",
        "schedule of benefits",
    ]


def test_a_phrase_allows_its_own_term_only() -> None:
    allowed = row("claim", allowed_in=("Claim form", "no\u00a0claim  bonus"))
    text = "The claim form, the CLAIM FORM, a no claim bonus, your claim, claim forms, a claims form, claim formula"
    assert found(text, allowed) == ["claim", "claim"]
    assert found("claim forms", row("claim", inflect=False, allowed_in=("claim form",))) == ["claim"]
    assert found("claim form", allowed, row("form")) == ["form"]
    assert found("索赔申请表和索赔", row("索赔", "zh", allowed_in=("索赔申请表",)), locale="zh") == ["索赔"]


def test_of_two_rows_with_the_same_words_the_more_severe_is_told_once() -> None:
    listed = findings("rider", row("rider", severity="advice"), row("Rider", "*", severity="error"))
    assert [(one.severity, one.surface) for one in listed] == [("error", "rider")]


def test_a_finding_says_what_is_wrong_why_and_what_to_say_instead() -> None:
    term = row("rider", suggestion="extra cover", why="To customers it is somebody on a horse.")
    (finding,) = findings("Your rider", term)
    assert finding.message == (
        "'rider' is a word of the trade that customers may not know (To customers it is somebody on a horse); "
        "say 'extra cover' instead."
    )
    assert (finding.rule, finding.kind, finding.severity, finding.suggestion) == (
        "en.term.rider",
        "jargon",
        "error",
        "extra cover",
    )


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("acronym", "'x' is an abbreviation that customers may not know; leave it out or say it in plain words."),
        ("sensitive", "'x' can hurt or mislead the reader; leave it out or say it in plain words."),
        ("code", "'x' is an internal code that means nothing to customers; leave it out or say it in plain words."),
        ("slang", "'x' is not wanted here; leave it out or say it in plain words."),
    ],
)
def test_each_kind_has_its_words(kind: str, message: str) -> None:
    assert [one.message for one in findings("x", row("x", kind=kind))] == [message]


def test_rows_that_cannot_be_terms_are_refused_in_words() -> None:
    rule_type = rule_types.get("term")
    assert rule_type.problem_with(row("rider")) == ""
    assert rule_type.problem_with(row(" \u200b ")) == "The term has no words to look for"
    assert rule_type.problem_with(row("x", allowed_in=("",))) == "One of the phrases in which the term is fine is empty"


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(alphabet="ri der\u00ad\n,核", max_size=40))
def test_every_occurrence_is_found_and_nothing_else(text: str) -> None:
    words = "".join(character for character in text if character != "\u00ad")
    plain = "".join(character if character in "rider" else " " for character in words)
    assert len(found(text, row("rider"), row("de", severity="advice"))) == sum(
        word in ("rider", "riders", "de") for word in plain.split()
    )
