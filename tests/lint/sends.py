"""Messages for the tests of waivers and of the ratchet: accepted and carried at once, with a test key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from commhub import intake
from commhub.intake import Caller, SendRequest
from commhub.pipeline import carry
from commhub.record.models import Message
from templates_store.models import TemplateVersion
from tests.factories import DATA

CALLER = Caller(key_id=1, app="Billing", test=True)


def send(customer: str, now: datetime, template: str = "renewal-notice", **data: Any) -> Message:
    """One message about DATA, as far as the template knows it, with these values in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "ring", lambda message: None)
        known = {raw["name"] for raw in TemplateVersion.objects.get(template__key=template, state="live").variables}
        usual = {name: value for name, value in DATA.items() if name in known}
        request = SendRequest(template, {**usual, **data}, customer)
        message = intake.accept(request, CALLER, idempotency_key=None, now=now).send.messages.get()
    carry([str(message.pk)], lambda: now)
    message.refresh_from_db()
    return message
