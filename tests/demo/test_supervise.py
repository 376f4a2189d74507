"""The demo ends what it started, however it ends itself."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commhub.demo.errors import DemoError
from commhub.demo.supervise import Supervisor, free_port, is_free

# A server with a child of its own, as a worker has; both tell their process ids by files.
PARENT = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
{extra}
time.sleep(600)
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and that nobody has asked about yet does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return not state.strip().startswith("Z") and state.strip() != ""


def soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(dict(os.environ), tmp_path)


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-S", "-c", code, *arguments]


def test_leaving_the_block_ends_the_process_and_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with supervisor(tmp_path) as house:
        child = house.start("The server", python(PARENT.format(extra=""), str(note)))
        child.wait_until(note.exists)
        assert alive(child.pid)

    assert child.ended
    assert soon(lambda: not alive(child.pid))
    assert soon(lambda: not alive(int(note.read_text())))


def test_an_error_in_the_block_ends_them_too(tmp_path: Path) -> None:
    children = []

    def go_wrong() -> None:
        with supervisor(tmp_path) as house:
            children.append(house.start("The server", python("import time; time.sleep(600)")))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        go_wrong()
    [child] = children

    assert soon(lambda: not alive(child.pid))


def test_a_process_that_will_not_go_is_made_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path("commhub/demo/keeper.py").read_text("utf-8")
    hasty = tmp_path / "keeper.py"
    hasty.write_text(source.replace("PATIENCE_SECONDS = 10", "PATIENCE_SECONDS = 0.1"), "utf-8")
    assert hasty.read_text("utf-8") != source
    monkeypatch.setattr("commhub.demo.supervise.KEEPER", hasty)
    note = tmp_path / "pid"
    with supervisor(tmp_path) as house:
        child = house.start("The server", python(DEAF + PARENT.format(extra=""), str(note)))
        child.wait_until(note.exists)

    assert soon(lambda: not alive(child.pid))


def test_killing_a_process_from_outside_takes_its_children_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with supervisor(tmp_path) as house:
        child = house.start("The server", python(PARENT.format(extra=""), str(note)))
        child.wait_until(note.exists)
        os.kill(child.pid, signal.SIGKILL)

        assert soon(lambda: child.ended)
        assert soon(lambda: not alive(int(note.read_text())))
        assert house.ended() == [child]


HOLDER = """
import os, sys, time
from pathlib import Path
from commhub.demo.supervise import Supervisor
with Supervisor(dict(os.environ), Path(sys.argv[1])) as house:
    print(house.start("The server", [sys.executable, "-S", "-c", "import time; time.sleep(600)"]).pid, flush=True)
    time.sleep(600)
"""


def test_nothing_stays_behind_when_the_demo_itself_is_killed(tmp_path: Path) -> None:
    demo = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE)
    assert demo.stdout is not None
    pid = int(demo.stdout.readline())
    assert alive(pid)
    demo.kill()
    demo.wait()
    demo.stdout.close()

    assert soon(lambda: not alive(pid))


def test_a_process_that_ends_at_once_shows_the_end_of_its_log(tmp_path: Path) -> None:
    with supervisor(tmp_path) as house:
        child = house.start("The web server", python("raise SystemExit('no such module')"))
        with pytest.raises(DemoError) as caught:
            child.wait_until(lambda: False)

    assert str(caught.value) == (
        f"The web server ended at once. The end of {tmp_path / 'web-server.log'}:\n    no such module"
    )


def test_a_process_that_never_gets_ready_is_not_waited_for_without_end(tmp_path: Path) -> None:
    with supervisor(tmp_path) as house:
        child = house.start("The server", python("import time; time.sleep(600)"))
        with pytest.raises(DemoError, match=r"The server was not ready after 0 seconds\."):
            child.wait_until(lambda: False, seconds=0.2)


def test_a_command_answers_what_it_wrote_and_a_failed_one_is_shown(tmp_path: Path) -> None:
    with supervisor(tmp_path) as house:
        assert house.run("Key", python("print('k-1')")) == "k-1\n"
        with pytest.raises(DemoError) as caught:
            house.run("Migration", python("raise SystemExit('no table')"))

    assert str(caught.value).startswith("Migration failed. The end of ")
    assert str(caught.value).endswith("\n    no table")


def test_a_port_is_free_until_somebody_listens_there() -> None:
    port = free_port()
    assert is_free(port)
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free(port)
