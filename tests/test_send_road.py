"""The send road through intake and pipeline: accepted once, decided, rendered, linted, delivered and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from commhub import intake
from commhub.contracts import DeliveryError, Parcel, Receipt
from commhub.customers.models import Consent, ContactPoint, Suppression
from commhub.deliver.providers import providers
from commhub.deliver.providers.memory import taken
from commhub.intake import Accepted, Caller, IntakeError, SendRequest
from commhub.pipeline import carry
from commhub.preview import preview
from commhub.publish.models import LiveEdition, StoredEdition
from commhub.record.models import Attempt, Event, Message, Send
from commhub.replay import replay
from tests.factories import listed, live_rules, template_draft
from tests.store import CLAIM_DATA, NOW, make_claim_template, make_customer

pytestmark = pytest.mark.django_db
CALLER = Caller(key_id=1, app="Claims desk", test=True)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages that the broker was rung for; the broker itself is at the edge of these tests."""
    ids: list[str] = []
    monkeypatch.setattr(intake, "ring", lambda message: ids.append(str(message.pk)))
    return ids


@pytest.fixture(scope="module")
def claim_template(module_db: None) -> None:
    make_claim_template()


@pytest.fixture
def live(claim_template: None, rung: list[str]) -> None:
    """The live template `claim-update`, made once for this file."""


def ask(data: Mapping[str, Any] = CLAIM_DATA, key: str | None = None, **more: Any) -> Accepted:
    request = SendRequest("claim-update", data, **({"customer": "C-1"} | more))
    return intake.accept(request, CALLER, idempotency_key=key, now=NOW)


def send(data: Mapping[str, Any] = CLAIM_DATA, **more: Any) -> Message:
    """Accept and carry one message; it is returned as recorded."""
    message = ask(data, **more).send.messages.get()
    assert carry([str(message.pk)], lambda: NOW) == 1
    message.refresh_from_db()
    return message


def sent_by(channel: str) -> list[Parcel]:
    return [parcel for parcel in taken if parcel.rendered.channel == channel]


@pytest.mark.usefixtures("live")
def test_a_message_goes_out_and_is_recorded() -> None:
    make_customer(preferred_channel="sms")
    message = send()
    assert (message.state, message.channel, message.to) == ("sent", "sms", "+447700900123")
    assert message.decision is not None
    assert message.decision["explanation"] == "Text message, because Maria Jones prefers it."
    assert [considered["verdict"] for considered in message.decision["considered"]] == [
        "chosen",
        "not-needed",
        "not-needed",
    ]
    assert sent_by("sms")[-1].rendered.content["text"] == "Northlight: Your claim is approved. Call us on 0800 123."
    assert replay(message).sha256 == message.output_hash


@pytest.mark.usefixtures("live")
def test_a_replay_is_not_moved_by_what_changed_since() -> None:
    customer = make_customer(preferred_channel="print")
    message = send()
    customer.name = "Maria Smith"
    customer.save()
    ContactPoint.objects.filter(kind="address").update(value={"lines": ["Elsewhere"], "postcode": "Z"})
    LiveEdition.objects.all().delete()
    assert replay(message).sha256 == message.output_hash
    assert "Maria Jones" in replay(message).content["html"]


@pytest.mark.usefixtures("live")
def test_a_code_in_the_data_blocks_the_message_and_names_its_field() -> None:
    make_customer()
    listed("NIGO", kind="code", suggestion="we need one more paper")
    before = len(sent_by("email"))
    message = send({**CLAIM_DATA, "status": "NIGO, back to the desk"})
    assert message.state == "blocked"
    assert message.problem == "The linter found “NIGO”; nothing was sent."
    assert [(f["surface"], f["field"], f["suggestion"]) for f in message.findings] == [
        ("NIGO", "/data/status", "we need one more paper")
    ] * 2  # in the subject and in the body
    assert not Attempt.objects.exists()
    assert len(sent_by("email")) == before


@pytest.mark.usefixtures("live")
def test_nobody_is_linted_for_their_name() -> None:
    listed("Jones", suggestion="x")
    make_customer()
    assert send().state == "sent"


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("contacts", "suppressed", "channel", "state"),
    [
        ({}, [], "email", "sent"),
        ({"email": ""}, [], "sms", "sent"),
        ({"phone": "+442079460000", "email": ""}, [], "print", "sent"),
        ({}, ["maria@example.com"], "sms", "sent"),
        ({"email": "", "phone": "", "address": None}, [], "", "undeliverable"),
    ],
)
def test_what_cannot_be_used_is_ruled_out(
    contacts: dict[str, Any], suppressed: list[str], channel: str, state: str
) -> None:
    make_customer(contacts=contacts)
    for address in suppressed:
        Suppression.objects.create(channel="email", address=address, reason="hard bounce", source="smtp")
    message = send()
    assert (message.state, message.channel) == (state, channel)


