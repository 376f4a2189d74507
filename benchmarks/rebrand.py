"""Rebrand a store in one release, while an app goes on sending: how long it takes, and that no message mixes the two.

    .venv/bin/python -m benchmarks.rebrand [--templates 200] [--postgres] [--again]

It makes a store of its own in a new folder (or an embedded PostgreSQL) and throws it away afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commhub.publish.models import Release

# Django must be told its database before anything of it is imported, so imports stand where they are first needed.
# ruff: noqa: PLC0415

PAUSE = 0.02


def main() -> None:
    options = _options()
    if options.send:
        _ready()
        return send(Path(options.send))
    with tempfile.TemporaryDirectory(prefix="commhub-rebrand-") as folder:
        server = None
        os.environ.update(COMMHUB_DEBUG="1", COMMHUB_VAR_DIR=folder, DATABASE_URL="", COMMHUB_LOG_LEVEL="ERROR")
        os.environ["CELERY_BROKER_URL"] = "memory://"
        if options.postgres:
            from tests.services.postgres import start  # only with --postgres

            server = start()
            os.environ["DATABASE_URL"] = server.url
        try:
            _ready()
            measure(options, Path(folder))
        finally:
            if server is not None:
                from django.db import connections

                connections.close_all()
                server.kept.stop()


def measure(options: argparse.Namespace, folder: Path) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.harness import table
    from benchmarks.rebrand_store import make_rebrand, make_store, people
    from commhub.approval import approve as approving
    from commhub.approval.releases import approve_release, roll_back, submit_release
    from commhub.publish.prepare import prepare

    call_command("migrate", verbosity=0)
    editions, seconds = _timed(lambda: make_store(options.templates, timezone.now()))
    print(f"A store of {options.templates} templates with {editions} live editions was made in {seconds:.0f} s.")
    release = make_rebrand(timezone.now())
    author, reviewer = people()
    log = folder / "sends.jsonl"
    sender = subprocess.Popen([sys.executable, "-m", "benchmarks.rebrand", "--send", str(log)])
    try:
        _wait_for(log)
        start = _cpu()
        prepared, preparing = _timed(lambda: prepare(release, timezone.now(), _progress))
        cpu = _cpu() - start
        print()
        _, submitting = _timed(lambda: submit_release(release, author, now=timezone.now()))
        deciding = _clocked(approving, "_decide")
        switching = _clocked(approving, "put_live")
        _, approved = _timed(lambda: approve_release(release, reviewer, now=timezone.now()))
        sleep(1)
        backing = 0.0
        if options.again:
            _, backing = _timed(lambda: roll_back(release, reviewer, now=timezone.now(), comment="Tried."))
            sleep(1)
    finally:
        sender.terminate()
        sender.wait()
    sends = [json.loads(line) for line in log.read_text().splitlines()]
    old, new, mixed = _sorted_out(release, sends)
    rows: list[tuple[str, object]] = [
        ("editions", len(prepared.editions)),
        ("prepared: compiled, checked, stored, s", preparing),
        ("  CPU of all processes that did it, s", cpu),
        ("submitted, s", submitting),
        ("approved, all in all, s", approved),
        ("  the transaction of the decision, s", sum(deciding)),
        ("  the switch in it, s", sum(switching)),
        *([("rolled back, s", backing)] if options.again else []),
        ("sends meanwhile", len(sends)),
        ("  with the old look", old),
        ("  with the new look", new),
        ("  mixed", mixed),
        ("longest wait of a send, s", max(one["seconds"] for one in sends)),
    ]
    print(table(["What", "Measured"], rows))
    print(
        f"Runnable processes on this machine meanwhile, by the minute: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
    )


def send(log: Path) -> None:
    """Ask for one message after another, as an app does, and write down which edition each was given."""
    from django.utils import timezone

    from commhub.intake import Caller, SendRequest, accept
    from commhub.publish.editions import load
    from commhub.publish.models import LiveEdition
    from templates_store.variables import sample_of

    rows = LiveEdition.objects.order_by("template__key", "locale").values_list(
        "template__key", "locale", "edition__hash"
    )
    places = [(key, locale, sample_of(load(edition).edition.variables)) for key, locale, edition in rows]
    recipient = {"name": "Alex Sample", "email": "alex@example.com"}
    with log.open("w") as file:
        while True:
            for key, locale, data in places:
                request = SendRequest(key, data, recipient=recipient, locale=locale)
                start = perf_counter()
                sent = accept(request, Caller(1, "Benchmark", test=True), idempotency_key=None, now=timezone.now()).send
                file.write(json.dumps({"edition": sent.edition_hash, "seconds": perf_counter() - start}) + "\n")
                file.flush()
                sleep(PAUSE)


def _sorted_out(release: Release, sends: list[dict[str, Any]]) -> tuple[int, int, int]:
    """How many sends have an edition of the old versions, how many of the new ones, and how many of both."""
    from commhub.publish.models import EditionInput, StoredEdition

    members = list(release.members.all())
    new = {(one.subject, one.version_id) for one in members}
    old = {(one.subject, one.replaced_id) for one in members}
    ids = dict(StoredEdition.objects.values_list("hash", "pk"))
    inputs: dict[int, set[tuple[str, int]]] = {}
    for edition, subject, version in EditionInput.objects.values_list("edition_id", "subject", "version_id"):
        inputs.setdefault(edition, set()).add((subject, version))
    found = [0, 0, 0]
    for one in sends:
        used = inputs[ids[one["edition"]]]
        place = 2 if used & new and used & old else 1 if used & new else 0
        found[place] += 1
    return found[0], found[1], found[2]


def _clocked(module: Any, name: str) -> list[float]:
    """Let a function of a module be timed; answers the list of seconds that its calls take."""
    taken: list[float] = []
    real = getattr(module, name)

    def timed(*args: Any, **named: Any) -> Any:
        start = perf_counter()
        try:
            return real(*args, **named)
        finally:
            taken.append(perf_counter() - start)

    setattr(module, name, timed)
    return taken


def _cpu() -> float:
    """CPU seconds of this process and of the helpers that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    start = perf_counter()
    return call(), perf_counter() - start


def _progress(done: int, of: int) -> None:
    if done % 20 == 0 or done == of:
        print(f"\r{done} of {of}", end="", file=sys.stderr)


def _wait_for(log: Path) -> None:
    while not log.exists() or not log.read_text():
        sleep(0.1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--templates", type=int, default=200)
    parser.add_argument("--postgres", action="store_true", help="on an embedded PostgreSQL instead of SQLite")
    parser.add_argument("--again", action="store_true", help="also roll it back")
    parser.add_argument("--send", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commhub.settings")
    import django

    django.setup()


if __name__ == "__main__":
    main()
