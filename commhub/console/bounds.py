"""How long a command may render and how much memory it may take: the last line behind the limits of the renderers."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from commhub.contracts import CommhubError

SECONDS: Final = 60
BYTES: Final = 4 * 1024**3


class TooMuch(CommhubError):
    """A source or its data asks for more time or memory than one message may take."""


@contextmanager
def bounded(seconds: int = SECONDS, size: int = BYTES) -> Iterator[None]:
    """Raises TooMuch when what runs inside takes longer, or wants more memory. For the main thread of a process."""

    def ring(number: int, frame: object) -> None:
        raise TooMuch(f"this takes longer than {seconds} s; one message must not")

    before = resource.getrlimit(resource.RLIMIT_AS)
    hard = before[1]
    resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))
    old = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    except MemoryError as error:
        raise TooMuch(f"this wants more than {size // 1024**3} GB of memory; one message must not") from error
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)
        resource.setrlimit(resource.RLIMIT_AS, before)
