"""Fixtures of the API's tests: an app with a key, and content that can be sent."""

from __future__ import annotations

import pytest
from django.db import models

from commhub.customers.models import Consent, ContactPoint, Customer, Suppression
from commhub.record.models import Attempt, Event, Message, Send
from tests import factories
from tests.api.app import App

STORED: tuple[type[models.Model], ...] = (
    Send, Message, Attempt, Event, Customer, ContactPoint, Consent, Suppression,
)  # fmt: skip


@pytest.fixture
def app(db: None) -> App:
    """An app with a live key."""
    return App(factories.api_key("Billing", "live")[1])


@pytest.fixture
def test_app(db: None) -> App:
    """The same app with a test key."""
    return App(factories.api_key("Billing", "test")[1])


@pytest.fixture
def template(db: None) -> str:
    """The key of a live template that goes out by e-mail and SMS."""
    brand = factories.live_brand(channels=("email", "sms"))
    return factories.live_template("renewal-notice", brands=[brand]).key


def rows() -> dict[str, int]:
    """How many rows there are of everything that a request could store."""
    return {model.__name__: model._default_manager.count() for model in STORED}