@pytest.mark.usefixtures("live")
def test_withdrawn_consent_and_rules_decide() -> None:
    customer = make_customer()
    Consent.objects.create(customer=customer, purpose="service", channel="email", given=False)
    conditions = {"field": "data.amount", "operator": "more-than", "value": "1000"}
    live_rules({"name": "Large sums go by letter", "conditions": conditions, "channels": ["email", "print"]})
    message = send()
    assert message.channel == "print"
    assert message.decision is not None
    assert message.decision["rule"] == "Large sums go by letter"
    assert send({**CLAIM_DATA, "amount": {"amount": "5", "currency": "GBP"}}).channel == "sms"


@pytest.mark.usefixtures("live")
def test_the_language_is_the_reader_s() -> None:
    make_customer(locale="zh-CN")
    message = send()
    assert message.send.locale == "zh-Hans"
    assert replay(message).content["subject"] == "您的理赔approved"


@pytest.mark.usefixtures("live")
def test_an_inline_recipient_is_reached_without_a_customer() -> None:
    message = send(customer="", recipient={"name": "Li", "email": "li@example.com", "locale": "en"})
    assert (message.state, message.channel, message.to) == ("sent", "email", "li@example.com")


@pytest.mark.usefixtures("live")
def test_the_same_key_makes_one_send_and_another_body_is_refused(
    rung: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    make_customer()
    with django_capture_on_commit_callbacks(execute=True):
        first, again = ask(key="k-1"), ask(key="k-1")
    assert (again.send.pk, again.repeated) == (first.send.pk, True)
    assert rung == [str(first.send.messages.get().pk)]
    with pytest.raises(IntakeError) as error:
        ask({**CLAIM_DATA, "status": "refused"}, key="k-1")
    assert (error.value.status, error.value.code) == (422, "idempotency-key-reused")
    assert Send.objects.count() == 1
    other = intake.accept(
        SendRequest("claim-update", CLAIM_DATA, "C-1"), Caller(2, "Other", test=True), idempotency_key="k-1", now=NOW
    )
    assert other.repeated is False


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("request_", "status", "code", "pointers"),
    [
        (SendRequest("nothing", CLAIM_DATA, "C-1"), 404, "unknown-template", ["/template"]),
        (SendRequest("claim-update", CLAIM_DATA, "C-9"), 422, "unknown-customer", ["/customer"]),
        (SendRequest("claim-update", CLAIM_DATA), 422, "no-recipient", ["/customer"]),
        (SendRequest("claim-update", CLAIM_DATA, "C-1", {"name": "x"}), 422, "no-recipient", ["/customer"]),
        (SendRequest("claim-update", CLAIM_DATA, "C-1", channel="fax"), 422, "unknown-channel", ["/channel"]),
        (SendRequest("claim-update", CLAIM_DATA, "C-1", brand="x"), 422, "unknown-brand", ["/brand"]),
        (SendRequest("claim-update", CLAIM_DATA, "C-1", locale="fr"), 422, "unknown-locale", ["/locale"]),
        (SendRequest("claim-update", {}, "C-1"), 422, "invalid-data", ["/data/amount", "/data/status"]),
        (SendRequest("claim-update", {**CLAIM_DATA, "status": 5}, "C-1"), 422, "invalid-data", ["/data/status"]),
        (SendRequest("claim-update", {**CLAIM_DATA, "a/b": 5}, "C-1"), 422, "invalid-data", ["/data/a~1b"]),
        (
            SendRequest("claim-update", {**CLAIM_DATA, "amount": {"amount": "1,5", "currency": "pound"}}, "C-1"),
            422,
            "invalid-data",
            ["/data/amount/amount", "/data/amount/currency"],
        ),
        (SendRequest("claim-update", {**CLAIM_DATA, "status": "x" * 300_000}, "C-1"), 413, "data-too-large", ["/data"]),
    ],
)
def test_what_cannot_be_accepted_is_refused_and_nothing_stored(
    request_: SendRequest, status: int, code: str, pointers: list[str]
) -> None:
    make_customer()
    with pytest.raises(IntakeError) as error:
        intake.accept(request_, CALLER, idempotency_key="k", now=NOW)
    assert (error.value.status, error.value.code) == (status, code)
    assert [problem.pointer for problem in error.value.problems] == pointers
    assert (Send.objects.count(), Message.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_template_of_which_nothing_is_approved_cannot_be_sent(rung: list[str]) -> None:
    make_customer()
    template_draft("only-a-draft")
    with pytest.raises(IntakeError) as error:
        intake.accept(SendRequest("only-a-draft", {}, "C-1"), CALLER, idempotency_key=None, now=NOW)
    assert (error.value.status, error.value.code) == (409, "template-not-live")


@pytest.mark.usefixtures("live")
def test_a_second_run_of_the_same_task_does_nothing() -> None:
    make_customer()
    message = send()
    before = len(sent_by("email"))
    assert carry([str(message.pk)], lambda: NOW) == 0
    assert len(sent_by("email")) == before
    assert message.attempts.count() == 1


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("permanent", "state", "outcome"), [(True, "failed", "refused"), (False, "queued", "try-again")]
)
def test_a_provider_that_does_not_take_it(
    monkeypatch: pytest.MonkeyPatch, permanent: bool, state: str, outcome: str
) -> None:
    def fails(self: object, parcel: Parcel) -> Receipt:
        raise DeliveryError("The gateway said no.", permanent=permanent)

    monkeypatch.setattr(type(providers.get("memory-email")), "hand_over", fails)
    make_customer()
    message = send()
    assert (message.state, message.problem) == (state, "The gateway said no.")
    assert message.attempts.get().outcome == outcome


