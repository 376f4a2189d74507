"""The demo's own folder: made anew at every start, and held by one demo at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commhub.demo.errors import DemoError

MARK = ".made-by-the-demo"


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are in the demo's folder."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "commhub.sqlite3"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def sms(self) -> Path:
        return self.root / "sms"

    @property
    def letters(self) -> Path:
        return self.root / "letters"

    @property
    def broker(self) -> Path:
        return self.root / "broker"


@contextmanager
def own_folder(root: Path) -> Iterator[Places]:
    """The folder, empty but for its subfolders, and nobody else's until the block ends. It stays, to be looked at.

    Raises DemoError when another demo has it, or when it holds something that no demo made.
    """
    root = root.absolute()
    root.parent.mkdir(parents=True, exist_ok=True)
    lock = root.with_name(f"{root.name}.lock")
    # The system drops the lock when this process ends, however it ends, so a lock file that lies about means nothing.
    with lock.open("a+", encoding="ascii") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder.seek(0)
            raise DemoError(
                f"Another demo runs in {root} (process {holder.read().strip()}). "
                "End it with Ctrl-C in its terminal, or give this one a folder and a port of its own: "
                "manage.py demo --folder var/demo-2 --port 8001"
            ) from error
        holder.truncate(0)
        holder.write(f"{os.getpid()}\n")
        holder.flush()
        _empty(root)
        places = Places(root)
        for folder in (places.logs, places.mail, places.sms, places.letters, places.broker):
            folder.mkdir()
        yield places


def _empty(root: Path) -> None:
    if root.exists() and not (root / MARK).exists() and (not root.is_dir() or any(root.iterdir())):
        raise DemoError(f"{root} holds something that no demo made, so it is left alone. Choose another with --folder.")
    if root.exists():
        shutil.rmtree(root)
    root.mkdir()
    (root / MARK).write_text("The demo removes this folder and makes it anew at every start.\n", encoding="ascii")
