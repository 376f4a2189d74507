"""A server process that ends with the test run, whatever ends the run."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

KEEPER = Path(__file__).with_name("keeper.py")
ROOT = Path(__file__).resolve().parent.parent.parent


class CouldNotStart(Exception):
    """A server that did not come up; the text holds the end of what it wrote."""


class Kept:
    """One running server, its folder and its log."""

    def __init__(self, name: str, folder: Path, keeper: subprocess.Popen[bytes]) -> None:
        self.name = name
        self.folder = folder
        self._keeper = keeper

    @property
    def pid(self) -> int:
        return int((self.folder / "pid").read_text())

    @property
    def ended(self) -> bool:
        return not self.folder.exists() or (self.folder / "ended").exists()

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def kill(self) -> None:
        """End the server at once, as a power cut would; its folder stays until `stop`."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait_until(lambda: self.ended)

    def stop(self) -> None:
        """End the server in its own way, wait for that, and remove its folder. Harmless the second time."""
        if self._keeper.stdin is not None and not self._keeper.stdin.closed:
            self._keeper.stdin.close()
        self._keeper.wait()

    def wait_until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        """Returns as soon as `ready` says so. When the server ends first or time is up: stops it, raises CouldNotStart."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.ended or time.monotonic() > deadline:
                how = "ended at once" if self.ended else f"was not ready after {seconds:.0f} seconds"
                problem = CouldNotStart(f"{self.name} {how}. The end of its log:\n{self.log()[-2000:]}")
                self.stop()
                raise problem
            time.sleep(0.02)


def new_folder(name: str) -> Path:
    """A folder of its own under the system's temporary one, that any user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix=f"commhub-{name}-"))
    folder.chmod(0o711)
    return folder


def keep(
    name: str,
    command: Sequence[str],
    *,
    folder: Path,
    stop: str = "SIGTERM",
    user: tuple[int, int] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Kept:
    """Start `command` under a keeper. `stop` is the signal that ends it, `user` the (uid, gid) that it runs as."""
    order = {
        "command": list(command),
        "folder": str(folder),
        "cwd": str(ROOT if environment is not None else folder),
        "stop": stop,
        "uid": user[0] if user else None,
        "gid": user[1] if user else None,
    }
    keeper = subprocess.Popen(
        [sys.executable, "-S", "-E", str(KEEPER), json.dumps(order)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(environment) if environment is not None else None,
        # In a session of its own, Ctrl-C in the terminal reaches the tests only: they still need the server to end.
        start_new_session=True,
    )
    assert keeper.stdout is not None
    if keeper.stdout.readline() != b"started\n":
        raise CouldNotStart(f"{name} could not be started: {command[0]}")
    keeper.stdout.close()
    return Kept(name, folder, keeper)


def free_port() -> int:
    """A TCP port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, question: bytes = b"", expected: bytes = b"") -> bool:
    """Whether something on that port of this machine takes a connection, and answers `question` with `expected`."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            if question:
                connection.sendall(question)
                return connection.recv(64).startswith(expected)
            return True
    except OSError:
        return False