@pytest.mark.usefixtures("live")
def test_a_fault_of_our_own_stops_one_message_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(self: object, parcel: Parcel) -> Receipt:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr(type(providers.get("memory-sms")), "hand_over", breaks)
    make_customer()
    broken, fine = ask(channel="sms").send.messages.get(), ask().send.messages.get()
    now = NOW
    carry([str(broken.pk), str(fine.pk)], lambda: now)
    fine.refresh_from_db()
    broken.refresh_from_db()
    assert fine.state == "sent"
    assert (broken.state, broken.problem) == ("queued", "A fault in commhub stopped it (KeyError).")
    for _ in range(5):
        assert broken.not_before is not None
        now = broken.not_before
        carry([str(broken.pk)], lambda: now)  # noqa: B023 - called at once
        broken.refresh_from_db()
    assert (broken.state, broken.claims) == ("failed", 6)
    assert list(broken.attempts.values_list("outcome", flat=True)) == ["try-again"] * 6  # none is left open
    assert broken.problem == "given up after 6 tries: A fault in commhub stopped it (KeyError)."


@pytest.mark.usefixtures("live")
def test_data_that_cannot_be_rendered_fails_and_says_why() -> None:
    make_customer(contacts={"email": "", "phone": "", "address": {"lines": ["x" * 200], "postcode": "Z"}})
    message = send()
    assert message.state == "failed"
    line = "x" * 80  # as much of the line as is told
    assert message.problem == (
        f"the address does not fit the window of the UK C5 or DL envelope: {line!r} is not wholly inside it"
    )


@pytest.mark.usefixtures("live")
def test_a_message_whose_edition_is_gone_fails_alone() -> None:
    make_customer()
    gone, fine = ask().send, ask().send
    Send.objects.filter(pk=gone.pk).update(edition_hash="0" * 64)
    carry([str(gone.messages.get().pk), str(fine.messages.get().pk)], lambda: NOW)
    assert gone.messages.get().problem == "The edition that it was accepted for, or a file of it, is gone."
    assert fine.messages.get().state == "sent"


@pytest.mark.usefixtures("live")
def test_a_linter_that_cannot_work_means_not_sent() -> None:
    make_customer()
    listed("x", rule="no-such-rule-type")
    message = send()
    assert (message.state, message.findings, message.output_hash) == ("queued", [], "")
    assert "no-such-rule-type" in message.problem


@pytest.mark.usefixtures("live")
def test_a_preview_shows_every_channel_and_stores_nothing() -> None:
    make_customer()
    listed("NIGO", kind="code")
    made = preview(SendRequest("claim-update", {**CLAIM_DATA, "status": "NIGO"}, "C-1"), now=NOW)
    assert [one.rendered.channel for one in made] == ["email", "sms", "print"]
    assert {finding.field for one in made for finding in one.findings} == {"/data/status"}
    assert Send.objects.count() == 0


@pytest.mark.usefixtures("live")
def test_an_edition_is_the_same_for_the_same_inputs_and_lists_them() -> None:
    stored = StoredEdition.objects.get(locale="en")
    assert [(entry["subject"], entry["key"], entry["number"]) for entry in stored.manifest["inputs"]] == [
        ("brand", "northlight", 1),
        ("content-block", "contact-us", 1),
        ("layout", "northlight-email", 1),
        ("layout", "northlight-print", 1),
        ("layout", "northlight-sms", 1),
        ("template", "claim-update", 1),
    ]
    assert set(stored.manifest["renderers"]) >= {"jinja2", "tinycss2", "weasyprint"}
