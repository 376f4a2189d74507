"""The figures about a message in words."""

from __future__ import annotations

from commhub.desk.facts import facts_for_people


def test_plain_figures_stand_as_they_are() -> None:
    facts = {"encoding": "GSM-7", "units": 53, "parts": 2, "window": "uk-c5", "over_budget": True, "urgent": False}
    assert facts_for_people(facts) == [
        ("encoding", "GSM-7"),
        ("characters counted", "53"),
        ("parts", "2"),
        ("window", "uk-c5"),
        ("over budget", "yes"),
    ]


def test_who_made_it_ucs_2() -> None:
    forced = [
        {"source": "data", "field": "/data/first_name", "characters": ["ł"], "more": 0},
        {"source": "template", "field": "", "characters": ["您", "的"], "more": 8},
        {"source": "format", "field": "", "characters": ["\u202f"], "more": 0},
    ]
    [(label, words)] = facts_for_people({"forced_by": forced})
    assert label == "UCS-2 because"
    assert words == (
        "/data/first_name brought “ł”; the template itself has “您”, “的” and 8 more; "
        "an amount, date or number brought narrow no-break space"
    )


def test_what_was_put_in_plain() -> None:
    facts = {
        "replaced": [
            {"character": "’", "by": "'", "count": 2},
            {"character": "\u00a0", "by": " ", "count": 1},
            {"character": "\u200b", "by": "", "count": 1},
        ],
        "as_written": {"encoding": "UCS-2", "units": 99, "parts": 2},
    }
    assert facts_for_people(facts) == [
        ("punctuation put in plain", "“’” as “'” (2 times), no-break space as space, zero width space as nothing"),
        ("as written", "2 parts in UCS-2"),
    ]


def test_what_it_costs_is_one_line() -> None:
    facts = {"cost": "0.0800", "currency": "GBP", "destination": "GB", "price_list": "sample prices 2026-01"}
    assert facts_for_people(facts) == [("cost", "0.0800 GBP to GB (sample prices 2026-01)")]
    assert facts_for_people({**facts, "destination": ""}) == [("cost", "0.0800 GBP (sample prices 2026-01)")]
