"""The forms of an acronym: with and without the s of a plural."""

from __future__ import annotations

from collections.abc import Iterator


def is_acronym(written: str) -> bool:
    """Whether all letters are capitals, but for the s of a plural: NIGO, UWs, T&C."""
    stem = written.removesuffix("s")
    return len(stem) > 1 and stem.isupper()


def forms(written: str) -> Iterator[str]:
    """As it is written, and its plural or singular: NIGOs for NIGO, T&C for T&Cs. S&P 500 has none."""
    yield written
    if written.endswith("s"):
        yield written.removesuffix("s")
    elif written[-1].isascii() and written[-1].isalpha():
        yield f"{written}s"
