"""How much of a message its picture leaves out, kept inside the picture: a text chunk of the PNG (ISO 15948, 11.3.4.3)."""

from __future__ import annotations

import struct
import zlib
from typing import Final

KEYWORD: Final = b"whole-height"
_HEADER: Final = 33
"""Bytes of a PNG's signature and its first chunk, IHDR; the second chunk may be ours."""
READ: Final = 128
"""Bytes from the beginning of a picture that `whole_height` needs."""


def with_whole_height(picture: bytes, height: int) -> bytes:
    """The picture, which says that the whole message is this high, in its pixels."""
    body = b"tEXt" + KEYWORD + b"\0" + str(height).encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:_HEADER] + chunk + picture[_HEADER:]


def told_of(picture: bytes) -> str:
    """Of the beginning of a picture: "cut off at 12,000 of 15,300 pixels", or '' when nothing is cut off."""
    if picture[_HEADER + 4 : _HEADER + 8 + len(KEYWORD)] != b"tEXt" + KEYWORD:
        return ""
    (length,) = struct.unpack(">I", picture[_HEADER : _HEADER + 4])
    whole = int(picture[_HEADER + 8 + len(KEYWORD) + 1 : _HEADER + 8 + length])
    (height,) = struct.unpack(">I", picture[20:24])
    return f"cut off at {height:,} of {whole:,} pixels"
