"""Where each value stands in a JSON text, so that what is wrong with it can be told by line and column."""

from __future__ import annotations

import json
import re
from typing import Final

Path = tuple[str | int, ...]
"""The names and numbers that lead to a value."""

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_PLAIN: Final = re.compile(r"[^\s,\]}]+")
_DECODER: Final = json.JSONDecoder()


def places_of(text: str) -> dict[Path, int]:
    """The offset of every value of a JSON text that json.loads has read. Of names that stand twice, the last counts."""
    found: dict[Path, int] = {}
    _value(text, _after_space(text, 0), (), found)
    return found


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1; columns count code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _value(text: str, at: int, path: Path, found: dict[Path, int]) -> int:
    """Note the value that begins here and those within it; answers where it ends."""
    found[path] = at
    if text[at] == '"':
        return _DECODER.raw_decode(text, at)[1]
    if text[at] not in "[{":
        match = _PLAIN.match(text, at)
        return match.end() if match else at + 1
    is_object = text[at] == "{"
    at = _after_space(text, at + 1)
    count = 0
    while text[at] not in "]}":
        step: str | int = count
        if is_object:
            step, at = _DECODER.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)
        at = _after_space(text, _value(text, at, (*path, step), found))
        count += 1
        if text[at] == ",":
            at = _after_space(text, at + 1)
    return at + 1


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
