"""Fixtures of the main job seen from outside: where messages arrive, and an app that asks for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commhub.demo.capture_sms import SmsCapture
from commhub.demo.capture_smtp import MailCapture
from tests import factories
from tests.api.app import App
from tests.services.kept import Kept

TOKEN = "the gateway's token"


class Gateway(SmsCapture):
    """The SMS gateway. While `silent` it takes a text message in without an answer, until `hang_up` is set."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, TOKEN)
        self.silent = False
        self.asked = threading.Event()
        self.hang_up = threading.Event()

    def keep(self, message: dict[str, Any]) -> str:
        self.asked.set()
        if self.silent:
            self.hang_up.wait(60)
            raise ValueError("nobody waits for the answer any more")
        return super().keep(message)


@dataclass(frozen=True)
class Outside:
    """The world around commhub: a mail server, an SMS gateway and a printer's folder, and what each of them got."""

    folder: Path
    mail_port: int
    gateway: Gateway

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def texts(self) -> Path:
        return self.folder / "sms"

    @property
    def letters(self) -> Path:
        return self.folder / "letters"

    def environment(self) -> dict[str, Any]:
        """What tells a worker where these are."""
        return {
            "EMAIL_PORT": self.mail_port,
            "COMMHUB_SMS_URL": self.gateway.url,
            "COMMHUB_SMS_TOKEN": TOKEN,
            "COMMHUB_HOT_FOLDER": self.letters,
        }

    def arrived(self) -> set[str]:
        """The names of all that arrived anywhere."""
        return {file.name for folder in (self.mail, self.texts, self.letters) for file in folder.iterdir()}


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    for name in ("mail", "sms", "letters"):
        (tmp_path / name).mkdir()
    with ExitStack() as stack:
        mail = stack.enter_context(MailCapture(tmp_path / "mail"))
        gateway = stack.enter_context(Gateway(tmp_path / "sms"))
        stack.callback(gateway.hang_up.set)
        yield Outside(tmp_path, mail.port, gateway)


@pytest.fixture
def worker(start_worker: Callable[..., Kept], outside: Outside) -> Callable[..., Kept]:
    """Start a real worker that sends to `outside`."""

    def start(**environment: Any) -> Kept:
        return start_worker(**outside.environment(), **environment)

    return start


@pytest.fixture
def app(transactional_db: None) -> App:
    """An app with a live key."""
    return App(factories.api_key("Claims desk", "live")[1])
