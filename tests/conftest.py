"""Fixtures for every room: the test database, the real broker, and workers in processes of their own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.services.kept import Kept, keep, new_folder
from tests.services.plugin import GROUND, Ground


@pytest.fixture(scope="session")
def ground(request: pytest.FixtureRequest) -> Ground:
    return request.config.stash[GROUND]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(ground: Ground) -> None:
    """Put the SQLite test database in a file: one in memory could not be seen by a worker's process."""
    if connection.vendor == "sqlite":
        connections["default"].settings_dict["TEST"]["NAME"] = str(ground.sqlite_file)


@pytest.fixture(scope="session")
def broker_url(ground: Ground) -> str:
    """The address of a real Redis-protocol broker, started when the first test asks; settings name the same one."""
    ground.start_broker()
    return ground.broker_url


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database with a transaction around all tests of a module: what a module's own fixtures make in it stands
    for each of its tests, whose own changes are undone one by one. Not for tests that need `transactional_db`."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def process_environment(transactional_db: None, ground: Ground, broker_url: str) -> dict[str, str]:
    """The environment of a process that shall work on this test's database and broker."""
    name = connection.settings_dict["NAME"]
    address = f"{ground.postgres.url.rpartition('/')[0]}/{name}" if ground.postgres else f"sqlite:///{name}"
    return {**os.environ, **ground.environment(), "DATABASE_URL": address, "CELERY_BROKER_URL": broker_url}


@pytest.fixture
def start_worker(process_environment: dict[str, str]) -> Iterator[Callable[..., Kept]]:
    """Start a real Celery worker on this test's database and broker.

    Such as `start_worker(queues="messages", EMAIL_PORT=2525)`; keywords are further environment variables. It is
    returned when it is ready to take tasks, and stopped after the test; `.kill()` ends it as a crash would.
    """
    workers: list[Kept] = []

    def start(queues: str = "messages,upkeep", **environment: Any) -> Kept:
        options = ["--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO"]
        worker = keep(
            "The worker",
            [sys.executable, "-m", "celery", "-A", "commhub", "worker", "-Q", queues, *options],
            folder=new_folder("worker"),
            environment={
                **process_environment,
                "COMMHUB_LOG_LEVEL": "INFO",
                **{key: str(value) for key, value in environment.items()},
            },
        )
        workers.append(worker)
        worker.wait_until(lambda: " ready." in worker.log(), seconds=60)
        return worker

    yield start
    for worker in workers:
        worker.stop()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parent.parent
