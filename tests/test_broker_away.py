"""A request that comes while the broker is away: it is accepted, and the sweep rings for it later."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app
from kombu.exceptions import OperationalError as BrokerDown

from commhub.intake import Caller, SendRequest, accept
from commhub.tasks import sweep
from tests.store import CLAIM_DATA, NOW, make_claim_template, make_customer


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_claim_template()
    make_customer()

    def away(*args: Any, **kwargs: Any) -> None:
        raise BrokerDown("connection refused")

    monkeypatch.setattr(current_app, "send_task", away)
    monkeypatch.setattr("commhub.intake.deliver.delay", away)
    request = SendRequest("claim-update", CLAIM_DATA, "C-1")
    accepted = accept(request, Caller(1, "Claims desk", test=True), idempotency_key=None, now=NOW)
    assert accepted.send.messages.get().state == "queued"
    rung: list[str] = []
    monkeypatch.setattr("commhub.tasks.deliver.delay", rung.extend)
    assert sweep() == 1
    assert rung == [str(accepted.send.messages.get().pk)]
