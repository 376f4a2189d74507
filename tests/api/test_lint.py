"""POST /api/v1/lint: a text is linted with the rules in force, and nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.api.views import lint as view
from commhub.lint.engine import LintUnavailable
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from tests.api.app import App, problem_of
from tests.api.conftest import rows

LINT = "/api/v1/lint"
RULES = RuleSet(
    [
        TermSpec("NIGO", "*", "code", "code", "error", "what is missing", id="nigo"),
        TermSpec("rider", "en", "term", "jargon", "warning", "extra cover", id="en.rider"),
    ],
    digest="d" * 64,
)


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "load_rule_set", lambda: RULES)


def body(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "locale": "en-GB", **more}


def test_a_text_is_linted_and_nothing_is_kept(app: App) -> None:
    before = rows()
    answer = app.post(LINT, body("Your form\nis NIGO, and the rider ends.")).json()
    assert [(one["rule"], one["start"], one["end"], one["surface"], one["severity"]) for one in answer["findings"]] == [
        ("nigo", 13, 17, "NIGO", "error"),
        ("en.rider", 27, 32, "rider", "warning"),
    ]
    assert answer["findings"][0]["suggestion"] == "what is missing"
    assert (answer["stopped"], answer["review"], answer["rules"]) == (True, [], "d" * 64)
    assert rows() == before


def test_html_is_read_as_the_customer_sees_it(app: App) -> None:
    answer = app.post(LINT, body('<p class="NIGO">N<b>IG</b>O</p>', channel="email_html")).json()
    assert [(one["start"], one["end"]) for one in answer["findings"]] == [(16, 27)]


def test_only_an_error_stops(app: App) -> None:
    answer = app.post(LINT, body("The rider ends.")).json()
    assert ([one["rule"] for one in answer["findings"]], answer["stopped"]) == (["en.rider"], False)


def test_what_names_somebody_is_not_linted(app: App) -> None:
    protected = [{"start": 5, "end": 10, "type": "person_name"}]
    assert app.post(LINT, body("Dear Rider, hello.", protected=protected)).json()["findings"] == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"locale": "english"}, "/locale"),
        ({"channel": "fax"}, "/channel"),
        ({"stage": "draft"}, "/stage"),
        ({"text": 5}, "/text"),
        ({"text": "x" * 200_001}, "/text"),
        ({"protected": [{"start": 3, "end": 3, "type": "address"}]}, "/protected/0/end"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_cannot_be_linted_is_refused_with_its_place(app: App, changes: dict[str, Any], pointer: str) -> None:
    answer = app.post(LINT, {**body("fine"), **changes})
    status, _, faults = problem_of(answer)
    assert (status, list(faults)) == (422, [pointer])


def test_without_rules_nothing_is_said_to_be_fine(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> RuleSet:
        raise LintUnavailable("There is no term list that is live.")

    monkeypatch.setattr(view, "load_rule_set", missing)
    answer = app.post(LINT, body("fine"))
    assert answer.json()["detail"] == "There is no term list that is live."
    assert problem_of(answer)[:2] == (503, "linter-unavailable")
