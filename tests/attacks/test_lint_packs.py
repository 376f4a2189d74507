"""Rule packs and items by careless or hostile authors: each is refused in words, or read as it says, in good time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commhub.console.linting import BadItem, lint_lines
from commhub.lint.matching.forms import forms_of
from commhub.lint.packs.reading import BadPack, read_pack
from commhub.lint.policy import Policy
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet

TERM = {"id": "en.escrow", "locale": "en", "kind": "jargon", "term": "escrow"}


def packed(policy: object = None, **changed: object) -> bytes:
    return json.dumps({"format": "commhub-rulepack/1", "policy": policy or {}, "terms": [{**TERM, **changed}]}).encode()


def refused(content: bytes) -> str:
    with pytest.raises(BadPack) as caught:
        read_pack(content)
    return str(caught.value)


@pytest.mark.parametrize("opened", [b"[", b'{"terms":'])
def test_a_pack_that_is_nested_without_an_end_is_refused(opened: bytes) -> None:
    assert refused(opened * 150_000) == "The rule pack is nested deeper than any rule pack is."


def test_a_key_that_stands_twice_is_refused_by_name() -> None:
    content = packed(severity="error").replace(b'"severity": "error"', b'"severity": "error", "severity": "advice"')
    assert refused(content) == "The rule pack is not JSON: one object has the key 'severity' twice."


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_limit(number: str) -> None:
    content = packed({"readability": {"de_words_per_sentence": 25}}).replace(b"25", number.encode())
    assert refused(content) == f"The rule pack is not JSON: {number} is no number."


@pytest.mark.parametrize("number", ["1e400", "9" * 300, "0", "-3", "true"])
def test_a_limit_that_nothing_reaches_is_refused(number: str) -> None:
    content = packed({"readability": {"hardest": {"fr": 25}}}).replace(b"25", number.encode())
    assert "and not a number above 0." in refused(content)


@pytest.mark.parametrize("key", ["severity", "case", "script_variants", "rule", "pos", "why"])
@pytest.mark.parametrize("value", [0, False, [], {}])
def test_what_is_empty_and_no_text_is_refused_too(key: str, value: object) -> None:
    assert refused(packed(**{key: value})) == f"Term 1 (en.escrow) '{key}' is not text."


@pytest.mark.parametrize("key", ["allowed_in", "forms", "must_match", "must_not_match"])
@pytest.mark.parametrize("value", [0, False, "", {}])
def test_what_is_empty_and_no_list_is_refused_too(key: str, value: object) -> None:
    assert refused(packed(**{key: value})) == f"Term 1 (en.escrow) '{key}' is not a list of texts."


def test_a_null_is_as_good_as_nothing() -> None:
    assert read_pack(packed(severity=None, forms=None)).terms[0].severity == "error"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"term": "escrow " * 3_000}, "It holds 21,000 characters in one piece, and 5,000 are the most."),
        ({"allowed_in": ["escrow " * 900]}, "It holds 6,300 characters in one piece, and 5,000 are the most."),
        (
            {"forms": [f"escrow{number}" for number in range(5_001)]},
            "It has 5,001 forms, and 5,000 are the most; make several rules of it.",
        ),
        (
            {"forms": ["escrows"] * 300, "allowed_in": ["escrow house"] * 300},
            "It is fine in too many phrases; in all its forms they must be 50,000 at most.",
        ),
    ],
    ids=["term", "phrase", "forms", "phrases"],
)
def test_a_rule_that_is_larger_than_any_rule_is_refused(changed: dict[str, Any], said: str) -> None:
    assert refused(packed(**changed)) == f"Term 1 (en.escrow): {said}"


@pytest.mark.parametrize(
    ("locale", "term"),
    [("fr", "Clause Zillmer"), ("ru", "тариф Bonusmalus"), ("pl", "Xanthippe"), ("es", "Tasa Zillmer")],
)
def test_a_name_in_a_term_that_no_dictionary_has_is_kept_as_it_is(locale: str, term: str) -> None:
    spec = TermSpec(term, locale, "term", "jargon", "error", inflect=True)
    assert forms_of(spec)[0] == term


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id":' * 100_000, "Line 1 is nested deeper than any item is."),
        (
            json.dumps({"id": "a", "locale": "en", "text": "x", "protected": [{"start": 0, "end": float("inf")}]}),
            "Line 1: 'protected' is a list of",
        ),
    ],
)
def test_an_item_of_a_wrong_shape_is_named(line: str, said: str) -> None:
    with pytest.raises(BadItem) as caught:
        list(lint_lines([line], RuleSet([], Policy())))
    assert str(caught.value).startswith(said)


def test_a_byte_order_mark_before_the_first_item_is_nothing() -> None:
    line = "\ufeff" + json.dumps({"id": "b", "locale": "en", "text": "Held in escrow."})
    rules = RuleSet([TermSpec("escrow", "en", "term", "jargon", "error", id="e")])
    (answer,) = lint_lines([line], rules)
    assert [(one["start"], one["end"]) for one in json.loads(answer)["findings"]] == [(8, 14)]
