"""Runs every check in turn, says how long each took, and ends with the number of tests: what `make test` does.

A stage that fails does not keep the later ones from running, so one run shows all there is to mend.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
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
TESTS = (
    Stage("tests on SQLite", [PYTHON, "-m", "pytest", "--database", "sqlite"], tests=True),
    Stage("tests on PostgreSQL", [PYTHON, "-m", "pytest", "--database", "postgres"], tests=True),
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
    stages = LINT if "--only-lint" in arguments else LINT + TESTS
    results: list[Result] = []
    try:
        for stage in stages:
            results.append(run(stage))
    except KeyboardInterrupt:
        print("\nInterrupted.")
        report(results)
        return 130
    return report(results)


def run(stage: Stage) -> Result:
    print(f"\n---- {stage.name} " + "-" * max(0, 100 - len(stage.name)), flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="commhub-check-") as folder:
        counts = Path(folder) / "junit.xml"
        command = [*stage.command, f"--junitxml={counts}"] if stage.tests else list(stage.command)
        # Settings read the environment; only Django's checks and mypy see this value, pytest's plugin sets its own.
        status = call(command, {**os.environ, "COMMHUB_DEBUG": "1"})
        result = Result(stage, status, time.monotonic() - started)
        if stage.tests:
            count(counts, result)
    return result


def call(command: Sequence[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        return process.wait()
    except Terminated:
        process.terminate()
        process.wait()
        raise
    except KeyboardInterrupt:
        # The terminal has told the child as well; it needs a moment to stop its servers.
        process.wait()
        raise


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


def report(results: Sequence[Result]) -> int:
    print("\n---- summary " + "-" * 93)
    for result in results:
        verdict = "passed" if result.status == 0 else f"FAILED (status {result.status})"
        print(f"{result.stage.name:<40} {result.seconds:>7.1f} s  {verdict}")
    print(f"{'together':<40} {sum(result.seconds for result in results):>7.1f} s")
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
