"""Accept: a send and its message are written down; the message's row is the work that has to be done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commhub.contracts import JSON
from commhub.customers.models import Customer
from commhub.record.models import Event, Message, Send


@dataclass(frozen=True, slots=True)
class NewSend:
    """What intake found right: see record.models.Send for the fields."""

    api_key_id: int
    app: str
    test: bool
    template_key: str
    brand_key: str
    locale: str
    edition_hash: str
    customer: Customer | None
    recipient: Mapping[str, JSON]
    data: Mapping[str, JSON]
    wish: str
    idempotency_key: str | None
    request_hash: str


@transaction.atomic
def accept(new: NewSend, now: datetime) -> tuple[Send, Message]:
    """Store a send with its queued message. Raises IntegrityError when its Idempotency-Key is taken."""
    send = Send.objects.create(
        id=uuid.uuid4(),
        api_key_id=new.api_key_id,
        app=new.app,
        test=new.test,
        template_key=new.template_key,
        brand_key=new.brand_key,
        locale=new.locale,
        edition_hash=new.edition_hash,
        customer=new.customer,
        recipient=dict(new.recipient),
        data=dict(new.data),
        wish=new.wish,
        idempotency_key=new.idempotency_key,
        request_hash=new.request_hash,
        accepted_at=now,
    )
    message = Message.objects.create(id=uuid.uuid4(), send=send, queued_at=now)
    Event.objects.create(message=message, at=now, kind="accepted", detail=f"Accepted from {new.app}.")
    return send, message
