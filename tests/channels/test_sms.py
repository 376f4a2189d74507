"""The text-message channel: punctuation by policy, the budget of parts, what it costs, and what made it UCS-2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from commhub.channels import channels
from commhub.channels.base import Source
from commhub.contracts import JSON, AssetFile, CompileError, Contact, Edition, Rendered, RenderError
from commhub.publish.samples import sample_brief
from templates_store.variables import spec_from_json

BRAND: Mapping[str, JSON] = {"name": "Northlight", "sms_sender": "Northlight"}
VARIABLES = (
    {"name": "name", "type": "string", "holds": "person-name"},
    {"name": "note", "type": "string", "required": False},
    {"name": "amount", "type": "money", "required": False},
)
DATA: Mapping[str, JSON] = {"name": "Alex"}
SENTENCE = "We have looked at your claim and agree with all of it. "


def nothing(slot: str) -> AssetFile:
    raise CompileError("no asset", slot)


def compiled(
    text: str, locale: str = "en-GB", budget: str = "", layout: str = "{{ content }}", **settings: JSON
) -> Mapping[str, JSON]:
    parts = {"sms": text} | ({"sms-budget": budget} if budget else {})
    names = frozenset(str(variable["name"]) for variable in VARIABLES)
    return channels.get("sms").compile(Source(parts, layout, settings, BRAND, locale, names, nothing))


def rendered(
    share: Mapping[str, JSON], data: Mapping[str, JSON] = DATA, locale: str = "en-GB", to: Any = "+447400123456"
) -> Rendered:
    specs = tuple(spec_from_json(raw) for raw in VARIABLES)
    edition = Edition("0" * 64, "t", "service", "northlight", locale, BRAND, specs, {"sms": share}, {})
    brief = sample_brief(edition, {}, data)
    contacts = {"phone": Contact("phone", to)} if to else {}
    brief = replace(brief, recipient=replace(brief.recipient, contacts=contacts))
    return channels.get("sms").render(edition, brief)


def test_the_value_that_made_it_ucs_2_is_named() -> None:
    share = compiled("Dear {{ name }}, we’re {{ note }}.", punctuation="keep")
    facts = rendered(share, {"name": "Łukasz Ćwik", "note": "dąb ł"}).facts
    assert facts["encoding"] == "UCS-2"
    assert facts["forced_by"] == [
        {"source": "data", "field": "/data/name", "characters": ["Ł", "Ć"], "more": 0},
        {"source": "template", "field": "", "characters": ["’"], "more": 0},
        {"source": "data", "field": "/data/note", "characters": ["ą", "ł"], "more": 0},
    ]


def test_an_amount_can_make_it_ucs_2_too() -> None:
    data = {**DATA, "amount": {"amount": "1234.50", "currency": "EUR"}}
    share = compiled("Il reste {{ amount }}.", "fr")
    made = rendered(share, data, "fr")
    assert made.content["text"] == "Il reste 1\u202f234,50\u00a0€."
    assert made.facts["forced_by"] == [{"source": "format", "field": "", "characters": ["\u202f", "\u00a0"], "more": 0}]
    assert made.facts["in_plain"] == {"encoding": "GSM-7", "units": 21, "parts": 1}
    plain = rendered(compiled("Il reste {{ amount }}.", "fr", punctuation="plain"), data, "fr")
    assert plain.content["text"] == "Il reste 1 234,50 €."


def test_ten_characters_are_named_and_the_others_counted() -> None:
    [forced] = rendered(compiled("{{ note }}"), {**DATA, "note": "一二三四五六七八九十百千"}).facts["forced_by"]
    assert forced == {"source": "data", "field": "/data/note", "characters": list("一二三四五六七八九十"), "more": 2}


def test_a_text_in_gsm_7_has_nobody_to_blame() -> None:
    made = rendered(compiled("Dear {{ name }}, {{ note }}"), {"name": "Zoé", "note": "[ok] €5"})
    assert dict(made.facts) == {
        "encoding": "GSM-7",
        "units": 20,
        "parts": 1,
        "cost": "0.0400",
        "currency": "GBP",
        "destination": "GB",
        "price_list": "sample prices 2026-01",
    }
    assert made.findings == ()


def test_punctuation_is_offered_where_it_saves_parts() -> None:
    made = rendered(compiled("{{ name }}, it’s “agreed”: " + SENTENCE), {"name": "O’Neill"})
    assert (made.facts["encoding"], made.facts["parts"]) == ("UCS-2", 2)
    assert made.content["text"].startswith("O’Neill, it’s “agreed”")
    assert made.facts["in_plain"] == {"encoding": "GSM-7", "units": 78, "parts": 1}
    [finding] = made.findings
    assert (finding.rule, finding.severity, finding.part) == ("sms-punctuation", "advice", "sms")
    assert (finding.start, finding.end, finding.surface, finding.field) == (1, 2, "’", "/data/name")
    assert finding.message == (
        "Typographic punctuation alone makes this text UCS-2, with 2 parts; in plain punctuation it is GSM-7, with 1."
    )
    assert finding.suggestion == '\' for “’”, " for ““”, " for “””'


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("{{ name }}, it’s agreed.", DATA),  # one part either way
        ("{{ name }}, it’s agreed. " + SENTENCE * 2, {"name": "Łukasz"}),  # the name keeps it in UCS-2
    ],
)
def test_nothing_is_offered_where_nothing_is_saved(text: str, data: Mapping[str, JSON]) -> None:
    made = rendered(compiled(text), data)
    assert made.facts["encoding"] == "UCS-2"
    assert made.findings == ()


def test_punctuation_is_put_in_plain_by_policy_and_that_is_shown() -> None:
    made = rendered(compiled("{{ name }} – it’s agreed… " + SENTENCE, punctuation="plain"), {"name": "O’Neill"})
    assert made.content["text"].startswith("O'Neill - it's agreed... We have")
    assert (made.facts["encoding"], made.facts["parts"]) == ("GSM-7", 1)
    assert made.facts["replaced"] == [
        {"character": "’", "by": "'", "count": 2},
        {"character": "–", "by": "-", "count": 1},
        {"character": "…", "by": "...", "count": 1},
    ]
    assert made.facts["as_written"] == {"encoding": "UCS-2", "units": 77, "parts": 2}
    [readable] = made.readable
    [span] = readable.spans
    assert (readable.text[span.start : span.end], span.field, span.holds) == ("O'Neill", "/data/name", "person-name")
    assert made.findings == ()


def test_a_name_keeps_its_letters_and_then_the_text_keeps_its_punctuation() -> None:
    made = rendered(compiled("{{ name }} – it’s agreed…", punctuation="plain"), {"name": "Łukasz"})
    assert made.content["text"] == "Łukasz – it’s agreed…"
    assert "replaced" not in made.facts


def test_what_is_kept_is_not_even_offered() -> None:
    made = rendered(compiled("It’s agreed. " + SENTENCE * 2, punctuation="keep"))
    assert made.findings == ()
    assert "in_plain" not in made.facts


@pytest.mark.parametrize(
    ("settings", "budget", "findings"),
    [
        ({}, "", []),
        ({"max_parts": 2}, "", []),
        ({"max_parts": 1}, "", ["warning"]),
        ({"max_parts": 1, "over_budget": "refuse"}, "", ["error"]),
        ({"max_parts": 1}, " 2\n", []),  # the template's own comes first
        ({"max_parts": 5}, "1", ["warning"]),
        ({"over_budget": "refuse"}, "1", ["error"]),
    ],
)
def test_the_budget_of_parts(settings: dict[str, JSON], budget: str, findings: list[str]) -> None:
    made = rendered(compiled(SENTENCE * 3, budget=budget, **settings))
    assert made.facts["parts"] == 2
    assert [finding.severity for finding in made.findings] == findings
    assert made.facts.get("over_budget", False) is bool(findings)
    for finding in made.findings:
        assert (finding.rule, finding.surface) == ("sms-budget", "2 parts")
        assert finding.message == "The text needs 2 parts in GSM-7; its budget is 1."


@pytest.mark.parametrize(
    ("settings", "budget", "problem"),
    [
        ({"punctuation": "smart"}, "", "layout settings: punctuation is one of offer, plain, keep, not 'smart'"),
        ({"over_budget": "stop"}, "", "layout settings: over_budget is one of warn, refuse, not 'stop'"),
        ({"max_parts": 0}, "", "layout settings: a budget of parts is a whole number from 1 to 255, not 0"),
        ({"max_parts": True}, "", "layout settings: a budget of parts is a whole number from 1 to 255, not True"),
        ({"max_parts": "2"}, "", "layout settings: a budget of parts is a whole number from 1 to 255, not '2'"),
        ({}, "two", r"sms-budget \(en-GB\): a budget of parts is a whole number from 1 to 255, not 'two'"),
        ({}, "999", r"sms-budget \(en-GB\): a budget of parts is a whole number from 1 to 255, not 999"),
        ({}, "9" * 5000, r"sms-budget \(en-GB\): a budget of parts is a whole number from 1 to 255"),
    ],
)
def test_settings_that_mean_nothing_are_refused(settings: dict[str, JSON], budget: str, problem: str) -> None:
    with pytest.raises(CompileError, match=problem):
        compiled("Hello", budget=budget, **settings)


@pytest.mark.parametrize(
    ("to", "cost"),
    [
        ("+447400123456", {"cost": "0.0800", "currency": "GBP", "destination": "GB"}),
        ("+12125550123", {"cost": "0.0180", "currency": "GBP", "destination": "US"}),
        ("+22612345678", {"cost": "0.2000", "currency": "GBP", "destination": ""}),
    ],
)
def test_what_it_costs_depends_on_where_it_goes(to: str, cost: dict[str, str]) -> None:
    facts = rendered(compiled(SENTENCE * 3), to=to).facts
    assert {name: facts[name] for name in cost} == cost


def test_more_parts_than_there_can_be() -> None:
    share = compiled("{% for i in range(100) %}{{ note }}{% endfor %}")
    with pytest.raises(RenderError, match="sms: the text needs 262 parts; 255 are the most that there can be"):
        rendered(share, {**DATA, "note": "a" * 400})


def test_an_edition_from_before_there_were_policies_renders_as_it_did() -> None:
    made = rendered({"text": "It’s {{ name }}. " + SENTENCE * 2, "sender": {"name": "Northlight"}})
    assert made.content["text"].startswith("It’s Alex.")
    assert made.findings == ()
    assert "max_parts" not in made.facts
