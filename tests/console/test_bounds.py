"""The last line behind the renderers' own limits."""

from __future__ import annotations

import resource
import signal

import pytest

from commhub.console.bounds import TooMuch, bounded


def test_what_wants_too_much_memory_ends_in_one_sentence() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(TooMuch, match="wants more than 8 GB of memory"), bounded(size=8 * 1024**3):
        bytearray(16 * 1024**3)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_what_takes_too_long_ends_in_one_sentence() -> None:
    with pytest.raises(TooMuch, match="takes longer than 9 s"), bounded(seconds=9):
        signal.raise_signal(signal.SIGALRM)  # what the clock does when it is due
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
