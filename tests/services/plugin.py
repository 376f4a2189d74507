"""Prepares the ground before Django reads its settings: the database that `--database` names, and nothing that leaves.

Loaded through `addopts` in pyproject.toml, because a conftest.py would come too late for that.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings

from tests.services import broker, postgres
from tests.services.kept import CouldNotStart, Kept, free_port

OURS = ("COMMHUB_", "EMAIL_", "DATABASE_URL", "CELERY_BROKER_URL")


class Ground:
    """What stands during one test run: a folder, perhaps a PostgreSQL, and a broker once somebody asks for it."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.postgres = postgres.start() if database == "postgres" else None
        self.folder = Path(tempfile.mkdtemp(prefix="commhub-tests-"))
        self.broker_port = free_port()
        self._broker: Kept | None = None

    @property
    def broker_url(self) -> str:
        return f"redis://127.0.0.1:{self.broker_port}/0"

    @property
    def sqlite_file(self) -> Path:
        return self.folder / "test.sqlite3"

    def start_broker(self) -> None:
        if self._broker is None:
            self._broker = broker.start(self.broker_port)

    def environment(self) -> dict[str, str]:
        """The settings of a test run; whatever the person's shell had set for commhub does not count."""
        return {
            "DJANGO_SETTINGS_MODULE": "commhub.settings",
            "COMMHUB_DEBUG": "1",
            "COMMHUB_LOG_LEVEL": "WARNING",
            "COMMHUB_VAR_DIR": str(self.folder),
            "DATABASE_URL": self.postgres.url if self.postgres else f"sqlite:///{self.folder / 'commhub.sqlite3'}",
            "CELERY_BROKER_URL": self.broker_url,
            # Port 1 is nobody's: a test that forgot to catch its mail fails instead of sending it.
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": "1",
            "COMMHUB_SMS_URL": "http://127.0.0.1:1/messages",
        }

    def clear(self) -> None:
        for server in (self._broker, self.postgres.kept if self.postgres else None):
            if server is not None:
                server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


GROUND = pytest.StashKey[Ground]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="what the tests run on: an SQLite file (default), or a real PostgreSQL that is started for them",
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """A wrapper, so that it comes before the hook in which pytest-django loads the settings."""
    try:
        ground = Ground(early_config.known_args_namespace.database)
    except CouldNotStart as problem:
        raise pytest.UsageError(str(problem)) from problem
    early_config.stash[GROUND] = ground
    early_config.add_cleanup(ground.clear)
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    os.environ.update(ground.environment())
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    signal.signal(signal.SIGTERM, _terminated)
    # The real one takes a third of a second for each password, on purpose; that is most of what a test of the desk
    # would do. Processes that tests start keep it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def pytest_report_header(config: pytest.Config) -> str:
    ground = config.stash[GROUND]
    if ground.postgres is None:
        return f"database: SQLite, {ground.sqlite_file}"
    return f"database: PostgreSQL {ground.postgres.version}, {ground.postgres.kept.folder}"


def _terminated(number: int, frame: FrameType | None) -> None:
    pytest.exit("terminated", returncode=128 + number)
