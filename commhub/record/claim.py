"""Claim: a worker takes messages so that no other one works on them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from commhub.record.models import Event, Message, MessageState


@transaction.atomic
def claim(message_ids: Sequence[str], now: datetime) -> list[Message]:
    """Those of the messages that are queued and due, now in work by the caller alone; the others are left out.

    One conditional UPDATE decides it, so that a second run of the same task, or two workers, never get the same one.
    """
    token = uuid.uuid4().hex
    due = Message.objects.filter(pk__in=list(message_ids), state=MessageState.QUEUED).filter(
        Q(not_before=None) | Q(not_before__lte=now)
    )
    due.update(state=MessageState.WORKING, claim=token, claimed_at=now, claims=F("claims") + 1)
    claimed = list(
        Message.objects.filter(claim=token, state=MessageState.WORKING)
        .select_related("send__customer")
        .order_by("queued_at", "id")
    )
    Event.objects.bulk_create(
        Event(message=message, at=now, kind="claimed", detail=f"A worker took it (claim {message.claims}).")
        for message in claimed
    )
    return claimed
