"""Erasing a person: everything that tells of them goes, all of it or nothing, and the proof of what was sent stays."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command

from commhub import intake
from commhub.customers.book import suppress
from commhub.customers.models import Customer, Suppression
from commhub.record.claim import claim
from commhub.record.erase import CANCELLED, StillWorking, erase, sends_of_customer, sends_to_address
from commhub.record.models import ArchivedCopy, Attempt, Event, Message, Send
from commhub.record.sweep import waiting
from commhub.replay import Erased, archived, make_again
from templates_store.models import Category
from tests import factories
from tests.api.app import App, problem_of
from tests.store import NOW, make_customer

pytestmark = pytest.mark.django_db
CALLER = intake.Caller(1, "Billing", test=True)
PERSON = {"name": "Alex Morgan", "email": "alex@example.com", "phone": "+447700900124"}


@pytest.fixture(scope="module", autouse=True)
def content(module_db: None) -> None:
    """A live template whose category keeps copies, made once for this file."""
    factories.live_brand(channels=("email", "sms"))
    factories.live_template()
    Category.objects.update(archive_copies=True)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "ring", lambda message: None)


def ask(customer: str = "", key: str | None = None, **more: Any) -> Message:
    who = {"customer": customer} if customer else {"recipient": dict(PERSON)}
    request = intake.SendRequest("renewal-notice", dict(factories.DATA), **{**who, "channel": "email", **more})
    return intake.accept(request, CALLER, idempotency_key=key, now=NOW).send.messages.get()


def again(message: Message) -> Message:
    return Message.objects.select_related("send").get(pk=message.pk)


def test_everything_personal_goes_and_the_proof_stays() -> None:
    make_customer(name="Maria Jones")
    message = ask("C-1")
    factories.work_off()
    before = again(message)
    assert make_again(before).same
    assert archived(before).same
    assert before.decision["inputs"]

    erased = erase([message.send_id], by="the data protection officer", now=NOW)

    assert (erased.sends, erased.messages, erased.copies, erased.cancelled) == (1, 1, 1, 0)
    after = again(message)
    send = after.send
    assert (send.data, send.recipient, send.customer, send.request_hash) == ({}, {}, None, "")
    assert (after.to, after.reader, after.problem) == (None, {}, "")
    assert (send.erased_at, send.edition_hash, after.output_hash) == (NOW, before.send.edition_hash, before.output_hash)
    assert (after.state, after.channel, after.finished_at) == ("sent", "email", before.finished_at)
    assert after.renderers == before.renderers
    assert set(after.facts.values()) <= set(before.facts.values())
    assert {one["why"] for one in after.decision["considered"]} == {""}
    assert [one["code"] for one in after.decision["considered"]] == [
        one["code"] for one in before.decision["considered"]
    ]
    assert (after.decision["explanation"], after.decision["inputs"]) == ("", {})
    attempt = Attempt.objects.get(message=after)
    assert (attempt.provider, attempt.outcome, attempt.detail, attempt.where) == ("memory-email", "accepted", "", "")
    events = list(Event.objects.filter(message=after).order_by("id"))
    assert [event.kind for event in events] == ["accepted", "claimed", "decided", "sent", "erased"]
    assert {event.detail for event in events[:-1]} == {""}
    assert events[-1].detail == "The person's data was erased by the data protection officer; the hash is kept."
    assert not ArchivedCopy.objects.filter(message=after).exists()
    for look in (make_again, archived):
        with pytest.raises(Erased, match="was erased on 2 March 2026"):
            look(after)


def test_a_blocked_message_keeps_what_kind_of_finding_it_was() -> None:
    factories.listed("XQ-77", kind="code", locale="*")
    message = ask()
    Message.objects.filter(pk=message.pk).update(
        state="blocked",
        findings=[
            {
                "rule": "term",
                "kind": "code",
                "severity": "error",
                "part": "sms",
                "surface": "XQ-77",
                "field": "/data/x",
                "sentence": "Status: XQ-77.",
                "fingerprint": "f" * 64,
            },
            {
                "rule": "unknown-acronym.SMITH",
                "kind": "acronym",
                "severity": "warning",
                "part": "sms",
                "surface": "SMITH",
                "field": "/data/x",
            },
        ],
        facts={"parts": 2, "encoding": "GSM-7", "because": "Maria"},
    )
    erase([message.send_id], by="Dee", now=NOW)
    after = again(message)
    assert after.findings == [
        {
            "rule": "term", "kind": "code", "severity": "error", "part": "sms", "field": "/data/x",
            "surface": "", "context": "", "message": "", "suggestion": "",
        },
        {
            "rule": "unknown-acronym", "kind": "acronym", "severity": "warning", "part": "sms", "field": "/data/x",
            "surface": "", "context": "", "message": "", "suggestion": "",
        },
    ]  # fmt: skip
    assert after.facts == {"parts": 2}


def test_what_was_still_queued_never_leaves() -> None:
    message = ask(key="once")
    erased = erase([message.send_id], by="Dee", now=NOW)
    after = again(message)
    assert (erased.cancelled, after.state, after.problem, after.finished_at) == (1, "failed", CANCELLED, NOW)
    assert str(message.pk) not in waiting(NOW, limit=100)
    assert claim([str(message.pk)], NOW) == []
    with pytest.raises(intake.IntakeError) as refused:
        ask(key="once")
    assert refused.value.code == "idempotency-key-reused"


def test_a_message_in_work_stops_all_of_it() -> None:
    done, working = ask(), ask()
    claim([str(working.pk)], NOW)
    with pytest.raises(StillWorking, match=r"1 of the messages is with a worker at this moment. Nothing was erased"):
        erase([done.send_id, working.send_id], by="Dee", now=NOW)
    assert again(done).send.data == dict(factories.DATA)
    assert Send.objects.filter(erased_at=None).count() == 2


def test_a_second_time_changes_nothing() -> None:
    message = ask()
    erase([message.send_id], by="Dee", now=NOW)
    assert erase([message.send_id], by="Dee", now=NOW).sends == 0
    assert list(Event.objects.filter(message=message).values_list("kind", flat=True)) == ["accepted", "erased"]


def test_what_no_key_opens_can_still_be_erased(settings: Any) -> None:
    message = ask()
    right = settings.COMMHUB_DATA_KEYS
    settings.COMMHUB_DATA_KEYS = ["-_" * 21 + "8="]
    assert sends_to_address("alex@example.com") == []
    erase([message.send_id], by="Dee", now=NOW)
    assert again(message).send.data == {}
    settings.COMMHUB_DATA_KEYS = right


def test_sends_are_found_by_customer_and_by_address() -> None:
    maria = make_customer()
    to_maria, to_alex = ask("C-1"), ask()
    factories.work_off()
    assert sends_of_customer(maria) == [to_maria.send_id]
    assert sends_to_address(" Alex@Example.com") == [to_alex.send_id]
    assert sends_to_address("maria@example.com") == [to_maria.send_id]
    assert sends_to_address("+44 7700 900124") == [to_alex.send_id]
    assert sends_to_address("nobody@example.com") == []


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("erase_person", *arguments, "--by", "Dee", stdout=said)
    return said.getvalue().strip()


def test_the_command_says_first_and_does_with_yes() -> None:
    maria = make_customer(name="Maria Jones")
    suppress("email", "maria@example.com", reason="asked", source="desk", now=NOW)
    person = factories.administrator()
    kind = ContentType.objects.get_for_model(Customer)
    LogEntry.objects.create(
        user=person, content_type=kind, object_id=str(maria.pk), object_repr="Maria Jones (C-1)", action_flag=CHANGE
    )
    message = ask("C-1", channel="sms")
    factories.work_off()

    assert run("--customer", "C-1") == (
        "This would erase 1 sends, and the customer C-1. Nothing is done without --yes."
    )
    assert again(message).send.data
    assert run("--customer", "C-1", "--yes") == "Erased: 1 sends, 1 messages, 1 archived copies, the customer."

    assert again(message).send.data == {}
    assert not Customer.objects.filter(key="C-1").exists()
    assert LogEntry.objects.get().object_repr == "a customer who was erased"
    assert Suppression.objects.get().address == "maria@example.com"


def test_the_command_can_leave_the_customer_and_find_by_address() -> None:
    make_customer()
    ask("C-1")
    ask()
    assert run("--customer", "C-1", "--keep-customer", "--email", "alex@example.com", "--yes") == (
        "Erased: 2 sends, 2 messages, 0 archived copies. 2 messages that were still queued were cancelled."
    )
    assert Customer.objects.filter(key="C-1").exists()


@pytest.mark.parametrize(
    ("arguments", "said"), [((), "Say whose data"), (("--customer", "C-0"), "There is no customer 'C-0'")]
)
def test_the_command_refuses_what_it_cannot_do(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*arguments)


def test_the_api_tells_what_is_kept_of_an_erased_message() -> None:
    app = App(factories.api_key("Billing", "test")[1])
    message = ask()
    factories.work_off()
    recorded = again(message).output_hash
    run("--send", str(message.send_id), "--yes")
    answer = app.get(f"/api/v1/messages/{message.pk}/render")
    assert problem_of(answer) == (410, "erased", [])
    assert answer.json()["kept"]["sha256"] == recorded
    assert problem_of(app.get(f"/api/v1/messages/{message.pk}/render", {"copy": "archived"})) == (410, "erased", [])
    send = app.get(f"/api/v1/sends/{message.send_id}").json()
    assert (send["erased_at"], send["messages"][0]["to"], send["messages"][0]["sha256"]) != (None, None, "")
    assert send["messages"][0]["sha256"] == recorded
