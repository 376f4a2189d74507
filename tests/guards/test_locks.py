"""The lock files hold versions and hashes, never an address, and what is tested is what is shipped."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.guards.source import ROOT

LOCKS = ["requirements.lock", "requirements-demo.lock", "requirements-dev.lock"]
# What a line of a lock may be: a pinned requirement, perhaps for some platforms only, or one of its hashes.
PINNED = re.compile(r"([A-Za-z0-9._-]+(?:\[[a-z0-9,_-]+\])?==[A-Za-z0-9.!+]+)( ; [\w\s'\"<>=!().,-]+?)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def odd_lines(lock: str) -> list[str]:
    """The lines that are neither a pinned requirement nor a hash: an address, an option, a loose version."""
    return [line for line in lock.splitlines() if not PINNED.fullmatch(line) and not HASH.fullmatch(line)]


def unhashed(lock: str) -> list[str]:
    lines = [*lock.splitlines(), ""]
    return [line for line, following in pairwise(lines) if PINNED.fullmatch(line) and not HASH.fullmatch(following)]


def pins(lock: str) -> set[str]:
    return {match[1] for line in lock.splitlines() if (match := PINNED.fullmatch(line))}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_and_hashes_only(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert odd_lines(lock) == []
    assert unhashed(lock) == []
    assert len(pins(lock)) > 50


def test_each_lock_is_a_part_of_the_next() -> None:
    production, demo, development = (pins((ROOT / name).read_text(encoding="utf-8")) for name in LOCKS)
    assert production - demo == set()
    assert demo - development == set()


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--find-links /opt/wheels",
        "thing @ https://packages.example/thing-1.0.whl \\",
        "    # from https://packages.example/simple",
        "thing>=1.0 \\",
        "-e .",
    ],
)
def test_the_guard_sees_a_line_that_does_not_belong(line: str) -> None:
    good = "thing==1.0 ; sys_platform == 'linux' \\\n    --hash=sha256:" + "a" * 64 + "\n"
    assert odd_lines(good) == []
    assert odd_lines(good + line) == [line]


def test_the_guard_sees_a_pin_without_a_hash() -> None:
    assert unhashed("one==1 \\\ntwo==2 \\\n    --hash=sha256:" + "b" * 64) == ["one==1 \\"]
