"""The data of a file that is not in the store: its variables are read off the JSON that comes with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from commhub.contracts import JSON, CommhubError, VariableSpec
from commhub.render.jinja.values import JSON_TYPE

MONEY = {"amount", "currency"}
RESERVED = "recipient"
MAX_BYTES = 1_000_000


class BadData(CommhubError):
    """A data file that cannot be used; the text begins with its path."""


@dataclass(frozen=True, slots=True)
class SampleData:
    """What a data file holds: the values, the variables that fit them, and the recipient if it names one."""

    values: Mapping[str, JSON]
    variables: tuple[VariableSpec, ...]
    recipient: Mapping[str, JSON]


def read_data(path: Path | None) -> SampleData:
    """The data file: one JSON object of values by name; a `recipient` object in it says who the message is for.

    Raises BadData.
    """
    if path is None:
        return SampleData({}, (), {})
    return _sample(_json(path), str(path))


def _json(path: Path) -> JSON:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(f"{path}: it cannot be read ({error})") from error
    if len(text) > MAX_BYTES:
        raise BadData(f"{path}: it has {len(text):,} characters; {MAX_BYTES:,} are the most")
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise BadData(f"{path}: it is not JSON ({error})") from error


def read_rows(path: Path) -> list[SampleData]:
    """The data file as a list of such objects, one for each message. Raises BadData."""
    raw = _json(path)
    if not isinstance(raw, list) or not raw:
        raise BadData(f"{path}: for many messages it must hold a list of objects, one for each")
    return [_sample(row, f"{path}, row {number}") for number, row in enumerate(raw, start=1)]


def is_list(path: Path | None) -> bool:
    """Whether a data file holds a list: data for many messages. Raises BadData."""
    return path is not None and isinstance(_json(path), list)


def _sample(raw: JSON, place: str) -> SampleData:
    if not isinstance(raw, dict):
        raise BadData(f"{place}: it must hold one object, with a value for each name")
    values = dict(raw)
    recipient = values.pop(RESERVED, {})
    if not isinstance(recipient, dict):
        raise BadData(f"{place}: 'recipient' is an object: name, address, phone or email")
    for name in values:
        if not name.isidentifier():
            raise BadData(f"{place}: {name!r} cannot be a variable's name: use letters, digits and _")
    return SampleData(values, variables_of(values), recipient)


def variables_of(values: Mapping[str, JSON]) -> tuple[VariableSpec, ...]:
    """A declaration for each value, as close to what it is as JSON tells."""
    return tuple(_variable(name, value) for name, value in values.items())


def _variable(name: str, value: JSON) -> VariableSpec:
    if isinstance(value, bool):
        return VariableSpec(name, "boolean", sample=value)
    if isinstance(value, int):
        return VariableSpec(name, "integer", sample=value)
    if isinstance(value, Decimal):
        return VariableSpec(name, "decimal", sample=value)
    if isinstance(value, str):
        return VariableSpec(name, "string", sample=value)
    if isinstance(value, dict) and set(value) == MONEY and all(isinstance(one, str) for one in value.values()):
        return VariableSpec(name, "money", sample=value)
    if isinstance(value, dict) and _named(value):
        return VariableSpec(name, "object", sample=value, fields=variables_of(value))
    if isinstance(value, list) and value and _alike(value):
        return VariableSpec(name, "list", sample=value, fields=variables_of(value[0]))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return VariableSpec(name, "list", sample=value)
    return VariableSpec(name, JSON_TYPE, sample=value)


def _named(names: Iterable[str]) -> bool:
    return all(name.isidentifier() for name in names)


def _alike(rows: list[JSON]) -> bool:
    """Whether every row is an object with the same names, each with values of one type."""
    if not all(isinstance(row, dict) and _named(row) for row in rows):
        return False
    first = {name: _shape(value) for name, value in rows[0].items()}
    return all({name: _shape(value) for name, value in row.items()} == first for row in rows[1:])


def _shape(value: JSON) -> tuple[object, ...]:
    variable = _variable("x", value)
    return variable.type, tuple((one.name, one.type) for one in variable.fields)
