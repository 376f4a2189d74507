"""The servers that the tests stand on really run, are the ones asked for, and go away."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from kombu import Connection

from tests.services.plugin import Ground


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for(ground: Ground) -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[ground.database]


def test_the_broker_carries_a_message(broker_url: str) -> None:
    assert broker_url == settings.CELERY_BROKER_URL
    with Connection(broker_url) as broker, broker.SimpleQueue("services-test") as queue:
        queue.put({"id": 7})
        message = queue.get(timeout=5)
        message.ack()
    assert message.payload == {"id": 7}
