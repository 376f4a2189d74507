"""Erase: a person's data goes out of the record for good; that something was sent, and its hash, stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from commhub.contracts import JSON, CommhubError, rule_without_data
from commhub.customers.models import Customer
from commhub.record.models import ArchivedCopy, Attempt, Event, Message, MessageState, Send
from commhub.sealing import CannotOpen

CANCELLED: Final = "Cancelled: the person's data was erased before it was sent."
FINDING_KEEPS: Final = ("rule", "kind", "severity", "part", "field")
FINDING_LOSES: Final = ("surface", "context", "message", "suggestion")


class StillWorking(CommhubError):
    """A worker has one of the messages right now; nothing was erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: how many sends and messages, how many archived copies, and how many messages never left for it."""

    sends: int
    messages: int
    copies: int
    cancelled: int


def sends_of_customer(customer: Customer) -> list[UUID]:
    """The sends to this customer whose data is still there."""
    return list(Send.objects.filter(customer=customer, erased_at=None).values_list("pk", flat=True))


def sends_to_address(address: str) -> list[UUID]:
    """The sends that name this e-mail address or telephone number, in the request or as where a message went.

    Addresses are sealed, so that every send is opened: some ten thousand a second. One that no key opens is passed
    over.
    """
    wanted = _folded(address)
    found = [
        send.pk
        for send in Send.objects.filter(erased_at=None).only("recipient").iterator(chunk_size=500)
        if any(_folded(value) == wanted for value in _strings(send, "recipient"))
    ]
    found += [
        message.send_id
        for message in Message.objects.filter(send__erased_at=None, to__isnull=False)
        .only("to", "send_id")
        .iterator(chunk_size=500)
        if any(_folded(value) == wanted for value in _strings(message, "to"))
    ]
    return list(dict.fromkeys(found))


@transaction.atomic
def erase(send_ids: Sequence[UUID], *, by: str, now: datetime) -> Erased:
    """Erase all that these sends and their messages hold of a person, all of it or nothing. `by` says who decided it.

    What stays: template, brand, language, edition, channel, hash of the output, renderers, times, states, the kinds of
    events, the codes of the decision, the providers and their ids. Messages that are still queued or held are cancelled.
    Raises StillWorking.
    """
    messages = list(Message.objects.select_for_update().filter(send_id__in=send_ids).order_by("pk"))
    working = sum(message.state == MessageState.WORKING for message in messages)
    if working:
        few = "1 of the messages is" if working == 1 else f"{working} of the messages are"
        raise StillWorking(f"{few} with a worker at this moment. Nothing was erased; try again in a minute.")
    sends = list(Send.objects.select_for_update().filter(pk__in=send_ids, erased_at=None))
    sending = {send.pk for send in sends}
    messages = [message for message in messages if message.send_id in sending]
    ids = [message.pk for message in messages]
    copies, _ = ArchivedCopy.objects.filter(message_id__in=ids).delete()
    Attempt.objects.filter(message_id__in=ids).update(where="", detail="")
    Event.objects.filter(message_id__in=ids).update(detail="")
    cancelled = 0
    for message in messages:
        queued = message.state in {MessageState.QUEUED, MessageState.HELD}
        cancelled += queued
        ended: dict[str, Any] = (
            {"state": MessageState.FAILED, "finished_at": now, "not_before": None, "held_at": None} if queued else {}
        )
        Message.objects.filter(pk=message.pk).update(
            to=None,
            reader={},
            codes=None,
            decision=_codes_of(_opened(message, "decision")),
            findings=[_bare(finding) for finding in _opened(message, "findings") or ()],
            facts=_figures(_opened(message, "facts") or {}),
            problem=CANCELLED if queued else "",
            **ended,
        )
    Event.objects.bulk_create(
        Event(message=message, at=now, kind="erased", detail=f"The person's data was erased by {by}; the hash is kept.")
        for message in messages
    )
    # The hash of the request goes too: whoever guesses a short request could try it out against that.
    Send.objects.filter(pk__in=sending).update(recipient={}, data={}, request_hash="", customer=None, erased_at=now)
    return Erased(len(sends), len(messages), copies, cancelled)


def _opened(row: Message | Send, column: str) -> JSON:
    """The value, or None where no key opens it any more: that must not keep it from being erased."""
    try:
        return getattr(row, column)
    except CannotOpen:
        return None


def _codes_of(decision: Mapping[str, JSON] | None) -> dict[str, JSON] | None:
    """A decision without the sentences, which name the person, and without what it looked at."""
    if decision is None:
        return None
    return {
        "channel": decision.get("channel", ""),
        "explanation": "",
        "considered": [{**one, "why": ""} for one in decision.get("considered", ())],
        "rule": decision.get("rule", ""),
        "inputs": {},
    }


def _bare(finding: Mapping[str, JSON]) -> dict[str, JSON]:
    """A finding without the words that it quotes."""
    kept = {name: finding.get(name, "") for name in FINDING_KEEPS}
    kept["rule"] = rule_without_data(str(kept["rule"]), str(kept["field"]))
    return {**kept, **dict.fromkeys(FINDING_LOSES, "")}


def _figures(facts: Mapping[str, JSON]) -> dict[str, JSON]:
    """The numbers among the figures: a text could quote the data."""
    return {name: value for name, value in facts.items() if isinstance(value, int | float)}


def _strings(row: Message | Send, column: str) -> Iterator[str]:
    value = _opened(row, column)
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (one for one in value.values() if isinstance(one, str))


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
