"""Walks through a picture's file without decoding it: where its data ends, how many frames and passes it has."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

PADDING: Final = b"\0\r\n "
"""What some programs leave behind a picture's end; it is nothing."""
_PNG_START: Final = 8
_BARE_MARKERS: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""JPEG markers without a length: TEM and RST0 to RST7 (ITU T.81, table B.1)."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk found. `rest` counts the bytes behind the end (padding not counted), or is None when there is no end;
    `frames` are the pictures of an animation, `passes` the scans of a JPEG; `claims` is the size in pixels that the head
    names, (0, 0) when it was not seen."""

    rest: int | None
    frames: int = 1
    passes: int = 1
    claims: tuple[int, int] = (0, 0)


class _CutShort(Exception):
    """The file ends before the picture does."""


def walk(name: str, content: bytes) -> Walked:
    """Walk through a PNG, JPEG or GIF (`name`); a file that ends too early has `rest` None."""
    return {"PNG": _png, "JPEG": _jpeg, "GIF": _gif}[name](content)


def _rest(content: bytes, end: int) -> int:
    return len(content[end:].strip(PADDING))


def _png(content: bytes) -> Walked:
    at, frames, claims = _PNG_START, 1, (0, 0)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        data = at + 8
        if kind == b"IHDR" and data + 8 <= len(content):
            claims = struct.unpack_from(">II", content, data)
        elif kind == b"acTL" and data + 4 <= len(content):  # Animated PNG, W3C PNG third edition, 11.3.6.1
            frames = max(1, struct.unpack_from(">I", content, data)[0])
        at = data + length + 4
        if kind == b"IEND":
            return Walked(_rest(content, at) if at <= len(content) else None, frames, 1, claims)
    return Walked(None, frames, 1, claims)


def _gif(content: bytes) -> Walked:
    claims = struct.unpack_from("<HH", content, 6) if len(content) >= 10 else (0, 0)
    frames = 0
    try:
        at = 13 + _colours(content, 10)
        while True:
            kind = _byte(content, at)
            if kind == 0x3B:
                return Walked(_rest(content, at + 1), max(1, frames), 1, claims)
            if kind == 0x2C:
                frames += 1
                at = _past_blocks(content, at + 11 + _colours(content, at + 9))
            elif kind == 0x21:
                at = _past_blocks(content, at + 2)
            elif kind == 0:
                at += 1  # a stray terminator, which every program passes over
            else:
                return Walked(None, max(1, frames), 1, claims)
    except _CutShort:
        return Walked(None, max(1, frames), 1, claims)


def _byte(content: bytes, at: int) -> int:
    if at >= len(content):
        raise _CutShort
    return content[at]


def _colours(content: bytes, flags_at: int) -> int:
    """The bytes of the colour table that these flags announce (GIF89a, 18 and 20)."""
    flags = _byte(content, flags_at)
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _past_blocks(content: bytes, at: int) -> int:
    while size := _byte(content, at):
        at += size + 1
    return at + 1


def _jpeg(content: bytes) -> Walked:
    at, passes, claims = 2, 0, (0, 0)
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return Walked(None, 1, max(1, passes), claims)
        marker = content[at + 1]
        if marker == 0xD9:
            return Walked(_rest(content, at + 2), 1, max(1, passes), claims)
        if marker in {0x00, 0xFF} or marker in _BARE_MARKERS:
            at += 1 if marker == 0xFF else 2
            continue
        if at + 4 > len(content):
            return Walked(None, 1, max(1, passes), claims)
        if marker == 0xDA:
            passes += 1
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC} and at + 9 <= len(content):
            height, width = struct.unpack_from(">HH", content, at + 5)
            claims = (width, height)
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
