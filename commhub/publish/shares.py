"""Several processes that prepare a large release together: each makes and stores a part of its editions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from django.conf import settings
from django.db import connection

from commhub.publish.models import Release

WORTH_IT: Final = 40
"""Editions from which on another process saves more time than it takes to begin."""
COMMAND: Final = "prepare_release"


@dataclass(frozen=True, slots=True)
class Share:
    """Part `part` of `of`, counted from 0. Which edition is in which part depends on its name alone."""

    part: int
    of: int

    def has(self, name: str) -> bool:
        return crc32(name.encode()) % self.of == self.part


WHOLE: Final = Share(0, 1)


@contextmanager
def helpers(release: Release, editions: int) -> Iterator[Share]:
    """Start the processes that it is worth having; answers what is left for this one, and waits for them afterwards.

    None within a transaction, whose rows they would not see. One that fails says why on standard error, and what it has
    not stored is made by whoever asked.
    """
    count = settings.COMMHUB_PREPARE_PROCESSES
    if count < 2 or editions < WORTH_IT or connection.in_atomic_block:
        yield WHOLE
        return
    others = [
        subprocess.Popen(
            [sys.executable, "-m", "django", COMMAND, str(release.pk), "--part", str(part), "--of", str(count)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for part in range(1, count)
    ]
    try:
        yield Share(0, count)
        for one in others:
            one.wait()
    finally:
        for one in others:
            if one.poll() is None:
                one.terminate()
            one.wait()
