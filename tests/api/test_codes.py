"""Codes at the door: what customers cannot read is refused with its place, before anything is stored."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.codes.dictionary import Scope
from commhub.codes.models import CodeEntry
from commhub.pipeline import carry
from commhub.record.models import Message
from templates_store.models import Category
from tests import factories
from tests.api.app import App, problem_of
from tests.api.conftest import rows
from tests.codes.entries import put_words
from tests.store import NOW

PARTS = {
    "en": {
        "subject": "Your {{ plan }}",
        "body": "{% for one in papers %}\n- {{ one.kind }}\n{% endfor %}\n\n{% if stage == 'UW_PEND' %}Wait.{% endif %}",
        "sms": "{{ plan }}",
    }
}
VARIABLES: list[dict[str, Any]] = [
    {"name": "plan", "type": "enum", "choices": ["gold", "base"], "sample": "gold", "dictionary": "plans"},
    {"name": "stage", "type": "enum", "choices": ["open", "UW_PEND"], "sample": "open"},
    {
        "name": "papers",
        "type": "list",
        "fields": [{"name": "kind", "type": "enum", "choices": ["p", "r"], "sample": "p"}],
        "sample": [{"kind": "p"}],
    },
]
DATA: dict[str, Any] = {"plan": "gold", "stage": "UW_PEND", "papers": [{"kind": "p"}, {"kind": "r"}]}
REQUEST: dict[str, Any] = {
    "template": "plan-note",
    "recipient": {"name": "Ann", "email": "ann@example.com", "locale": "en-GB"},
    "data": DATA,
}


@pytest.fixture
def live(db: None) -> None:
    brand = factories.live_brand(channels=("email", "sms"))
    factories.listed("never said")
    put_words({"gold": "the gold plan", "base": "the basic plan"}, scope=Scope(dictionary="plans"))
    put_words({"p": "a photo", "r": "a receipt"}, scope=Scope("plan-note", "papers.kind"))
    factories.publish(factories.template_draft("plan-note", PARTS, VARIABLES, brands=[brand]))


@pytest.mark.usefixtures("live")
def test_codes_with_words_are_accepted_and_the_words_are_shown(test_app: App) -> None:
    previews = test_app.post("/api/v1/previews", REQUEST).json()["previews"]
    assert [one["content"].get("subject", one["content"].get("text")) for one in previews] == [
        "Your the gold plan",
        "Northlight: the gold plan",
    ]
    assert "a photo" in previews[0]["content"]["html"]
    assert "Wait." in previews[0]["content"]["html"]
    assert test_app.post("/api/v1/sends", REQUEST).status_code == 202


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize("path", ["/api/v1/sends", "/api/v1/previews"])
def test_a_code_without_words_is_refused_with_its_place_and_nothing_is_stored(app: App, path: str) -> None:
    CodeEntry.objects.filter(code__in=["gold", "r"]).update(ended_at=NOW)
    before = rows()

    refused = app.post(path, REQUEST)

    assert problem_of(refused) == (422, "unmapped-code", ["/data/plan", "/data/papers/1/kind"])
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["errors"][0]["detail"] == (
        "the code 'gold' has no words for customers in en; add them to the code dictionary in the desk, for the variable "
        "plan of the template plan-note"
    )
    assert rows() == before


@pytest.mark.usefixtures("live")
def test_a_held_send_says_so(test_app: App) -> None:
    factories.listed("receipt", kind="jargon")
    Category.objects.update(on_lint_error="hold")
    send_id = test_app.post("/api/v1/sends", REQUEST).json()["id"]
    carry([str(Message.objects.get().pk)], lambda: NOW)

    send = test_app.get(f"/api/v1/sends/{send_id}").json()

    [message] = send["messages"]
    assert (send["status"], message["state"], message["finished_at"]) == ("held", "held", None)
    assert message["held_at"] == "2026-03-02T10:00:00Z"
    assert [(one["surface"], one["field"]) for one in message["findings"]] == [("receipt", "/data/papers/1/kind")]
    found = test_app.get("/api/v1/sends", {"status": "held"}).json()
    assert [one["id"] for one in found["results"]] == [send_id]
