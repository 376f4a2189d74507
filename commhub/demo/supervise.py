"""Starts the demo's processes, waits until each is ready, and ends all of them whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from commhub.demo.errors import DemoError

KEEPER = Path(__file__).with_name("keeper.py")
ROOT = Path(__file__).resolve().parent.parent.parent
POLL_SECONDS = 0.1
READY_WITHIN_SECONDS = 90


class Child:
    """One running process, under its keeper. `pid` is the process itself."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self._keeper = subprocess.Popen(
            [sys.executable, "-S", "-E", str(KEEPER), str(log), *command],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # In a session of its own it does not get the terminal's Ctrl-C: the demo decides what ends when.
            start_new_session=True,
        )
        assert self._keeper.stdout is not None  # noqa: S101 - it was asked for just above
        answer = self._keeper.stdout.readline()
        self._keeper.stdout.close()
        if not answer:
            raise DemoError(f"{name} could not be started: {command[0]}")
        self.pid = int(answer)

    @property
    def ended(self) -> bool:
        return self._keeper.poll() is not None

    def wait_until(self, ready: Callable[[], bool], seconds: float = READY_WITHIN_SECONDS) -> None:
        """Returns as soon as `ready` says so. Raises DemoError when the process ends first, or the time is up."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.ended:
                raise DemoError(f"{self.name} ended at once. {end_of(self.log)}")
            if time.monotonic() > deadline:
                raise DemoError(f"{self.name} was not ready after {seconds:.0f} seconds. {end_of(self.log)}")
            time.sleep(POLL_SECONDS)

    def kill(self) -> None:
        """End it and all that it started at once, as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        self._keeper.wait()

    def stop(self) -> None:
        """End it in its own way, by force if that takes too long. Harmless the second time."""
        if self._keeper.stdin is not None and not self._keeper.stdin.closed:
            self._keeper.stdin.close()
        self._keeper.wait()


class Supervisor:
    """The processes of one demo. Leaving the `with` block ends them, last started first."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self.environment = dict(environment)
        self.logs = logs
        self._children: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for child in reversed(self._children):
            child.stop()

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Start a process; `name` is what people call it ("The worker"). Its log is in the folder of logs."""
        child = Child(name, command, self.environment, self._log(name))
        self._children.append(child)
        return child

    def run(self, name: str, command: Sequence[str], hear: Callable[[str], None] | None = None) -> str:
        """Run a command to its end and answer what it wrote to standard output; `hear` is told each line that it writes
        to standard error, as it comes. Raises DemoError when it fails."""
        log = self._log(name)
        with log.open("w", encoding="utf-8") as notes, TemporaryFile() as output:
            with subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            ) as process:
                for line in process.stderr or ():
                    notes.write(line)
                    if hear is not None:
                        hear(line)
            output.seek(0)
            written = output.read().decode()
            if process.returncode != 0:
                notes.write(written)
        if process.returncode != 0:
            raise DemoError(f"{name} failed. {end_of(log)}")
        return written

    def ended(self) -> list[Child]:
        """The processes that are no longer there."""
        return [child for child in self._children if child.ended]

    def _log(self, name: str) -> Path:
        return self.logs / f"{name.lower().removeprefix('the ').replace(' ', '-')}.log"


def end_of(log: Path) -> str:
    """The last lines of a log, for a message to a person."""
    lines = log.read_text("utf-8", "replace").splitlines()[-15:]
    return f"The end of {log}:\n" + "\n".join(f"    {line}" for line in lines)


def free_port() -> int:
    """A TCP port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on that port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    # macOS lets us bind beside a server that listens on all addresses, and would send its callers to us.
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return True
    return False
