"""Outcome: what became of a claimed message. Each function is one transition, refused when the claim was lost."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from commhub.contracts import JSON, CommhubError, Decision, Finding, Receipt, Rendered
from commhub.record import archive, hits, renderers
from commhub.record.models import Attempt, Event, Message, MessageState

RETRY_AFTER: Final = tuple(timedelta(seconds=s) for s in (30, 120, 600, 3600, 4 * 3600))
"""How long a message waits after its 1st, 2nd, ... try that a provider put off; after the last it has failed."""


class ClaimLost(CommhubError):
    """Another worker has the message by now; whatever this one found out is dropped."""


@transaction.atomic
def decided(
    message: Message,
    decision: Decision,
    reader: Mapping[str, JSON],
    to: JSON,
    now: datetime,
    *,
    codes: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Note which channel was chosen and why, and all that the render will read of the recipient and of the code
    dictionary, before it does.

    The lease begins anew here and before the provider: a message late in a slow chunk is still its worker's.
    """
    kept = None if codes is None else {name: dict(words) for name, words in codes.items()}
    _update(
        message,
        claimed_at=now,
        channel=decision.channel,
        to=to,
        reader=dict(reader),
        codes=kept,
        decision=asdict(decision),
    )
    _event(message, now, "decided", decision.explanation)


@transaction.atomic
def undeliverable(message: Message, decision: Decision, now: datetime) -> None:
    """working -> undeliverable: every channel was ruled out."""
    _finish(message, MessageState.UNDELIVERABLE, now, decision=asdict(decision), problem=decision.explanation)
    _event(message, now, "undeliverable", decision.explanation)


@transaction.atomic
def blocked(
    message: Message,
    rendered: Rendered,
    findings: Sequence[Finding],
    made_with: Mapping[str, str],
    now: datetime,
    *,
    listed: Container[str] = (),
) -> None:
    """working -> blocked: the linter stopped it; the findings are kept and nothing leaves.

    `made_with` as in sending; `listed` are the rules whose words may be counted (record.hits).
    """
    problem = _what_stops(findings, "nothing was sent")
    _finish(message, MessageState.BLOCKED, now, **_checked(rendered, findings, made_with), problem=problem)
    _event(message, now, "blocked", problem)
    hits.count(message, findings, "blocked", listed, now)


@transaction.atomic
def held(
    message: Message,
    rendered: Rendered,
    findings: Sequence[Finding],
    made_with: Mapping[str, str],
    now: datetime,
    *,
    listed: Container[str] = (),
) -> None:
    """working -> held: as in blocked, but a person will say what becomes of it (record.held)."""
    problem = _what_stops(findings, "it waits for a person")
    checked = _checked(rendered, findings, made_with)
    _update(
        message,
        state=MessageState.HELD,
        claim="",
        claimed_at=None,
        held_at=now,
        not_before=None,
        **checked,
        problem=problem,
    )
    _event(message, now, "held", problem)
    hits.count(message, findings, "held", listed, now)


def _what_stops(findings: Sequence[Finding], so: str) -> str:
    """The words that stop a message, or else what is said of it, and what becomes of it."""
    errors = [finding for finding in findings if finding.severity == "error"]
    words = ", ".join(dict.fromkeys(f"“{finding.surface}”" for finding in errors if finding.end))
    said = " ".join(dict.fromkeys(finding.message for finding in errors if not finding.end))
    return f"The linter found {words}; {so}." if words else f"{said} {so[:1].upper()}{so[1:]}."


