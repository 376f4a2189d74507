"""The rule type required-wording: words that must stand there as they were agreed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commhub.contracts import Finding
from commhub.lint.engine import lint
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from tests.lint.rows import row

WORDING = "You can cancel within 14 days, and we will pay back all that you paid."


def required(text: str = WORDING, locale: str = "en", **settings: list[str]) -> TermSpec:
    return row(text, locale, rule="required-wording", kind="required", id="cancel", settings=json.dumps(settings))


def _findings(source: str, *terms: TermSpec, locale: str = "en", **facts: str) -> list[Finding]:
    blocks = source_blocks(source, "email_html", "rendered")
    return list(lint(blocks, locale, RuleSet(terms), facts=facts).findings)


@pytest.mark.parametrize(
    "source",
    [
        f"<p>{WORDING}</p>",
        f"<p>Hello. {WORDING} Bye.</p>",
        f"<p>{WORDING.upper().replace(' ', '&nbsp;')}</p>",
        "<p>You can <b>cancel</b> within 14\n days,\u200b and we will pay back all that you paid.</p>",
        "<p>You can cancel within 14 days,</p><p>and we will pay back all that you paid.</p>",
    ],
)
def test_it_is_present_however_it_is_set(source: str) -> None:
    assert _findings(source, required()) == []


def test_it_is_missing() -> None:
    (finding,) = _findings("<p>Hello Maria.</p><p>Goodbye.</p>", required())
    assert (finding.rule, finding.kind, finding.severity, finding.surface) == (
        "cancel",
        "required",
        "error",
        "Goodbye.",
    )
    assert finding.message == f"This message must say '{WORDING}', and does not; add it, word for word."


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        (WORDING.replace("14", "30"), "it says '30' for '14'"),
        (WORDING.replace("days, and", "days and"), "',' is left out"),
        (WORDING.replace("all that", "most of what"), "it says 'most of what' for 'all that'"),
        (WORDING.replace("can cancel", "can only cancel"), "'only' was added"),
        (WORDING.replace("paid.", "paid!"), "'.' is left out"),
    ],
)
def test_it_was_altered(said: str, changes: str) -> None:
    (finding,) = _findings(f"<p>Hello.</p><p>Dear Maria. {said} Bye</p>", required())
    assert finding.message == f"The wording '{WORDING}' must stand here as it was agreed; {changes}."
    assert finding.surface.startswith("You can")
    assert "Dear" not in finding.surface


def test_it_hides_no_word_and_explains_nothing() -> None:
    altered = WORDING.replace("14", "NIGO")
    listed = _findings(f"<p>{altered}</p>", required(), row("NIGO", id="nigo"))
    assert sorted(one.rule for one in listed) == ["cancel", "nigo"]


def test_it_holds_for_some_messages() -> None:
    legal = required(categories=["legal"], brands=["acme", "beta"])
    assert _findings("<p>Hello.</p>", legal) == []
    assert _findings("<p>Hello.</p>", legal, category="legal") == []
    assert _findings("<p>Hello.</p>", legal, category="service", brand="acme") == []
    assert len(_findings("<p>Hello.</p>", legal, category="legal", brand="beta", channel="sms")) == 1
    assert (
        len(_findings("<p>Hello.</p>", required(templates=["a"], channels=["sms"]), template="a", channel="sms")) == 1
    )


def test_chinese() -> None:
    wording = required("您可以在十四天内取消。", "zh")
    assert _findings("<p>您可以在十四天內取消。</p>", wording, locale="zh-TW") == []
    (finding,) = _findings("<p>您可以在三十天内取消。</p>", wording, locale="zh-CN")
    assert finding.message == (
        "The wording '您可以在十四天内取消。' must stand here as it was agreed; '三' was added, '四' is left out."
    )


@pytest.mark.parametrize(
    ("text", "settings", "problem"),
    [
        (WORDING, {}, ""),
        (WORDING, {"templates": ["a"]}, ""),
        (" ", {}, "There is no wording to require"),
        ("word " * 401, {}, "The wording is longer than 400 words and marks; make several rows of it"),
        (WORDING, {"templates": "a"}, "'templates' in the settings is not a list of texts"),
        (
            WORDING,
            {"category": ["a"]},
            (
                "The settings have 'category', which means nothing here; they can have 'templates', 'categories', "
                "'channels', 'brands'"
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_row(text: str, settings: Any, problem: str) -> None:
    term = row(text, rule="required-wording", settings=json.dumps(settings))
    assert rule_types.get("required-wording").problem_with(term) == problem


def test_a_hostile_message_takes_no_time() -> None:
    text = "<p>" + "you can cancel within days and we will pay " * 5_000 + "</p>"
    assert len([one for one in _findings(text, required()) if one.rule == "cancel"]) == 1
