"""Claims, outcomes and the sweep: a message is worked on by one, ends once, and is never lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError

from commhub.contracts import Decision, Receipt, Rendered
from commhub.record import outcome
from commhub.record.accept import NewSend, accept
from commhub.record.claim import claim
from commhub.record.models import Attempt, Event, Message, MessageState
from commhub.record.status import status_of
from commhub.record.sweep import MAX_CLAIMS, release_lost, waiting
from tests.store import NOW

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=5)
DECISION = Decision("sms", "Text message, because it comes first.", ())
READER = {"name": "Maria", "time_zone": "", "attributes": {}}
MADE_WITH = {"jinja2": "3.1.6"}
RENDERED = Rendered("sms", {"text": "Hello"}, (), "f" * 64, facts={"parts": 1})


def queued() -> Message:
    new = NewSend(
        api_key_id=1,
        app="tests",
        test=True,
        template_key="claim-update",
        brand_key="northlight",
        locale="en",
        edition_hash="0" * 64,
        customer=None,
        recipient={"name": "Maria"},
        data={},
        wish="",
        idempotency_key=None,
        request_hash="",
    )
    return accept(new, NOW)[1]


def claimed() -> Message:
    return claim([str(queued().pk)], NOW)[0]


def decided(message: Message) -> None:
    outcome.decided(message, DECISION, READER, "+447700900123", NOW)


def test_a_message_is_claimed_once() -> None:
    message = queued()
    assert [m.pk for m in claim([str(message.pk), str(uuid.uuid4())], NOW)] == [message.pk]
    assert claim([str(message.pk)], NOW) == []
    message.refresh_from_db()
    assert (message.state, message.claims, message.claimed_at) == (MessageState.WORKING, 1, NOW)


def test_a_sent_message_keeps_its_attempt_and_its_story() -> None:
    message = claimed()
    decided(message)
    attempt = outcome.sending(message, RENDERED, (), MADE_WITH, "http-sms", NOW)
    outcome.sent(message, attempt, Receipt("http-sms", "abc-1", where="out/1.txt"), NOW)
    message.refresh_from_db()
    assert (message.state, message.output_hash, message.facts) == ("sent", "f" * 64, {"parts": 1})
    stored = Attempt.objects.get()
    assert (stored.number, stored.outcome, stored.provider_id, stored.where) == (1, "accepted", "abc-1", "out/1.txt")
    assert list(Event.objects.values_list("kind", flat=True)) == ["accepted", "claimed", "decided", "sent"]
    assert status_of(message.send) == "sent"


def test_a_worker_that_lost_its_claim_writes_nothing() -> None:
    slow = claimed()
    release_lost(NOW + LEASE + timedelta(seconds=1), LEASE)
    [fresh] = claim([str(slow.pk)], NOW + LEASE)
    for late in (
        lambda: decided(slow),
        lambda: outcome.undeliverable(slow, DECISION, NOW),
        lambda: outcome.failed(slow, "late", NOW),
        lambda: outcome.sending(slow, RENDERED, (), MADE_WITH, "http-sms", NOW),
    ):
        with pytest.raises(outcome.ClaimLost):
            late()
    fresh.refresh_from_db()
    assert (fresh.state, fresh.problem, fresh.attempts.count()) == (MessageState.WORKING, "", 0)


def test_a_message_late_in_a_slow_chunk_is_not_given_away_while_its_provider_has_it() -> None:
    message = claimed()
    late = NOW + LEASE - timedelta(seconds=1)
    outcome.decided(message, DECISION, READER, "+447700900123", late)
    assert release_lost(late + timedelta(seconds=30), LEASE) == 0
    later = late + LEASE - timedelta(seconds=1)
    outcome.sending(message, RENDERED, (), MADE_WITH, "memory-sms", later)
    assert release_lost(later + timedelta(seconds=30), LEASE) == 0
    assert release_lost(later + LEASE + timedelta(seconds=1), LEASE) == 1


def test_the_sweep_finds_what_was_lost_however_old_it_is() -> None:
    lost, held, never_rung = claimed(), claimed(), queued()
    Message.objects.filter(pk=lost.pk).update(claimed_at=NOW - timedelta(days=400))
    Message.objects.filter(pk=held.pk).update(claimed_at=NOW - LEASE)
    assert release_lost(NOW, LEASE) == 1
    assert set(waiting(NOW, limit=10)) == {str(lost.pk), str(never_rung.pk)}
    held.refresh_from_db()
    assert held.state == MessageState.WORKING
    assert lost.events.last().detail == "The worker that had it stopped; it is queued again."  # type: ignore[union-attr]


def test_a_message_that_brings_workers_down_is_given_up_in_the_end() -> None:
    message = claimed()
    Message.objects.update(claims=MAX_CLAIMS, claimed_at=NOW - timedelta(days=1))
    release_lost(NOW, LEASE)
    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", "given up: 20 workers stopped while they had it")


def test_a_put_off_message_waits_longer_each_time_and_ends() -> None:
    message = queued()
    now = NOW
    waits = []
    for _ in range(6):
        [mine] = claim([str(message.pk)], now)
        attempt = outcome.sending(mine, RENDERED, (), MADE_WITH, "http-sms", now)
        outcome.try_again(mine, attempt, "The gateway is busy.", now)
        message.refresh_from_db()
        if message.not_before:
            assert claim([str(message.pk)], now) == []
            waits.append((message.not_before - now).total_seconds())
            now = message.not_before
    assert waits == [30, 120, 600, 3600, 14400]
    assert (message.state, message.problem) == ("failed", "given up after 6 tries: The gateway is busy.")
    assert list(message.attempts.values_list("outcome", flat=True)) == ["try-again"] * 6


def test_a_message_that_stumbles_is_tried_again_later_and_at_last_given_up() -> None:
    message, now, waits = claimed(), NOW, []
    while True:
        outcome.stumbled(message, "A fault of ours.", now)
        message.refresh_from_db()
        if message.state != "queued":
            break
        assert message.not_before is not None
        waits.append((message.not_before - now).total_seconds())
        now = message.not_before
        message = claim([str(message.pk)], now)[0]
    assert waits == [30, 120, 600, 3600, 14400]
    assert (message.state, message.problem) == ("failed", "given up after 6 tries: A fault of ours.")


@pytest.mark.parametrize(
    "transition",
    [
        decided,
        lambda message: outcome.undeliverable(message, DECISION, NOW),
        lambda message: outcome.blocked(message, RENDERED, (), MADE_WITH, NOW),
        lambda message: outcome.held(message, RENDERED, (), MADE_WITH, NOW),
        lambda message: outcome.put_off(message, "no", NOW),
        lambda message: outcome.failed(message, "no", NOW),
        lambda message: outcome.stumbled(message, "no", NOW),
    ],
    ids=["decided", "undeliverable", "blocked", "held", "put-off", "failed", "stumbled"],
)
def test_a_state_and_its_event_are_written_together_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, transition: Callable[[Message], None]
) -> None:
    message = claimed()
    before = Message.objects.filter(pk=message.pk).values().get()

    def breaks(**fields: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Event.objects, "create", breaks)
    with pytest.raises(DatabaseError, match="the disk is full"):
        transition(message)
    assert Message.objects.filter(pk=message.pk).values().get() == before
