"""A task that its time limit interrupts anywhere leaves the database usable for everybody."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db.utils import ConnectionHandler

from commhub import tasks


@pytest.mark.django_db
def test_a_transaction_that_django_knows_nothing_of_is_not_left_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "house.sqlite3"
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}})
    monkeypatch.setattr(tasks, "connections", handler)

    def interrupted(*args: object) -> None:
        handler["default"].cursor().execute("BEGIN IMMEDIATE")
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(tasks, "carry", interrupted)
    with pytest.raises(SoftTimeLimitExceeded):
        tasks.deliver([])
    other = sqlite3.connect(file, timeout=0)
    other.execute("CREATE TABLE written (by_another_process)")
    other.close()
    handler.close_all()
