"""Held messages: what a person decides about one. Each function is one transition, refused when it is held no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commhub.contracts import CommhubError
from commhub.record.models import Event, Message, MessageState


class NotHeld(CommhubError):
    """The message is not held (any more): somebody else has decided about it."""


@transaction.atomic
def resume(message: Message, by: str, why: str, now: datetime) -> None:
    """held -> queued: it is decided, rendered and linted again, and held again if an error is still there.

    Its tries are counted anew. Raises NotHeld.
    """
    _leave(message, {"state": MessageState.QUEUED, "held_at": None, "claims": 0, "not_before": None})
    _event(message, now, "let-go", f"{by} resumed it: {why}" if why else f"{by} resumed it.")


@transaction.atomic
def stop(message: Message, by: str, reason: str, now: datetime) -> None:
    """held -> blocked: it does not leave, for good. Raises NotHeld."""
    problem = f"{by} stopped it: {reason}"
    _leave(message, {"state": MessageState.BLOCKED, "held_at": None, "finished_at": now, "problem": problem})
    _event(message, now, "stopped", problem)


def _leave(message: Message, fields: dict[str, object]) -> None:
    if not Message.objects.filter(pk=message.pk, state=MessageState.HELD).update(**fields):
        raise NotHeld("This message is not held any more: somebody else has decided about it.")


def _event(message: Message, now: datetime, kind: str, detail: str) -> None:
    Event.objects.create(message=message, at=now, kind=kind, detail=detail)