def _checked(rendered: Rendered, findings: Sequence[Finding], made_with: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of a message that was rendered and linted."""
    return {
        "findings": [asdict(finding) for finding in findings],
        "warnings": sum(finding.severity == "warning" for finding in findings),
        "facts": dict(rendered.facts),
        "output_hash": rendered.sha256,
        "renderers": renderers.note(made_with),
    }


@transaction.atomic
def failed(message: Message, problem: str, now: datetime) -> None:
    """working -> failed: trying again cannot help."""
    _finish(message, MessageState.FAILED, now, problem=problem)
    _event(message, now, "failed", problem)


@transaction.atomic
def stumbled(message: Message, problem: str, now: datetime) -> None:
    """working -> queued for later after a fault of our own, or failed when it has stumbled often enough."""
    for attempt in message.attempts.filter(outcome="started"):
        _close(attempt, now, "try-again", problem)
    claims = Message.objects.values_list("claims", flat=True).get(pk=message.pk)
    if claims > len(RETRY_AFTER):
        problem = f"given up after {claims} tries: {problem}"
        failed(message, problem, now)
        return
    not_before = now + RETRY_AFTER[claims - 1]
    _update(message, state=MessageState.QUEUED, claim="", claimed_at=None, not_before=not_before, problem=problem)
    _event(message, now, "stumbled", f"{problem} It is tried again from {not_before:%H:%M:%S} UTC.")


@transaction.atomic
def put_off(message: Message, problem: str, now: datetime) -> None:
    """working -> queued for later, as often as it takes: what it waits for (the rules of the linter, words for a code)
    is soon put right, and until then nothing may leave."""
    before = message.events.filter(kind="put-off-unchecked").count()
    not_before = now + RETRY_AFTER[min(before, len(RETRY_AFTER) - 2)]
    _update(
        message,
        state=MessageState.QUEUED,
        claim="",
        claimed_at=None,
        claims=max(0, message.claims - 1),  # this was no try of the message itself
        not_before=not_before,
        problem=problem,
    )
    _event(message, now, "put-off-unchecked", f"{problem} It is tried again from {not_before:%H:%M:%S} UTC.")


@transaction.atomic
def sending(
    message: Message,
    rendered: Rendered,
    findings: Sequence[Finding],
    made_with: Mapping[str, str],
    provider: str,
    now: datetime,
) -> Attempt:
    """Write down that a provider is about to be handed the message; what it says comes with one of the next three.

    `made_with` holds the versions of what rendered it, by name.
    """
    _update(message, claimed_at=now, **_checked(rendered, findings, made_with))
    number = message.attempts.count() + 1
    return Attempt.objects.create(message=message, number=number, provider=provider, started_at=now)


@transaction.atomic
def sent(
    message: Message,
    attempt: Attempt,
    receipt: Receipt,
    now: datetime,
    *,
    copy_of: Rendered | None = None,
    findings: Sequence[Finding] = (),
    listed: Container[str] = (),
) -> None:
    """working -> sent: the provider took it over. `copy_of` is what left, where a copy of it is to be kept; `findings`
    are those that did not stop it, to be counted."""
    _close(attempt, now, "accepted", receipt.detail, provider_id=receipt.provider_id, where=receipt.where)
    _finish(message, MessageState.SENT, now, problem="")
    if copy_of is not None:
        archive.keep(message, copy_of, now)
    _event(message, now, "sent", f"{receipt.provider} took it over.")
    hits.count(message, findings, "", listed, now)


@transaction.atomic
def refused(message: Message, attempt: Attempt, reason: str, now: datetime) -> None:
    """working -> failed: the provider refuses this message however often it is tried."""
    _close(attempt, now, "refused", reason)
    _finish(message, MessageState.FAILED, now, problem=reason)
    _event(message, now, "failed", f"{attempt.provider} refused it: {reason}")


@transaction.atomic
def try_again(message: Message, attempt: Attempt, reason: str, now: datetime) -> None:
    """working -> queued for later, or failed when it has been tried often enough."""
    _close(attempt, now, "try-again", reason)
    tries = message.attempts.filter(outcome="try-again").count()
    if tries > len(RETRY_AFTER):
        problem = f"given up after {tries} tries: {reason}"
        _finish(message, MessageState.FAILED, now, problem=problem)
        _event(message, now, "failed", problem)
        return
    not_before = now + RETRY_AFTER[tries - 1]
    _update(message, state=MessageState.QUEUED, claim="", claimed_at=None, not_before=not_before, problem=reason)
    _event(message, now, "put-off", f"{reason} It is tried again from {not_before:%H:%M:%S} UTC.")


def _close(attempt: Attempt, now: datetime, outcome: str, detail: str, **more: Any) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(finished_at=now, outcome=outcome, detail=detail, **more)


def _finish(message: Message, state: MessageState, now: datetime, **fields: Any) -> None:
    _update(message, state=state, finished_at=now, not_before=None, **fields)


def _update(message: Message, **fields: Any) -> None:
    """Raises ClaimLost when the message is no longer in work under the claim that it was taken with."""
    mine = Message.objects.filter(pk=message.pk, claim=message.claim, state=MessageState.WORKING)
    if not mine.update(**fields):
        raise ClaimLost(f"message {message.pk} was given to another worker")


def _event(message: Message, now: datetime, kind: str, detail: str) -> None:
    Event.objects.create(message=message, at=now, kind=kind, detail=detail)
