"""The set-up finds a Python that is new enough, says the one command that is missing, and does nothing twice."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SYSTEM_PYTHON = Path(getattr(sys, "_base_executable", sys.executable))


@pytest.fixture
def clone(tmp_path: Path, root: Path) -> Path:
    """A folder with the scripts and a lock file that holds nothing, as a clone of its own."""
    shutil.copytree(root / "scripts", tmp_path / "clone" / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements-demo.lock", "requirements-dev.lock"):
        (tmp_path / "clone" / name).write_text("")
    return tmp_path / "clone"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder to be the whole PATH: the shell's own programs and nothing else."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "dirname"):
        (folder / name).symlink_to(str(shutil.which(name)))
    program(folder, "chromium", "")
    return folder


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n" + text + "\n")
    path.chmod(0o755)
    return path


def bootstrap(clone: Path, programs: Path, *, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up with `programs` as the PATH; places outside of the PATH count as empty."""
    script = clone / "scripts" / "bootstrap.sh"
    text = script.read_text()
    for place in ("/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"):
        text = text.replace(f"{place}python3", "/nowhere/python3")
    script.write_text(text)
    return subprocess.run(
        ["sh", str(script), "dev"],
        env={"PATH": str(programs), **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_an_old_python_is_passed_over_for_a_newer_one(clone: Path, programs: Path) -> None:
    program(programs, "python3", "exit 1")  # what an older one answers to the question for its version
    program(programs, "python3.13", "exit 127")  # a version manager's stand-in for one that is not installed
    program(programs, "python3.12", 'test "$1" = -c || echo "runs $1 $2"')
    result = bootstrap(clone, programs)
    assert (result.returncode, result.stdout) == (0, f"runs {clone}/scripts/bootstrap.py dev\n")


def test_without_any_python_it_says_what_to_install(clone: Path, programs: Path) -> None:
    program(programs, "python3", "exit 1")
    result = bootstrap(clone, programs)
    assert result.returncode == 1
    assert "commhub needs Python 3.11 or newer, and none was found" in result.stderr
    assert "apt-get install python3 python3-venv" in result.stderr


def test_a_python_without_venv_gets_the_one_command(clone: Path, programs: Path, tmp_path: Path) -> None:
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    (lacking / "ensurepip.py").write_text("raise ImportError")
    program(programs, "apt-get", "echo cannot; exit 100")
    result = bootstrap(clone, programs, PYTHON=str(SYSTEM_PYTHON), PYTHONPATH=str(lacking))
    assert result.returncode == 1
    assert f"apt-get install -y python3.{sys.version_info.minor}-venv\n" in result.stderr
    assert not (clone / ".venv").exists()


def test_missing_libraries_get_the_one_command(clone: Path, programs: Path) -> None:
    script = clone / "scripts" / "bootstrap.py"
    script.write_text(script.read_text().replace("libpango-1.0.", "libpango-not-there."))
    ready(clone)
    program(programs, "apt-get", "echo cannot; exit 100")
    result = bootstrap(clone, programs, PYTHON=str(SYSTEM_PYTHON))
    assert result.returncode == 1
    assert "some are missing: Pango.\n" in result.stdout
    assert "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0" in result.stderr


def test_what_is_in_order_is_left_alone(clone: Path, programs: Path) -> None:
    ready(clone)
    result = bootstrap(clone, programs, PYTHON=str(SYSTEM_PYTHON))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_missing_browser_is_installed_or_asked_for(clone: Path, programs: Path) -> None:
    ready(clone)
    (programs / "chromium").unlink()
    program(programs, "apt-get", "exit 100")
    asked = bootstrap(clone, programs, PYTHON=str(SYSTEM_PYTHON))
    assert asked.returncode == 0
    assert "Debian: `apt-get install chromium`" in asked.stdout
    touch = str(shutil.which("touch"))
    chmod = str(shutil.which("chmod"))
    browser = programs / "chromium"
    program(programs, "apt-get", f'test "$1" = update || {{ {touch} {browser}; {chmod} +x {browser}; }}')
    program(programs, "sudo", 'test "$1" = -n && shift; "$@"')
    installed = bootstrap(clone, programs, PYTHON=str(SYSTEM_PYTHON))
    assert "Running: " in installed.stdout
    assert "apt-get install -y --no-install-recommends chromium" in installed.stdout
    assert "Please install" not in installed.stdout


def test_a_changed_lock_is_installed_once(clone: Path, programs: Path) -> None:
    ready(clone)
    (clone / "requirements-dev.lock").write_text("# changed, and still empty\n")
    first = bootstrap(clone, programs, PYTHON=str(SYSTEM_PYTHON))
    second = bootstrap(clone, programs, PYTHON=str(SYSTEM_PYTHON))
    assert first.returncode == 0, first.stderr
    assert "[set-up] Installing the 0 packages of requirements-dev.lock." in first.stdout
    assert (second.returncode, second.stdout) == (0, "")


def ready(clone: Path) -> None:
    """Give the clone an environment that works: this one, seen through a script, and the stamp of its lock."""
    binaries = clone / ".venv" / "bin"
    binaries.mkdir(parents=True)
    program(binaries, "python", f'exec {sys.executable} "$@"')
    lock = hashlib.sha256((clone / "requirements-dev.lock").read_bytes()).hexdigest()
    (clone / ".venv" / ".installed-dev").write_text(lock)
