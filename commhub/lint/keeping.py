"""Keeps readings for the next message that has the same block: those asked for lately, up to a bound in bytes. Pure."""

from __future__ import annotations

from typing import Final

from commhub.lint.reading import Reading

Key = tuple[str, str, str]
"""Locale, role and text of a block."""

MOST_BYTES: Final = 24_000_000
FIXED: Final = 1_200
"""Bytes of a reading beside its texts."""


class Kept:
    """Two generations of readings. What is asked for moves to the young; when those are half of all that may be kept,
    they become the old, and the old ones that nobody asked for are forgotten."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._half = most_bytes // 2
        self._young: dict[Key, Reading] = {}
        self._old: dict[Key, Reading] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: Key) -> Reading | None:
        """The reading of a block that was read before, if it is still here."""
        reading = self._young.get(key)
        if reading is None and (reading := self._old.pop(key, None)) is not None:
            self.put(key, reading)
        return reading

    def put(self, key: Key, reading: Reading) -> None:
        """Keep a reading, unless it alone would drive out all others."""
        size = size_of(reading)
        if size > self._half:
            return
        if self._bytes + size > self._half:
            self._old, self._young, self._bytes = self._young, {}, 0
        self._young[key] = reading
        self._bytes += size


def size_of(reading: Reading) -> int:
    """About how many bytes a reading takes: its text twice folded, at most four bytes a character, and its hits."""
    width = 1 if reading.text.isascii() else 4
    return FIXED + 3 * width * len(reading.text) + 200 * (len(reading.hits) + len(reading.explanations))
