"""How attacks come in: a file that is compiled and rendered as an edition would be, and a listener that nobody may call."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from commhub.console.brands import look_of
from commhub.console.loose import Asked, Made, make
from commhub.console.sample import SampleData, variables_of
from commhub.publish.samples import SAMPLE_DAY

PAGE = '<!doctype html><html lang="en"><head><title>T</title>{head}</head><body><p>Hi</p>{body}</body></html>'


class Listener:
    """A local server that writes down whatever reaches it and answers nothing."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.calls = 0
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return  # closed
            self.calls += 1
            connection.close()

    def call(self) -> None:
        """Reach it, to see that it counts; returns when it has counted everything so far."""
        with socket.create_connection(self.socket.getsockname()) as connection:
            connection.recv(1)


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    try:
        yield listener
    finally:
        listener.socket.shutdown(socket.SHUT_RDWR)
        listener.socket.close()
        listener.thread.join()


def made(
    folder: Path,
    channel: str,
    source: str,
    data: dict[str, Any] | None = None,
    *,
    ending: str = ".html",
    recipient: dict[str, Any] | None = None,
    per_message: bool = False,
) -> Made:
    path = folder / f"attack{ending}"
    path.write_text(source, encoding="utf-8")
    values = data or {}
    asked = Asked(channel, "en-GB", per_message=per_message)
    return make(path, asked, look_of(""), SampleData(values, variables_of(values), recipient or {}), now=SAMPLE_DAY)


def email(folder: Path, source: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
    """The content of an e-mail: subject, html, text."""
    return made(folder, "email", source, data, **more).rendered.content
