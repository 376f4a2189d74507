"""Data that tries to silence the linter: values that explain themselves, bring glossaries, or look like what is not read."""

from __future__ import annotations

import pytest

from commhub.contracts import DataSpan, Readable
from commhub.lint.engine import check, lint
from commhub.lint.policy import Policy
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks

RULES = RuleSet(
    [
        TermSpec("PAF", "*", "acronym", "acronym", "error", id="paf", explainable=True),
        TermSpec("moratorium", "en", "term", "jargon", "error", id="moratorium", explainable=True),
    ],
    Policy(unknown_acronyms="ignore"),
)


def said(template: str, **values: str) -> list[tuple[str, str]]:
    """What is found in a message (surface and field), with `{name}` in the place of values."""
    text, spans = template, []
    for name, value in values.items():
        at = text.index(f"{{{name}}}")
        text = text.replace(f"{{{name}}}", value)
        spans.append(DataSpan(at, at + len(value), f"/data/{name}"))
    findings = check([Readable("body", text, tuple(spans))], "en", RULES)
    return [(finding.surface, finding.field) for finding in findings]


@pytest.mark.parametrize(
    "value",
    [
        "PAF (payment application form)",
        "payment application form (PAF)",
        "PAF means that we wait for your form.",
        "PAF, which is the form that you send us first.",
    ],
)
def test_a_value_does_not_explain_itself(value: str) -> None:
    assert said("Your request is {status} today.", status=value) == [("PAF", "/data/status")]


def test_nor_does_it_explain_what_the_template_says_behind_it() -> None:
    note = "moratorium (a pause in your payments)"
    assert said("We agreed on a {note}.\nThe moratorium ends in May.", note=note) == [
        ("moratorium", "/data/note"),
        ("moratorium", ""),
    ]


def test_nor_a_glossary_that_came_with_the_data() -> None:
    assert said(
        "PAF is open.\n{heading}\n{entry}", heading="Glossary", entry="PAF: payment application form, to begin with"
    ) == [
        ("PAF", ""),
        ("PAF", "/data/entry"),
    ]


def test_the_template_explains_a_value_and_may_have_values_in_its_gloss() -> None:
    assert said("Your {code} (payment application form) is here.", code="PAF") == []
    assert said("A moratorium (a pause in your payments until {day}) begins. Moratorium it is.", day="31 May") == []


def test_a_name_explains_nothing() -> None:
    text = "Ask PAF (Padua Assurance Friends) first. PAF knows."
    spans = [DataSpan(9, 32, "", "company")]
    assert text[9:32] == "Padua Assurance Friends"
    report = lint(source_blocks(text, "sms", "rendered", spans), "en", RULES)
    assert [finding.start for finding in report.findings] == [4, 41]


@pytest.mark.parametrize(
    "value", ["tel:PAF", "sms:PAF", "mailto:PAF", "status://PAF", "x@PAF", "PAF@", "see:PAF", "PAF:/x"]
)
def test_what_only_begins_like_an_address_is_read(value: str) -> None:
    assert said("Your request: {status} it is.", status=value) == [("PAF", "/data/status")]


@pytest.mark.parametrize(
    "value",
    ["mailto:paf@PAF.com", "https://PAF", "commhub://open/PAF", "tel:+44(0)20PAF", "www.PAF.com", "PAF@example.com"],
)
def test_addresses_are_left_alone(value: str) -> None:
    assert said("Write to {place} about it.", place=value) == []
