"""Fixtures of the desk: somebody logged in, and content to work on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from brand_assets.models import Brand
from commhub.approval.drafts import new_draft
from commhub.approval.submit import submit
from commhub.contracts import JSON
from commhub.intake import Caller, SendRequest, accept
from commhub.pipeline import carry
from commhub.record.models import Message
from templates_store.models import Template, TemplateVersion
from tests.factories import DATA, CustomerFactory, live_brand, live_template, marketer

CALLER = Caller(key_id=1, app="Billing", test=True)


@pytest.fixture
def login() -> Callable[[User], Client]:
    """A browser in which this person is logged in."""

    def enter(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return enter


@pytest.fixture
def letters(db: None) -> Brand:
    """A brand that writes letters too. Ask for it before `draft` or `send`, whose own brand does not: letters are slow."""
    return live_brand()


@pytest.fixture
def draft(db: None) -> TemplateVersion:
    """The second version of a live template, just begun by the marketer."""
    live_brand(channels=("email", "sms"))
    return new_draft(live_template().versions.get(state="live"), marketer())


@pytest.fixture
def in_review(draft: TemplateVersion) -> TemplateVersion:
    """A second version that says something else and waits for a reviewer."""
    draft.note = "Say the amount first."
    draft.save()
    draft.parts.filter(name="body").update(
        source="Dear {{ recipient.name }},\n\npolicy {{ policy_number }} is renewed. You pay {{ premium }}."
    )
    submit(draft, marketer(), now=timezone.now() - timedelta(days=2), comment="Please look before Friday.")
    draft.refresh_from_db()
    return draft


@pytest.fixture
def send(db: None) -> Callable[..., Message]:
    """Send something to a customer through the whole road, as an app with a test key does."""

    def go(channel: str = "email", data: dict[str, JSON] | None = None, **customer: JSON) -> Message:
        if not Template.objects.filter(key="renewal-notice").exists():
            live_brand(channels=("email", "sms"))
            live_template()
        person = CustomerFactory(**customer)
        request = SendRequest("renewal-notice", data or dict(DATA), customer=person.key, channel=channel)
        message = accept(request, CALLER, idempotency_key=None, now=timezone.now()).send.messages.get()
        carry([str(message.pk)], timezone.now)
        message.refresh_from_db()
        return message

    return go
