"""Replay over the API: a past message's exact bytes, or the plain word that they come out otherwise or are gone."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commhub.api.keys import create_key
from commhub.channels.email import Email
from commhub.channels.sms import Sms
from commhub.contracts import JSON, RenderError
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition, ReleaseEdition, StoredEdition
from commhub.record.archive import packed, unpacked
from commhub.record.models import ArchivedCopy, Message, RendererSet, Send
from templates_store.models import Category
from tests import factories
from tests.api.app import App, problem_of

PERSON = {"name": "Alex Morgan", "email": "alex@example.com", "phone": "+447700900123", "address": factories.ADDRESS}


@pytest.fixture(scope="module", autouse=True)
def content(module_db: None) -> None:
    """A live template on all three channels, made once for this file."""
    factories.live_template("renewal-notice")


def sent(app: App, channel: str, **more: JSON) -> Message:
    body = {"template": "renewal-notice", "recipient": PERSON, "data": dict(factories.DATA), "channel": channel, **more}
    send_id = app.post("/api/v1/sends", body).json()["id"]
    factories.work_off()
    return Message.objects.select_related("send").get(send_id=send_id)


def url(message: Message) -> str:
    return f"/api/v1/messages/{message.pk}/render"


def plain_hash(made: dict[str, Any]) -> str:
    """The recipe of docs/replay.md, written again from the page: what an app does that wants to see for itself."""
    digest = hashlib.sha256()

    def add(name: str, value: bytes) -> None:
        digest.update(f"{name}:{len(value)}:".encode() + value)

    for name in sorted(made["content"]):
        add(name, made["content"][name].encode())
    document = made["document"]
    add("document", base64.b64decode(document["base64"]) if document else b"")
    for file in made["attachments"]:
        add(file["file_name"], base64.b64decode(file["base64"]))
    return digest.hexdigest()


@pytest.mark.parametrize("channel", ["email", "sms", "print"])
def test_a_message_is_made_again_byte_for_byte(test_app: App, channel: str) -> None:
    message = sent(test_app, channel)
    made = test_app.get(url(message)).json()
    assert (made["same"], made["explanation"]) == (True, "The same bytes as recorded.")
    assert made["sha256"] == made["sha256_now"] == message.output_hash == plain_hash(made)
    assert (made["channel"], made["edition"], made["template"]) == (
        channel,
        message.send.edition_hash,
        "renewal-notice",
    )
    assert made["renderers"]["then"] == made["renderers"]["now"]
    assert made["renderers"]["changed"] == []
    assert {"email": "tinycss2", "sms": "jinja2", "print": "pango"}[channel] in made["renderers"]["then"]
    told = test_app.get(f"/api/v1/sends/{message.send_id}").json()["messages"][0]
    assert told["sha256"] == message.output_hash
    assert told["render"].endswith(url(message))


def test_each_part_comes_as_its_exact_bytes(test_app: App) -> None:
    message = sent(test_app, "email")
    made = test_app.get(url(message)).json()
    assert [part["name"] for part in made["parts"]] == ["subject", "html", "text"]
    for part in made["parts"]:
        answer = test_app.get(url(message), {"part": part["name"]}, headers={"Accept": "application/xml"})
        assert answer.status_code == 200
        assert answer.content == made["content"][part["name"]].encode()
        digest = hashlib.sha256(answer.content).digest()
        assert (part["sha256"], part["bytes"]) == (digest.hex(), len(answer.content))
        assert answer.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
        assert answer.headers["Content-Type"] == part["media_type"]
        assert answer.headers["Commhub-Same"] == "true"
        assert answer.headers["Commhub-Recorded-SHA256"] == message.output_hash
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
    wrong = test_app.get(url(message), {"part": "document"})
    assert problem_of(wrong) == (400, "invalid-query", ["part"])
    assert wrong.json()["errors"][0]["detail"] == "This message has no such part, but: subject, html, text."
    assert problem_of(test_app.get(url(message), {"prat": "html"})) == (400, "invalid-query", ["prat"])


def test_a_letter_comes_as_its_pdf(test_app: App) -> None:
    message = sent(test_app, "print")
    by_accept = test_app.get(url(message), headers={"Accept": "application/pdf"})
    by_part = test_app.get(url(message), {"part": "document"})
    assert (by_accept.status_code, by_accept.headers["Content-Type"]) == (200, "application/pdf")
    assert by_accept.content.startswith(b"%PDF-")
    assert by_accept.content == by_part.content
    sms = sent(test_app, "sms")
    refused = test_app.get(url(sms), headers={"Accept": "application/pdf"})
    assert problem_of(refused) == (406, "not-acceptable", [])


def test_only_the_app_that_sent_it_reads_it_in_its_mode(test_app: App, app: App) -> None:
    message = sent(test_app, "sms")
    other = App(create_key("Marketing", "test", None, now=timezone.now())[1])
    for stranger in (app, other):
        assert problem_of(stranger.get(url(message))) == (404, "not-found", [])
    renewed = App(create_key("Billing", "test", None, now=timezone.now())[1])
    assert renewed.get(url(message)).status_code == 200
    assert problem_of(test_app.get(f"/api/v1/messages/{uuid.uuid4()}/render")) == (404, "not-found", [])
    assert Client().get(url(message)).status_code == 401


def test_other_versions_are_named_and_a_difference_is_never_hidden(
    test_app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = sent(test_app, "sms")
    before = Sms().renderers()
    monkeypatch.setattr(Sms, "renderers", lambda self: {**before, "jinja2": "99.0", "new-one": "1"})
    changed = [
        {"name": "jinja2", "then": before["jinja2"], "now": "99.0"},
        {"name": "new-one", "then": "", "now": "1"},
    ]

    made = test_app.get(url(message)).json()
    assert (made["same"], made["renderers"]["changed"]) == (True, changed)
    assert made["explanation"].startswith("The same bytes as recorded, although what renders has changed since: jinja2")

    monkeypatch.setattr("commhub.channels.sms.run", lambda *args, **options: "Another text")
    made = test_app.get(url(message)).json()
    assert (made["same"], made["sha256"], made["renderers"]["changed"]) == (False, message.output_hash, changed)
    assert made["sha256_now"] == plain_hash(made) != message.output_hash
    assert f"jinja2 {before['jinja2']} then, 99.0 now" in made["explanation"]
    answer = test_app.get(url(message), {"part": "text"})
    assert (answer.content, answer.headers["Commhub-Same"]) == (b"Another text", "false")
    assert answer.headers["Commhub-SHA256-Now"] == made["sha256_now"]


def test_a_difference_without_another_version_is_said_plainly(test_app: App) -> None:
    message = sent(test_app, "sms")
    Message.objects.filter(pk=message.pk).update(output_hash="f" * 64)
    made = test_app.get(url(message)).json()
    assert (made["same"], made["sha256"]) == (False, "f" * 64)
    assert "tell an administrator" in made["explanation"]
    RendererSet.objects.all().delete()
    made = test_app.get(url(message)).json()
    assert made["renderers"]["then"] is None
    assert made["explanation"] == ("Not the same bytes as recorded. Which versions rendered it then was not noted.")


def test_what_cannot_be_rendered_any_more_keeps_its_hash(test_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    message = sent(test_app, "email")

    def breaks(*args: object) -> None:
        raise RenderError("the layout is not known")

    monkeypatch.setattr(Email, "render", breaks)
    answer = test_app.get(url(message))
    assert problem_of(answer) == (409, "cannot-render-again", [])
    assert answer.json()["detail"].endswith("the layout is not known")
    assert answer.json()["kept"]["sha256"] == message.output_hash


def test_what_was_never_rendered_is_no_render(test_app: App) -> None:
    body = {"template": "renewal-notice", "recipient": {"name": "Alex"}, "data": dict(factories.DATA)}
    send_id = test_app.post("/api/v1/sends", body).json()["id"]
    queued = Message.objects.get(send_id=send_id)
    assert problem_of(test_app.get(url(queued))) == (409, "not-rendered", [])
    factories.work_off()
    assert test_app.get(f"/api/v1/sends/{send_id}").json()["messages"][0]["render"] == ""
    assert problem_of(test_app.get(url(queued))) == (409, "not-rendered", [])


def test_an_edition_that_is_gone_is_said_to_be_gone(test_app: App) -> None:
    message = sent(test_app, "sms")
    LiveEdition.objects.all().delete()
    ReleaseEdition.objects.all().delete()
    StoredEdition.objects.all().delete()
    load.cache_clear()
    answer = test_app.get(url(message))
    assert problem_of(answer) == (409, "edition-gone", [])
    assert answer.json()["kept"]["sha256"] == message.output_hash
    load.cache_clear()


def test_a_message_whose_data_was_erased_tells_what_is_kept(test_app: App) -> None:
    message = sent(test_app, "sms")
    Send.objects.filter(pk=message.send_id).update(erased_at=datetime(2026, 5, 1, 12, tzinfo=UTC))
    answer = test_app.get(url(message))
    assert problem_of(answer) == (410, "erased", [])
    body = answer.json()
    assert body["detail"] == "What this message said was erased on 1 May 2026, with the person's data."
    kept = body["kept"]
    assert (kept["sha256"], kept["edition"]) == (message.output_hash, message.send.edition_hash)
    assert (kept["state"], kept["channel"], kept["erased_at"]) == ("sent", "sms", "2026-05-01T12:00:00Z")


def test_an_archived_copy_is_kept_where_the_category_says_so(test_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    without = sent(test_app, "email")
    assert test_app.get(url(without)).json()["archived"] is None
    assert problem_of(test_app.get(url(without), {"copy": "archived"})) == (404, "not-found", [])

    Category.objects.update(archive_copies=True)
    for channel in ("email", "print"):
        message = sent(test_app, channel)
        made = test_app.get(url(message)).json()
        copy = test_app.get(url(message), {"copy": "archived"}).json()
        assert made["archived"] == {"made_at": made["archived"]["made_at"], "sha256": made["sha256"], "same": True}
        assert (made["origin"], copy["origin"], copy["same"]) == ("rendered", "archived", True)
        for member in ("content", "document", "attachments", "facts", "parts", "sha256_now"):
            assert copy[member] == made[member], member

    monkeypatch.setattr("commhub.channels.print.run", lambda *args, **options: "Another text")
    assert test_app.get(url(message)).status_code in {200, 409}
    pdf = test_app.get(url(message), {"copy": "archived"}, headers={"Accept": "application/pdf"})
    assert base64.b64encode(pdf.content).decode() == made["document"]["base64"]
    assert pdf.headers["Commhub-Same"] == "true"


def test_an_archived_copy_that_was_altered_is_found_out(test_app: App) -> None:
    Category.objects.update(archive_copies=True)
    message = sent(test_app, "sms")
    copy = ArchivedCopy.objects.get(message=message)
    other = replace(unpacked(copy.content, ""), content={"text": "You owe us more."})
    ArchivedCopy.objects.filter(pk=message.pk).update(content=packed(other))
    told = test_app.get(url(message), {"copy": "archived"}).json()
    assert (told["same"], told["sha256"]) == (False, message.output_hash)
    assert told["explanation"].endswith("does not have the recorded hash: it was altered since.")


def test_a_blocked_message_leaves_no_copy(test_app: App) -> None:
    Category.objects.update(archive_copies=True)
    factories.listed("HM-204711", kind="code", locale="*")
    message = sent(test_app, "sms")
    assert message.state == "blocked"
    assert test_app.get(url(message)).json()["same"] is True
    assert not ArchivedCopy.objects.exists()
