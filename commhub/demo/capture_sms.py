"""An SMS gateway that sends nothing on: every text message becomes a file."""

from __future__ import annotations

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class SmsCapture(ThreadingHTTPServer):
    """Listens on a free port of this machine and writes each text message to `folder` as `<message id>.txt`."""

    daemon_threads = True

    def __init__(self, folder: Path, token: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.token = token
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/messages"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        at: TracebackType | None = None,
    ) -> None:
        self.shutdown()
        self.server_close()

    def keep(self, message: dict[str, Any]) -> str:
        """Write the message down and answer its id here. The same message again has the same file."""
        name = str(uuid.UUID(message["id"]))  # a name that came over the network becomes a file name only as a UUID
        part = self.folder / f".{name}.part"
        part.write_text(f"To: {message['to']}\nFrom: {message['from']}\n\n{message['text']}\n", encoding="utf-8")
        part.replace(self.folder / f"{name}.txt")
        return f"demo-{name}"


class _Handler(BaseHTTPRequestHandler):
    server: SmsCapture

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.headers.get("Authorization") != f"Bearer {self.server.token}":
            self._answer(401, {"error": "unknown token"})
            return
        try:
            kept = self.server.keep(json.loads(body))
        except (KeyError, TypeError, ValueError) as error:
            self._answer(400, {"error": f"not a message: {error}"})
            return
        self._answer(201, {"id": kept})

    def _answer(self, status: int, answer: dict[str, str]) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())
        except ConnectionError:
            # Whoever asked is gone, as a worker that was killed; it asks again when its message is taken up anew.
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """What arrived is in the folder; a line per request on the demo's screen would only disturb."""
