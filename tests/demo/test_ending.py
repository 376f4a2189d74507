"""The demo where it cannot start, and where it is told to end."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from commhub.demo.supervise import free_port, is_free
from tests.demo.starting import SECONDS, demo


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = demo(tmp_path / "demo", port)
        shown, _ = run.communicate(timeout=SECONDS)

    assert run.returncode == 1
    assert f"Port {port} of this machine is taken by another program." in shown
    assert f"manage.py demo --port {port + 1}" in shown


def test_terminating_the_demo_ends_its_servers(tmp_path: Path) -> None:
    port = free_port()
    run = demo(tmp_path / "demo", port)
    assert run.stdout is not None
    shown = ""
    while "Started the web server" not in shown:
        line = run.stdout.readline()
        assert line, shown
        shown += line
    assert not is_free(port)
    run.terminate()
    run.communicate(timeout=SECONDS)

    assert run.returncode == 128 + signal.SIGTERM
    assert is_free(port)
