"""The lookup of words for codes, and what it means for an edition and its data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from commhub.codes.dictionary import ANYWHERE, Dictionary, Entry, Scope
from commhub.codes.using import codes_for, unmapped_choices, unmapped_findings, unmapped_in, value_at, variable_at
from commhub.contracts import Edition, VariableSpec

OWN = Scope("claim-update", "status")
SHARED = Scope(dictionary="claim-status")
SPECS = (
    VariableSpec("status", "enum", choices=("open", "UW_PEND"), dictionary="claim-status"),
    VariableSpec("plan", "enum", choices=("gold",)),
    VariableSpec("note", "string"),
    VariableSpec("tags", "list"),
    VariableSpec("papers", "list", fields=(VariableSpec("kind", "enum", choices=("p", "r")),)),
)


def edition(
    locale: str = "en-GB", source: str = "{{ status }}{% for one in papers %}{{ one.kind }}{% endfor %}"
) -> Edition:
    return Edition("h", "claim-update", "service", "northlight", locale, {}, SPECS, {"sms": {"text": source}}, {})


@pytest.mark.parametrize(
    ("locale", "entries", "words"),
    [
        ("en-GB", {(OWN, "en"): "own", (SHARED, "en-GB"): "shared"}, "own"),
        ("en-GB", {(SHARED, "en"): "shared", (ANYWHERE, "en-GB"): "any"}, "shared"),
        ("en-GB", {(OWN, "zh"): "own", (ANYWHERE, "en"): "any"}, "any"),
        ("en-GB", {(OWN, "en"): "en", (OWN, "en-GB"): "en-GB"}, "en-GB"),
        ("en-GB", {(OWN, "en-US"): "en-US"}, "en-US"),
        ("zh-CN", {(OWN, "zh-Hans"): "简", (OWN, "zh-Hant"): "繁"}, "简"),
        ("zh-TW", {(OWN, "zh-Hans"): "简"}, None),
        ("de", {(OWN, "en"): "own"}, None),
        ("en", {}, None),
    ],
)
def test_the_most_exact_scope_and_then_the_nearest_language(
    locale: str, entries: Mapping[tuple[Scope, str], str], words: str | None
) -> None:
    dictionary = Dictionary(Entry("open", language, said, scope) for (scope, language), said in entries.items())
    assert dictionary.words("open", locale, [OWN, SHARED, ANYWHERE]) == words
    assert dictionary.words("OPEN", locale, [OWN, SHARED, ANYWHERE]) is None


ENTRIES = Dictionary(
    [
        Entry("open", "en", "we are working on it", SHARED),
        Entry("gold", "en", "the gold plan"),
        Entry("UW_PEND", "en", "we are checking", Scope("claim-update", "note")),
        Entry("fine", "en", "all well"),
        Entry("p", "en", "a photo", Scope("claim-update", "papers.kind")),
    ]
)
DATA: dict[str, Any] = {
    "status": "open",
    "plan": "gold",
    "note": "UW_PEND",
    "tags": ["fine"],
    "papers": [{"kind": "p"}, {"kind": "r"}],
}


def test_a_message_keeps_the_words_for_its_own_codes_and_no_others() -> None:
    assert codes_for(edition(), DATA, ENTRIES) == {
        "status": {"open": "we are working on it"},
        "plan": {"gold": "the gold plan"},
        "note": {"UW_PEND": "we are checking"},
        "papers.kind": {"p": "a photo"},
    }  # `tags` holds texts: an entry for any enum does not reach them
    assert codes_for(edition("de"), DATA, ENTRIES) == {}


def test_a_code_without_words_is_told_with_its_place_where_it_is_printed() -> None:
    [one] = unmapped_in(edition(), DATA, codes_for(edition(), DATA, ENTRIES))
    assert (one.pointer, one.code, one.variable) == ("/papers/1/kind", "r", "papers.kind")
    assert one.sentence == (
        "the code 'r' has no words for customers in en-GB; add them to the code dictionary in the desk, for the variable "
        "papers.kind of the template claim-update"
    )
    only_asked = edition(source="{% if papers[0].kind == 'p' %}x{% endif %}")
    assert unmapped_in(only_asked, DATA, {}) == []


def test_each_choice_without_words_is_a_finding_for_the_author() -> None:
    assert [(one.variable, one.code) for one in unmapped_choices(edition(), ENTRIES)] == [
        ("status", "UW_PEND"),
        ("papers.kind", "r"),
    ]
    first, _ = unmapped_findings(edition(), ENTRIES)
    assert (first.severity, first.message) == (
        "error",
        "The choice “UW_PEND” of the variable status has no words for customers in en-GB.",
    )


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/data/status", "status"),
        ("/data/note", "note"),
        ("/data/tags/3", "tags"),
        ("/data/papers/12/kind", "papers.kind"),
        ("/data/papers/12", ""),
        ("/data/papers", ""),
        ("/data/other", ""),
        ("/data", ""),
        ("/recipient/name", ""),
        ("/recipient/status", ""),
        ("", ""),
    ],
)
def test_a_place_in_the_request_is_a_variable(pointer: str, name: str) -> None:
    assert variable_at(pointer, SPECS) == name


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/data/status", "open"),
        ("/data/papers/1/kind", "r"),
        ("/data/tags/0", "fine"),
        ("/data/tags/1", None),
        ("/data/tags/99999999999999999999", None),
        ("/data/nothing/here", None),
        ("/data", DATA),
    ],
)
def test_the_value_at_a_place(pointer: str, value: object) -> None:
    assert value_at(pointer, DATA) == value
