"""A mail server that sends nothing on: every mail becomes a file."""

from __future__ import annotations

import logging
import re
from email import message_from_bytes
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from commhub.demo.supervise import free_port

MESSAGE_ID = re.compile(r"<([0-9a-f-]{36})@")


class MailCapture:
    """Listens on a free port of this machine and writes each mail to `folder` as `<message id>.eml`.

    A mail that comes a second time, after a worker died, has the same Message-ID and so the same file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # it tells of every word of every conversation
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop(no_assert=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content: Any = envelope.original_content
        found = MESSAGE_ID.search(str(message_from_bytes(content)["Message-ID"]))
        name = found[1] if found else f"without-id-{len(list(self.folder.iterdir())) + 1}"
        part = self.folder / f".{name}.part"
        part.write_bytes(content)
        part.replace(self.folder / f"{name}.eml")
        return "250 Kept"
