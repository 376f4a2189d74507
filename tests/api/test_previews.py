"""Previews: what would be sent, by the same code, with nothing stored."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from commhub.contracts import JSON
from commhub.record.models import Message
from tests import factories
from tests.api.app import App, problem_of
from tests.api.conftest import rows

PREVIEWS = "/api/v1/previews"
PDF = {"Accept": "application/pdf"}


@pytest.fixture
def with_letter(db: None) -> str:
    """The key of a live template that goes out as a letter too."""
    return factories.live_template("renewal-notice").key


def body(**changes: JSON) -> dict[str, Any]:
    person = {
        "name": "Alex Morgan",
        "email": "alex@example.com",
        "phone": "+447700900123",
        "address": factories.ADDRESS,
    }
    return {"template": "renewal-notice", "recipient": person, "data": dict(factories.DATA), **changes}


def test_every_channel_is_shown_and_nothing_is_stored(app: App, with_letter: str) -> None:
    before = rows()
    answer = app.post(PREVIEWS, body())
    assert answer.status_code == 200
    email, sms, letter = answer.json()["previews"]
    assert email["content"]["subject"] == "Policy HM-204711 renews"
    assert "You pay £412.50." in email["content"]["text"]
    assert (email["document"], email["findings"], email["stopped"]) == (None, [], False)
    assert sms["content"] == {"text": "Northlight: Policy HM-204711 renews. You pay £412.50."}
    price = {"cost": "0.0400", "currency": "GBP", "destination": "GB", "price_list": "sample prices 2026-01"}
    assert sms["facts"] == {"encoding": "GSM-7", "units": 53, "parts": 1, **price}
    assert (email["inlined"], email["reasons"], sms["inlined"], letter["inlined"]) == ("once", [], None, None)
    assert email["facts"] == {"bytes": len(email["content"]["html"].encode())}
    assert (letter["channel"], letter["facts"]) == ("print", {"pages": 1, "window": "uk-c5"})
    assert "<div>7 Harbour Lane</div><div>Whitby</div><div>YO21 1AA</div>" in letter["content"]["html"]
    assert letter["document"]["media_type"] == "application/pdf"
    assert base64.b64decode(letter["document"]["base64"]).startswith(b"%PDF-")
    assert rows() == before


def test_one_channel_alone(app: App, template: str) -> None:
    previews = app.post(PREVIEWS, body(channel="sms")).json()["previews"]
    assert [preview["channel"] for preview in previews] == ["sms"]


def test_a_preview_is_what_a_send_sends(test_app: App, template: str) -> None:
    shown = test_app.post(PREVIEWS, body(channel="sms")).json()["previews"][0]
    test_app.post("/api/v1/sends", body(channel="sms"))
    factories.work_off()
    assert Message.objects.get().output_hash == shown["sha256"]


def test_findings_are_told_with_the_value_that_brought_them(app: App, template: str) -> None:
    factories.listed("XQ-77", kind="code", locale="*")
    asked = body(channel="sms", data={**factories.DATA, "policy_number": "XQ-77"})
    (preview,) = app.post(PREVIEWS, asked).json()["previews"]
    assert preview["stopped"] is True
    assert [(one["surface"], one["field"]) for one in preview["findings"]] == [("XQ-77", "/data/policy_number")]


def test_a_text_message_names_the_value_that_made_it_cost_more(app: App, with_letter: str) -> None:
    asked = body(channel="sms", data={**factories.DATA, "policy_number": "Łódź-7"})
    (preview,) = app.post(PREVIEWS, asked).json()["previews"]
    facts = preview["facts"]
    assert (facts["encoding"], facts["units"], facts["parts"], facts["cost"]) == ("UCS-2", 50, 1, "0.0400")
    assert facts["forced_by"] == [
        {"source": "data", "field": "/data/policy_number", "characters": ["Ł", "ó", "ź"], "more": 0}
    ]


def test_a_template_that_cannot_be_inlined_once_says_why_and_where(app: App, db: None) -> None:
    designed = (
        '<!doctype html>\n<html lang="en"><head><title>News</title>\n'
        '<link rel="stylesheet" href="https://www.example.com/a.css">\n<style>.paid { color: #006600 }</style></head>\n'
        '<body><p class="{{ policy_number }}">Policy {{ policy_number }}</p></body></html>'
    )
    parts = {"en": {"subject": "News", "email-html": designed}}
    brand = factories.live_brand(channels=("email",))
    factories.live_template("news", parts=parts, brands=[brand])
    asked = body(template="news", data={**factories.DATA, "policy_number": "paid"})
    (preview,) = app.post(PREVIEWS, asked).json()["previews"]

    assert preview["inlined"] == "per-message"
    (reason,) = preview["reasons"]
    assert (reason["part"], reason["line"], reason["column"]) == ("email-html (en)", 5, 17)
    assert "class" in reason["message"]
    assert reason["advice"]
    assert 'style="color:#006600"' in preview["content"]["html"]
    noticed = preview["findings"][0]
    assert (noticed["rule"], noticed["severity"]) == ("linked-style-sheet", "advice")
    assert (noticed["part"], noticed["line"], noticed["column"]) == ("email-html (en)", 3, 1)
    assert preview["stopped"] is False


def test_the_letter_itself_as_pdf(app: App, with_letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A letter says when it was made: both are asked for at the same moment.
    monkeypatch.setattr("commhub.api.views.previews.timezone.now", lambda: datetime(2026, 3, 5, 9, 30, tzinfo=UTC))
    answer = app.post(PREVIEWS, body(channel="print"), headers=PDF)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    shown = app.post(PREVIEWS, body(channel="print")).json()["previews"][0]["document"]["base64"]
    assert base64.b64decode(shown) == answer.content


def test_a_channel_without_a_file_is_no_pdf(app: App, template: str) -> None:
    assert problem_of(app.post(PREVIEWS, body(channel="sms"), headers=PDF)) == (406, "not-acceptable", [])


def test_an_error_is_a_problem_even_where_a_pdf_was_asked_for(app: App, template: str) -> None:
    answer = app.post(PREVIEWS, body(template="no-such"), headers=PDF)
    assert problem_of(answer) == (404, "unknown-template", ["/template"])


def test_a_channel_that_the_template_does_not_go_out_by(app: App, template: str) -> None:
    assert problem_of(app.post(PREVIEWS, body(channel="print"))) == (422, "channel-not-offered", ["/channel"])
