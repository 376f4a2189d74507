"""The rule type sensitive: how to speak of people, as each organisation chose for each condition."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commhub.contracts import Readable
from commhub.lint.engine import check
from commhub.lint.packs.reading import BadPack, read_pack
from commhub.lint.policy import Policy
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from tests.lint.rows import row


def wording(text: str, suggestion: str, **settings: str) -> TermSpec:
    known = {"rule": "sensitive", "kind": "sensitive", "suggestion": suggestion}
    return row(text, settings=json.dumps(settings) if settings else "", id=text, **known)


ROWS = (
    wording("diabetic", "person with diabetes", condition="diabetes"),
    wording("deaf person", "person who is deaf", condition="deafness"),
    wording("person with deafness", "Deaf person", condition="deafness", prefer="identity-first"),
    wording("wheelchair-bound", "uses a wheelchair"),
)
TEXT = "A diabetic, a deaf person, a person with deafness, somebody wheelchair-bound."


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ["diabetic", "deaf person", "wheelchair-bound"]),
        ({"deafness": "identity-first"}, ["diabetic", "person with deafness", "wheelchair-bound"]),
        ({" Deafness": "identity-first", "diabetes": "either"}, ["person with deafness", "wheelchair-bound"]),
        ({"deafness": "either", "diabetes": "person-first"}, ["diabetic", "wheelchair-bound"]),
        ({"autism": "identity-first"}, ["diabetic", "deaf person", "wheelchair-bound"]),
    ],
)
def test_each_organisation_chooses_for_each_condition(chosen: dict[str, str], found: list[str]) -> None:
    rules = RuleSet(ROWS, Policy(wording_for=chosen))
    assert [one.surface for one in check([Readable("body", TEXT)], "en-GB", rules)] == found


def test_the_finding_in_words() -> None:
    rules = RuleSet([wording("diabetic", "person with diabetes", condition="diabetes")])
    (finding,) = check([Readable("body", "A diabetic")], "en", rules)
    assert finding.message == "'diabetic' can hurt or mislead the reader; say 'person with diabetes' instead."


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({}, ""),
        ({"condition": "autism", "prefer": "identity-first"}, ""),
        ({"prefer": "person-first"}, "The settings say which wording to prefer and not for which 'condition'"),
        (
            {"condition": "autism", "prefer": "both"},
            "'prefer' in the settings is 'person-first' or 'identity-first', not 'both'",
        ),
        ({"group": "x"}, "The settings have 'group', which means nothing here; they can have 'condition', 'prefer'"),
        ({"condition": 1}, "'condition' in the settings is not a text"),
    ],
)
def test_what_is_wrong_with_a_row(settings: Any, problem: str) -> None:
    term = row("x", rule="sensitive", settings=json.dumps(settings))
    assert rule_types.get("sensitive").problem_with(term) == problem


def test_a_pack_says_what_the_organisation_chose() -> None:
    pack = {"format": "commhub-rulepack/1", "policy": {"wording_for": {"deafness": "identity-first"}}, "terms": []}
    assert read_pack(json.dumps(pack).encode()).policy.wording_for == {"deafness": "identity-first"}
    pack["policy"] = {"wording_for": {"deafness": "both"}}
    with pytest.raises(BadPack) as caught:
        read_pack(json.dumps(pack).encode())
    assert str(caught.value) == (
        "The policy's 'wording_for' has 'both' for 'deafness'; it can be person-first, identity-first, either."
    )
