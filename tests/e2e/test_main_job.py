"""The main job, end to end: people approve, an app asks, a worker sends, and the right message arrives or none does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pypdfium2
from celery import current_app
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from commhub.contracts import JSON
from commhub.tasks import sweep
from templates_store.models import TemplateVersion
from tests.api.app import App, problem_of
from tests.e2e.conftest import Outside
from tests.factories import listed, marketer, reviewer
from tests.services.kept import Kept
from tests.store import ADDRESS, CLAIM_DATA, draft_claim, make_claim_template

ASKED = {"template": "claim-update", "data": CLAIM_DATA}
CONTACTS = {"email": "maria@example.com", "phone": "+447700900123", "address": ADDRESS}
ENDS = {"sent", "blocked", "undeliverable", "failed"}


def press(person: User, action: str, version: TemplateVersion) -> str:
    """Press a button of the desk; the page that follows."""
    browser = Client()
    browser.force_login(person)
    url = reverse("admin:desk_act", args=[version.kind, version.pk, action])
    return browser.post(url, {"comment": "Clear and kind."}, follow=True).content.decode()


def introduce(app: App, key: str, name: str, **more: JSON) -> None:
    answer = app.put(f"/api/v1/customers/{key}", {"name": name, "locale": "en", **CONTACTS, **more})
    assert answer.status_code == 201, answer.content


def ask(app: App, body: Mapping[str, JSON], key: str) -> str:
    """Ask for a send; its id."""
    answer = app.post("/api/v1/sends", body, headers={"Idempotency-Key": key})
    assert answer.status_code == 202, answer.content
    return str(answer.json()["id"])


def see(app: App, send_id: str) -> dict[str, Any]:
    return dict(app.get(f"/api/v1/sends/{send_id}").json())


def finished(app: App, worker: Kept, send_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The sends, once the worker is done with all of them."""
    worker.wait_until(lambda: all(see(app, send_id)["status"] in ENDS for send_id in send_ids), seconds=60)
    return [see(app, send_id) for send_id in send_ids]


def read_mail(file: Path) -> EmailMessage:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def read_letter(file: Path) -> list[str]:
    """The lines of the one page of a letter."""
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_bounded()).split("\r\n")


def test_what_was_approved_and_asked_for_arrives_and_what_is_blocked_arrives_nowhere(
    app: App, outside: Outside, worker: Callable[..., Kept]
) -> None:
    draft = draft_claim()
    assert "is now waiting for a reviewer" in press(marketer(), "submit", draft)
    introduce(app, "C-1", "Maria Jones")
    refused = app.post("/api/v1/sends", {**ASKED, "customer": "C-1"})
    assert problem_of(refused) == (409, "template-not-live", ["/template"])
    assert "is approved and live" in press(reviewer(), "approve", draft)

    introduce(app, "C-2", "Tom Brown", preferred_channel="sms")
    introduce(app, "C-3", "Ann Lee", preferred_channel="print")
    introduce(app, "C-4", "王小明", locale="zh-CN")
    listed("NIGO", kind="code", suggestion="we need one more paper")
    coded = {**ASKED, "data": {**CLAIM_DATA, "status": "NIGO"}}
    asked = [ask(app, {**ASKED, "customer": f"C-{number}"}, f"k-{number}") for number in (1, 2, 3, 4)]
    asked.append(ask(app, {**coded, "customer": "C-1"}, "k-5"))
    assert ask(app, {**ASKED, "customer": "C-1"}, "k-1") == asked[0]  # a repeat is no second message

    sends = finished(app, worker(), asked)

    assert [send["status"] for send in sends] == ["sent", "sent", "sent", "sent", "blocked"]
    by_email, by_sms, by_print, chinese, blocked = (send["messages"][0] for send in sends)
    assert [one["channel"] for one in (by_email, by_sms, by_print, chinese)] == ["email", "sms", "print", "email"]
    assert by_sms["decision"]["explanation"] == "Text message, because Tom Brown prefers it."
    assert [(one["surface"], one["field"]) for one in blocked["findings"]] == [("NIGO", "/data/status")] * 2
    assert blocked["attempts"] == []
    [manifest] = outside.letters.glob("manifest-*.jsonl")
    assert outside.arrived() == {
        f"{by_email['id']}.eml",
        f"{chinese['id']}.eml",
        f"{by_sms['id']}.txt",
        f"{by_print['id']}.pdf",
        manifest.name,
    }

    mail = read_mail(outside.mail / f"{by_email['id']}.eml")
    assert (mail["From"], mail["To"]) == (
        "Northlight <letters@northlight.example.com>",
        "Maria Jones <maria@example.com>",
    )
    assert mail["Subject"] == "Your claim is approved"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert text.splitlines() == [
        "Dear Maria Jones,",
        "",
        "Your claim is approved. We pay £1,234.50.",
        "",
        "Call us on 0800 123.",
        "",
        "Northlight Insurance plc",
    ]
    assert '<p style="color:#123456">Your claim is <strong>approved</strong>. We pay £1,234.50.</p>' in html
    assert read_mail(outside.mail / f"{chinese['id']}.eml")["Subject"] == "您的理赔approved"
    assert (outside.texts / f"{by_sms['id']}.txt").read_text() == (
        "To: +447700900123\nFrom: Northlight\n\nNorthlight: Your claim is approved. Call us on 0800 123.\n"
    )
    assert read_letter(outside.letters / f"{by_print['id']}.pdf") == [
        "Your claim is approved",
        "Dear Ann Lee,",
        "Your claim is approved. We pay £1,234.50.",
        "Call us on 0800 123.",
        "Ann Lee",  # placed on the page by itself, so that it stands behind the text in the file
        "1 High Street",
        "Ambleton",
        "AB1 2CD",
    ]
    [line] = map(json.loads, manifest.read_text().splitlines())
    assert (line["message_id"], line["file"], line["pages"]) == (by_print["id"], f"{by_print['id']}.pdf", 1)


def test_what_a_killed_worker_and_a_lost_broker_held_is_finished_by_the_sweep(
    app: App, outside: Outside, worker: Callable[..., Kept]
) -> None:
    make_claim_template()
    introduce(app, "C-1", "Maria Jones", preferred_channel="sms")
    outside.gateway.silent = True
    send_ids = [ask(app, {**ASKED, "customer": "C-1"}, f"k-{number}") for number in (1, 2)]

    first = worker()
    assert outside.gateway.asked.wait(60)
    first.kill()
    current_app.control.purge()
    outside.gateway.silent = False
    outside.gateway.hang_up.set()
    assert outside.arrived() == set()

    second = worker(COMMHUB_LEASE_SECONDS="0.001")
    sweep.delay()
    sends = finished(app, second, send_ids)

    messages = [send["messages"][0] for send in sends]
    assert [send["status"] for send in sends] == ["sent", "sent"]
    assert outside.arrived() == {f"{message['id']}.txt" for message in messages}
    assert sorted([try_["outcome"] for try_ in message["attempts"]] for message in messages) == [
        ["accepted"],
        ["started", "accepted"],
    ]
