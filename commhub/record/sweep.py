"""Sweep: what a dead worker or a lost broker left is found in the rows and put back to work, however old it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from commhub.record.models import Event, Message, MessageState

MAX_CLAIMS: Final = 20
"""A message that was claimed so often without an end brings its workers down; it is failed for a person to look at."""


@transaction.atomic
def release_lost(now: datetime, lease: timedelta) -> int:
    """Queue again what has been in work for longer than the lease; answers how many."""
    lost = list(Message.objects.select_for_update().filter(state=MessageState.WORKING, claimed_at__lt=now - lease))
    for message in lost:
        hopeless = message.claims >= MAX_CLAIMS
        state = MessageState.FAILED if hopeless else MessageState.QUEUED
        problem = f"given up: {message.claims} workers stopped while they had it" if hopeless else message.problem
        Message.objects.filter(pk=message.pk).update(
            state=state, claim="", claimed_at=None, problem=problem, finished_at=now if hopeless else None
        )
        detail = problem if hopeless else "The worker that had it stopped; it is queued again."
        Event.objects.create(message=message, at=now, kind="failed" if hopeless else "released", detail=detail)
    return len(lost)


def waiting(now: datetime, *, limit: int) -> list[str]:
    """The ids of messages that are queued and due, the longest waiting first."""
    due = Message.objects.filter(state=MessageState.QUEUED).filter(Q(not_before=None) | Q(not_before__lte=now))
    return [str(pk) for pk in due.order_by("queued_at", "id").values_list("pk", flat=True)[:limit]]
