"""Read a request's body as JSON, strictly: what is odd is refused here with its place, never stored to fail later."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from commhub.api.problems import Fault, Problem, escaped
from commhub.contracts import JSON

MAX_DEPTH = 64  # deeper than any data of a message; what comes after us may walk a value by recursion
MAX_DIGITS = 300
TOO_DEEP = f"The body is nested deeper than {MAX_DEPTH} levels."


class JsonParser(BaseParser):
    """Parses `application/json` (RFC 8259) of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes.

    Django's own limit is not applied to a body that is read as a stream, as REST framework's parsers do.
    """

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> JSON:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body: bytes = stream.read(limit + 1)
        if len(body) > limit:
            raise Problem("too-large", f"The body is larger than {limit} bytes, the most that this API takes.")
        return parse(body)


def parse(body: bytes) -> JSON:
    """The JSON value of a body. Raises Problem invalid-json with the line and column of what is wrong."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("invalid-json", f"The body is not UTF-8: byte {error.start} cannot be read.") from error
    try:
        value = json.loads(
            text, object_pairs_hook=_members, parse_constant=_no_constant, parse_float=_number, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Problem("invalid-json", f"The body is not valid JSON at {place}: {error.msg}.") from error
    except RecursionError as error:
        raise Problem("invalid-json", TOO_DEEP) from error
    _require_shallow(value)
    if "\\u" in text:  # only an escape can bring in what UTF-8 and JSON's grammar keep out
        faults = [Fault("This holds a NUL or half of a surrogate pair.", pointer) for pointer in _unstorable(value)]
        if faults:
            raise Problem("invalid-json", "Some strings hold characters that are not text.", faults)
    return value


def _require_shallow(value: JSON) -> None:
    level = _containers([value])
    for _ in range(MAX_DEPTH):
        level = _containers(inner for item in level for inner in (item.values() if isinstance(item, dict) else item))
    if level:
        raise Problem("invalid-json", TOO_DEEP)


def _containers(values: Iterable[JSON]) -> list[JSON]:
    return [value for value in values if isinstance(value, list | dict)]


def _members(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Problem("invalid-json", f"The member {twice!r} stands twice in one object; only one can be meant.")
    return members


def _no_constant(name: str) -> JSON:
    raise Problem("invalid-json", f"{name} is not a number in JSON.")


def _number(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise Problem("invalid-json", f"The number {digits[:40]} is too large.")
    return number


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise Problem("invalid-json", f"The number {digits[:40]}... is too large.")
    return int(digits)


def _unstorable(value: JSON, pointer: str = "") -> Iterator[str]:
    """Where a string holds what a database cannot keep: NUL (PostgreSQL) or a lone surrogate (UTF-8)."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            yield pointer
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unstorable(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _unstorable(item, f"{pointer}/{escaped(name)}")
            yield from _unstorable(name, f"{pointer}/{escaped(name)}")
