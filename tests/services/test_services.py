"""The servers that the tests stand on really run, are the ones asked for, and go away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from kombu import Connection

from commhub.tasks import sweep
from tests.services.kept import CouldNotStart, Kept, keep
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


def test_a_worker_in_its_own_process_takes_a_task(start_worker: Callable[..., Kept]) -> None:
    worker = start_worker()
    sweep.delay()
    worker.wait_until(lambda: "commhub.tasks.sweep" in worker.log() and "succeeded" in worker.log())
    worker.kill()
    assert worker.ended


def test_a_server_ends_when_the_run_that_started_it_is_killed(tmp_path: Path, root: Path) -> None:
    code = (
        "import os, signal; from pathlib import Path; from tests.services.kept import keep\n"
        f"kept = keep('a server', ['sleep', '600'], folder=Path({str(tmp_path / 'server')!r}))\n"
        "print(kept.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    (tmp_path / "server").mkdir()
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    keeper_is_done = Path(tmp_path / "server")
    deadline = time.monotonic() + 20
    while keeper_is_done.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not keeper_is_done.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(run.stdout), 0)


def test_a_server_that_ends_at_once_shows_its_log(tmp_path: Path) -> None:
    kept = keep("The thing", ["sh", "-c", "echo no port is free; exit 1"], folder=tmp_path)
    with pytest.raises(CouldNotStart, match=r"The thing ended at once[^\n]*\nno port is free"):
        kept.wait_until(lambda: False)
    kept.stop()
    assert not tmp_path.exists()
