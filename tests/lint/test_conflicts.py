"""Rules that do not go together: found, named and told, and yet a defined result."""

from __future__ import annotations

import json

import pytest

from commhub.lint.conflicts import problems_with_terms
from commhub.lint.packs.reading import BadPack, read_pack
from tests.lint.rows import findings, row


def test_rules_that_go_together() -> None:
    rows = [
        row("rider", id="a"),
        row("rider", "fr", id="b"),
        row("riders", id="c", inflect=False),
        row("Rider", id="d", case="exact"),
        row("DD", id="e", kind="acronym", rule="acronym", expansion="direct debit"),
        row("DD", id="f", kind="acronym", rule="acronym", expansion="due diligence"),
        row("lapse", id="g", pos="noun", suggestion="end"),
        row("lapse", id="h", pos="verb", suggestion="ends"),
        row("deductible", id="i", allowed_in=("tax deductible", "Tax-Deductibles")),
        row("核保", "zh", id="j"),
        row("核保", "zh-HK", id="k"),
        row("自負額", "zh-Hant", id="l"),
        row("T[0-9]", "*", id="m", rule="pattern"),
        row("t[0-9]", "*", id="n", rule="pattern"),
    ]
    assert problems_with_terms(rows) == []


def test_twice_the_same() -> None:
    rows = [row("grace period", id="a"), row("Grace\u00a0 peri\u00adod", "EN", id="b")]
    assert problems_with_terms(rows) == [
        "'a' and 'b' are both for “Grace peri\u00adod” (EN) and say the same; one is enough."
    ]


def test_two_things_of_one_word() -> None:
    rows = [row("rider", id="a"), row("Rider", id="b", severity="advice", suggestion="extra cover")]
    assert problems_with_terms(rows) == [
        (
            "'a' and 'b' are both for “Rider” (en) and contradict each other in severity ('error' and 'advice') and "
            "suggestion ('' and 'extra cover'); the more severe is taken, then the first."
        )
    ]


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_rules_for_one_word_the_more_severe_is_taken(swapped: bool) -> None:
    rows = [row("rider", id="a", severity="advice"), row("rider", id="b", severity="error")]
    assert [one.rule for one in findings("Your rider.", *(rows[::-1] if swapped else rows))] == ["b"]


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_rules_as_severe_the_one_that_writes_the_word_itself_is_taken(swapped: bool) -> None:
    rows = [row("underwriter", id="one"), row("underwriters", id="many")]
    found = findings("Underwriters decide, as an underwriter must.", *(rows[::-1] if swapped else rows))
    assert [(one.surface, one.rule) for one in found] == [("Underwriters", "many"), ("underwriter", "one")]


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (row("deductible", id="a", allowed_in=("taxes",)), "'a': the term is fine in “taxes”, which does not hold it"),
        (row("拒绝赔付", "zh-TW", id="a"), "'a': “拒绝赔付” is written in Simplified characters, and the rule is for"),
        (row("rider", "qq", id="a"), "'a': Nobody knows the locale 'qq'"),
    ],
)
def test_what_can_never_match(term: object, told: str) -> None:
    problems = problems_with_terms([term])  # type: ignore[list-item]
    assert len(problems) == 1
    assert problems[0].startswith(told)


def _pack(*terms: dict[str, object]) -> bytes:
    entries = [{"id": "a", "locale": "en", "kind": "jargon", "term": "rider"} | term for term in terms]
    return json.dumps({"format": "commhub-rulepack/1", "terms": entries}).encode()


def test_a_pack_with_rules_that_do_not_go_together_can_be_used_and_says_so() -> None:
    pack = read_pack(_pack({}, {"id": "b"}, {"id": "c", "severity": "advice"}))
    assert [problem.split(" are both")[0] for problem in pack.oddities()] == ["'a' and 'b'", "'a' and 'c'"]
    assert len(pack.terms) == 3


def test_a_pack_with_a_term_that_is_nothing_to_see_is_refused() -> None:
    with pytest.raises(BadPack, match="The term has no words to look for"):
        read_pack(_pack({"term": "\u200b\u00ad"}))


def test_a_pack_with_a_rule_that_does_not_keep_its_promise_is_refused() -> None:
    good = {"inflect": True, "must_match": ["Two riders."], "must_not_match": ["A provider."]}
    assert len(read_pack(_pack(good)).terms) == 1
    with pytest.raises(BadPack, match=r"Term 1 \(a\): It must leave “Two riders.” alone, and finds “riders”."):
        read_pack(_pack({"inflect": True, "must_not_match": ["Two riders."]}))
