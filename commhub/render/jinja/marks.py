"""Marks: how a printed field of the request carries its origin through a render, for the linter, and how they come out.

A mark is three code points of Unicode's private use area around the field's path and its text. They are taken out
before anything leaves; data that brings such code points itself, or those of render.structure, loses them at the door.
"""

from __future__ import annotations

import re
from typing import Final

from commhub.contracts import DataSpan

OPEN: Final = "\ue000"
MIDDLE: Final = "\ue001"
CLOSE: Final = "\ue002"
_MARK = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
_OURS = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}]")
# Ours and those of render.structure; control characters; lone surrogates; and marks that nobody sees and that turn the
# text after a value around, or split its words (UAX #9, soft hyphen, zero-width space, byte order mark). What letters
# need in order to join or not, and the plain marks of direction, stay.
_UNWANTED = re.compile(
    "[\ue000-\ue01f\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


def clean(text: str) -> str:
    """The text without code points that are ours, control characters (tab and line breaks stay), lone surrogates, and
    marks that would turn around what follows."""
    # What is printable by Unicode's categories (no control, format, surrogate or private use) has none of them.
    return text if text.isprintable() else _UNWANTED.sub("", text)


def opening(path: str, holds: str) -> str:
    """What stands before a marked text; CLOSE stands behind it."""
    return f"{OPEN}{path}|{holds}{MIDDLE}"


def marked(text: str, path: str, holds: str) -> str:
    return f"{opening(path, holds)}{text}{CLOSE}"


def unmarked(text: str) -> str:
    """Literal text of a template, which carries no marks of its own."""
    return _OURS.sub("", text)


def without_marks(text: str) -> str:
    """The text as the customer gets it."""
    if OPEN not in text:
        return text
    before, *rest = text.split(OPEN)
    plain = before + "".join([piece.rpartition(MIDDLE)[2] for piece in rest])
    return plain.replace(CLOSE, "")


def read_marks(text: str) -> tuple[str, tuple[DataSpan, ...]]:
    """The text without its marks, and where each marked field stands in it."""
    pieces: list[str] = []
    spans: list[DataSpan] = []
    length = end = 0
    for match in _MARK.finditer(text):
        before = text[end : match.start()]
        path, _, holds = match.group(1).partition("|")
        inner = match.group(2)
        start = length + len(before)
        spans.append(DataSpan(start, start + len(inner), path, holds))
        pieces += (before, inner)
        length = start + len(inner)
        end = match.end()
    pieces.append(text[end:])
    return "".join(pieces), tuple(spans)
