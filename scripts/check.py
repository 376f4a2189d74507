"""Runs every check in turn, says how long each took, and ends with the number of tests: what `make test` does.

A stage that fails does not keep the later ones from running, so one run shows all there is to mend.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable


class Terminated(KeyboardInterrupt):
    """Somebody asked this process alone to end."""


@dataclass(frozen=True)
class Stage:
    """One command, and the name under which the summary lists it. `tests` says that it counts tests."""

    name: str
    command: Sequence[str]
    tests: bool = False


LINT = (
    Stage("form (ruff format)", [str(BIN / "ruff"), "format", "--check", "."]),
    Stage("lint (ruff check)", [str(BIN / "ruff"), "check", "."]),
    Stage("import directions (lint-imports)", [str(BIN / "lint-imports"), "--no-logo"]),
    Stage("types (mypy)", [PYTHON, "-m", "mypy"]),
    Stage("migrations (makemigrations --check)", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    Stage("Django's checks (manage.py check)", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
)
# What renders, decides and looks knows no database: once is enough. All else runs on both.
WITHOUT_DATABASE = ("tests/attacks", "tests/browser", "tests/console", "tests/golden", "tests/render")
PYTEST = (PYTHON, "-m", "pytest", "--durations=5", "--database")
REST = tuple(f"--ignore={folder}" for folder in WITHOUT_DATABASE)
TESTS = (
    Stage("tests on SQLite", [*PYTEST, "sqlite", *REST], tests=True),
    Stage("tests on PostgreSQL", [*PYTEST, "postgres", *REST], tests=True),
    Stage("tests of what needs no database", [*PYTEST, "sqlite", *WITHOUT_DATABASE], tests=True),
)


@dataclass
class Result:
    """How a stage ended: its status, its seconds, and how many of its tests passed and did not."""

    stage: Stage
    status: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _terminated)
    # The three runs of the tests share nothing (each has its own database, broker, ports and folder), so they run side
    # by side; what the others write is shown when the first is done.
    groups = [*((stage,) for stage in LINT), *(() if "--only-lint" in arguments else (TESTS,))]
    results: list[Result] = []
    started = time.monotonic()
    try:
        for group in groups:
            results += run(group)
    except KeyboardInterrupt:
        print("\nInterrupted.")
        report(results, time.monotonic() - started)
        return 130
    return report(results, time.monotonic() - started)


def run(group: Sequence[Stage]) -> list[Result]:
    """Run the stages of a group at the same time. The first writes to the terminal, the others to a file until then."""
    with tempfile.TemporaryDirectory(prefix="commhub-check-") as name:
        folder = Path(name)
        heading(group[0])
        running = [
            Running(stage, folder / f"{place}.xml", folder / f"{place}.log" if place else None)
            for place, stage in enumerate(group)
        ]
        try:
            for each in running:
                each.wait()
        except Terminated:
            for each in running:
                each.process.terminate()
            for each in running:
                each.process.wait()
            raise
        except KeyboardInterrupt:
            # The terminal has told the children as well; they need a moment to stop their servers.
            for each in running:
                each.process.wait()
            raise
        return [each.result() for each in running]


class Running:
    """One stage at work. With a `log` its output waits there until somebody waits for the stage."""

    def __init__(self, stage: Stage, counts: Path, log: Path | None) -> None:
        self.stage = stage
        self.counts = counts
        self.log = log
        self.started = self.ended = time.monotonic()
        command = [*stage.command, f"--junitxml={counts}"] if stage.tests else list(stage.command)
        # Settings read the environment; only Django's checks and mypy see this value, pytest's plugin sets its own.
        environment = {**os.environ, "COMMHUB_DEBUG": "1"}
        with log.open("wb") if log else nullcontext() as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        self.clock = threading.Thread(target=self._note_the_end, daemon=True)
        self.clock.start()

    def wait(self) -> None:
        if self.log is not None:
            self.process.wait()
            heading(self.stage)
            sys.stdout.write(self.log.read_text(errors="replace"))
            sys.stdout.flush()
        self.process.wait()

    def result(self) -> Result:
        self.clock.join()
        result = Result(self.stage, self.process.returncode, self.ended - self.started)
        if self.stage.tests:
            count(self.counts, result)
        return result

    def _note_the_end(self) -> None:
        self.process.wait()
        self.ended = time.monotonic()


def heading(stage: Stage) -> None:
    print(f"\n---- {stage.name} " + "-" * max(0, 100 - len(stage.name)), flush=True)


def count(file: Path, result: Result) -> None:
    """Read the numbers from pytest's report. A run that ended before it wrote one counts as one failure."""
    if not file.exists():
        result.failed = 1
        return
    for suite in ElementTree.parse(file).getroot().iter("testsuite"):  # noqa: S314 - our own file
        total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        result.passed += total - skipped - failed
        result.failed += failed
        result.skipped += skipped


def report(results: Sequence[Result], seconds: float) -> int:
    print("\n---- summary " + "-" * 93)
    for result in results:
        verdict = "passed" if result.status == 0 else f"FAILED (status {result.status})"
        print(f"{result.stage.name:<40} {result.seconds:>7.1f} s  {verdict}")
    print(f"{'together':<40} {seconds:>7.1f} s")
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    skipped = sum(result.skipped for result in results)
    if any(result.stage.tests for result in results):
        print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 0 if results and all(result.status == 0 for result in results) else 1


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
