"""Requests that come at the same moment, each over a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from commhub.customers.models import Customer
from commhub.record.models import Message, Send
from tests import factories
from tests.api.app import App

AT_ONCE = 6


@pytest.mark.django_db(transaction=True)
def test_the_same_idempotency_key_at_once_makes_one_send(broker_url: str) -> None:
    factories.live_template("renewal-notice", brands=[factories.live_brand(channels=("email", "sms"))])
    key = factories.api_key()[1]
    body = {
        "template": "renewal-notice",
        "recipient": {"name": "Alex", "email": "alex@example.com"},
        "data": dict(factories.DATA),
    }
    answers = _at_once(lambda app: app.post("/api/v1/sends", body, headers={"Idempotency-Key": "order-7"}), key)
    assert [answer.status_code for answer in answers] == [202] * AT_ONCE
    assert len({answer.content for answer in answers}) == 1
    assert sorted("Idempotency-Replayed" in answer.headers for answer in answers) == [False] + [True] * (AT_ONCE - 1)
    assert (Send.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_customer_at_once_is_one_customer() -> None:
    key = factories.api_key()[1]
    body = {"name": "Alex", "email": "alex@example.com", "phone": "+447700900123"}
    answers = _at_once(lambda app: app.put("/api/v1/customers/C-1", body), key)
    assert sorted(answer.status_code for answer in answers) == [200] * (AT_ONCE - 1) + [201]
    assert Customer.objects.get().contact_points.count() == 2


def _at_once(call: Any, key: str) -> list[HttpResponse]:
    together = Barrier(AT_ONCE)

    def run(_: int) -> HttpResponse:
        try:
            app = App(key)
            together.wait(timeout=30)
            answer: HttpResponse = call(app)
            return answer
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))
