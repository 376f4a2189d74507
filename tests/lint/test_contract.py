"""What every registered rule type promises, whoever wrote it."""

from __future__ import annotations

import json

import pytest

from commhub.lint.blocks import Block
from commhub.lint.engine import lint
from commhub.lint.policy import Policy
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import Rules, RuleSet
from commhub.lint.selection import SEVERITIES
from tests.lint.rows import row

LONG = "Your UW_HOLD rider, NIGO " + "and so on " * 20 + ". 您的核保" + "保" * 90 + "。"
HARD = (
    "Notwithstanding the aforementioned considerations, administrative reimbursement necessitates authorisation. "
) * 20
TEXTS = [
    " ",
    "rider",
    "ri\u00adder UW_HOLD",
    LONG,
    HARD,
    "e\u0301\ud7ff\U0010ffff😀\ud800",
    "A" * 2_000,
    "\u0301" * 500,
    "line\nbreak, a rider and a deductible",
]
LOCALES = ["en-GB", "zh-CN", "fr", "ar", "", "xx-YY"]
POLICY = Policy(hardest={"en": 30.0, "zh": 5.0, "fr": 30.0})
SETTINGS = ("", json.dumps({"variants": ["rider", "deductible"]}))


def rows_of(name: str) -> tuple[TermSpec, ...]:
    texts = ("rider", "NIGO", "核保", "[A-Z]+_[A-Z]+")
    rows = [
        row(text, "*", rule=name, settings=settings, id=f"{name}-{at}-{len(settings)}")
        for at, text in enumerate(texts)
        for settings in SETTINGS
    ]
    return tuple(one for one in rows if not rule_types.get(name).problem_with(one))


def block(text: str) -> Block:
    return Block(text, range(len(text)), range(1, len(text) + 1), "body")


def hits_of(name: str, text: str, locale: str) -> list[tuple[Reading, Hit]]:
    """What the rule type itself says of a message of this block, by its two functions and by the search for words."""
    rules: Rules = RuleSet(rows_of(name), POLICY).for_locale(locale)
    rule_type, reading = rule_types.get(name), rules.read(block(text))
    terms = rules.by_type.get(name, ())
    hits = list(rule_type.in_block(reading, terms, rules))
    hits += [hit for number, hit in rule_type.in_message([reading], terms, rules, {}) if number == 0]
    if rule_type.literal:
        hits += [hit for hit in reading.hits if hit.term in rules.terms]
    return [(reading, hit) for hit in hits]


@pytest.mark.parametrize("name", rule_types.names())
@pytest.mark.parametrize("locale", LOCALES)
def test_hits_stand_within_their_block_and_come_out_the_same_again(name: str, locale: str) -> None:
    for text in TEXTS:
        found = hits_of(name, text, locale)
        for reading, hit in found:
            assert 0 <= hit.start < hit.end <= len(reading.text)
            assert hit.term.severity in SEVERITIES
            assert hit.term.kind
            assert hit.term.key
            assert hit.message == "" or hit.message.endswith(".")
            assert hit.doubt == "" or hit.doubt.endswith(".")
        assert [hit for _, hit in hits_of(name, text, locale)] == [hit for _, hit in found]


@pytest.mark.parametrize("name", rule_types.names())
def test_it_finds_something_in_some_text_and_nothing_wrong_with_an_empty_message(name: str) -> None:
    assert any(hits_of(name, text, "en") for text in TEXTS)
    assert lint([], "en", RuleSet(rows_of(name), POLICY)).findings == ()


@pytest.mark.parametrize("name", rule_types.names())
def test_findings_are_sentences_about_words_of_the_source(name: str) -> None:
    for text in TEXTS:
        for finding in lint([block(text)], "en", RuleSet(rows_of(name), POLICY)).findings:
            assert finding.surface == text[finding.start : finding.end] != ""
            assert finding.message.endswith(".")
            assert finding.rule
            assert finding.part == "body"


@pytest.mark.parametrize("name", rule_types.names())
def test_it_judges_any_row_without_raising_and_without_a_full_stop(name: str) -> None:
    for text in ("rider", "", " ", "(", "核保", "\x00", "\ud800", "a" * 200):
        for settings in ("", "{", "[]", '{"variants": 3}'):
            problem = rule_types.get(name).problem_with(row(text, rule=name, settings=settings))
            assert problem == problem.strip()
            assert problem == "" or not problem.endswith(".")
