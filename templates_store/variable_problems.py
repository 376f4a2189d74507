"""Reads the list of variables as somebody typed it, and says in plain words, with the line, what does not fit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jsonschema import Draft202012Validator, FormatChecker

from commhub.contracts import JSON, VariableSpec
from templates_store.json_places import Path, line_and_column, places_of
from templates_store.variables import (
    DICTIONARY,
    HOLDS,
    LONGEST_CHOICE,
    SETTINGS,
    TYPES,
    schema_of,
    spec_from_json,
)

RESERVED = frozenset(
    {
        "recipient",
        "brand",
        "asset",
        "message",
        "content",
        "subject",
        "preheader",
        "address_lines",
        "large_print",
        "window",
        "true",
        "false",
        "none",
    }
)
SHAPES = {
    "string": "a text in quotes",
    "integer": "a whole number without quotes, such as 12",
    "decimal": 'a number in quotes, such as "12.5"',
    "date": 'a day in quotes, such as "2026-03-31"',
    "datetime": 'a moment in quotes, such as "2026-03-31T09:00:00Z"',
    "boolean": "true or false, without quotes",
    "money": '{"amount": "12.30", "currency": "GBP"}',
    "enum": "one of its choices",
    "list": "a list in square brackets, each row with the fields that the variable declares",
    "object": "an object in braces with the fields that the variable declares",
}


UNKEPT = re.compile("[\x00\ud800-\udfff]")
NO_DATABASE = "There is a character here that no database keeps: \\u0000, or half of one (\\ud800 to \\udfff)."


@dataclass(frozen=True, slots=True)
class VariableFault:
    """What is wrong at one place of the text: line and column from 1 (0 where it is about the whole), and a sentence."""

    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.text}" if self.line else self.text


class VariablesProblem(ValueError):
    """What was typed cannot be a list of variables; `faults` know their places, `problems` are the same as sentences."""

    def __init__(self, faults: list[VariableFault]) -> None:
        self.faults = faults
        self.problems = [str(fault) for fault in faults]
        super().__init__(" ".join(self.problems))


class _NoNumber(ValueError):
    """Something that only JavaScript takes for a number."""


def read_variables(text: str) -> list[JSON]:
    """The variables in their stored JSON form. Raises VariablesProblem, naming each place that is wrong."""
    try:
        raw = json.loads(text or "[]", parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise VariablesProblem([_syntax(text, error)]) from error
    except _NoNumber as error:
        at = line_and_column(text, text.find(str(error)))
        raise VariablesProblem([VariableFault(*at, f"{error} is no number.")]) from error
    except RecursionError as error:
        raise VariablesProblem([VariableFault(0, 0, "Too much stands inside each other here.")]) from error
    if not isinstance(raw, list):
        raise VariablesProblem([VariableFault(0, 0, "The variables must be a list: begin with [ and end with ].")])
    faults = [(path, NO_DATABASE) for path in _unkept(raw)] or list(_problems(raw))
    if faults:
        places = places_of(text)
        raise VariablesProblem(
            [VariableFault(*line_and_column(text, places[path]), sentence) for path, sentence in faults]
        )
    return raw


def _no_number(written: str) -> JSON:
    raise _NoNumber(written)


def _unkept(value: JSON, path: Path = ()) -> Iterator[Path]:
    """Where there are characters that no database keeps; those of a name are told of its value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from [(*path, name)] if UNKEPT.search(name) else _unkept(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _unkept(inner, (*path, place))
    elif isinstance(value, str) and UNKEPT.search(value):
        yield path


def _syntax(text: str, error: json.JSONDecodeError) -> VariableFault:
    lines = text.splitlines() or [""]
    line = lines[min(error.lineno, len(lines)) - 1].strip()
    reason = {
        "Expecting ',' delimiter": "a comma or a closing bracket is missing before this place",
        "Expecting property name enclosed in double quotes": 'a name in "straight quotes" is missing, or a comma too many',
        "Expecting value": "a value is missing here, or a text stands without its quotes",
        "Extra data": "there is text after the end of the list",
        "Illegal trailing comma before end of object": "there is a comma too many",
        "Illegal trailing comma before end of array": "there is a comma too many",
    }.get(error.msg, error.msg[:1].lower() + error.msg[1:])
    return VariableFault(error.lineno, error.colno, f"{reason} (near {line[:60]!r}).")


def _problems(raw: list[JSON], within: str = "", path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The path of each value that is wrong, and why."""
    seen: set[str] = set()
    for place, item in enumerate(raw):
        here: Path = (*path, place)
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(name, str):
            yield (
                here,
                f'Entry {place + 1}{within} has no name. Each entry looks like {{"name": "due_date", "type": "date"}}.',
            )
            continue
        if name in seen:
            yield (*here, "name"), f"There are two variables called {name!r}{within}."
        if name in RESERVED and not within:
            yield (*here, "name"), f"{name!r} is a name that every template already has. Choose another."
        seen.add(name)
        yield from _problems_of_one(item, name, here)


def _problems_of_one(item: dict[str, JSON], name: str, path: Path) -> Iterator[tuple[Path, str]]:
    wrong = [key for key in ("choices", "fields") if not isinstance(item.get(key, []), list)]
    if wrong:
        yield (*path, wrong[0]), f"The {wrong[0]} of {name!r} must be a list in square brackets."
        return
    odd = [key for key in ("type", "holds") if not isinstance(item.get(key, ""), str)]
    if odd:
        yield (*path, odd[0]), f"The type of {name!r} must be a word; the types are {', '.join(TYPES)}."
        return
    inner = list(_problems(item.get("fields", []), f" within {name!r}", (*path, "fields")))
    yield from inner
    if inner:
        return
    try:
        spec = spec_from_json(item)
    except ValueError as error:
        yield (*path, *_blamed(item, name)), f"{str(error)[:1].upper()}{str(error)[1:]}."
        return
    if spec.sample is not None and not _fits(spec):
        sentence = f"The sample of {name!r} does not fit its type, {spec.type}: it must be {SHAPES[spec.type]}."
        yield (*path, "sample"), sentence


def _blamed(item: dict[str, JSON], name: str) -> Path:
    """Which setting spec_from_json stopped at: the same questions in the same order."""
    kind = item.get("type", "string")
    if unknown := sorted(set(item) - SETTINGS):
        return (unknown[0],)
    if not name.isidentifier():
        return ("name",)
    if kind not in TYPES:
        return ("type",)
    if item.get("holds", "") not in HOLDS:
        return ("holds",)
    if kind == "enum" and not item.get("choices"):
        return ("choices",) if "choices" in item else ("type",)
    for place, one in enumerate(item.get("choices") or ()):
        if not isinstance(one, str) or not 0 < len(one) <= LONGEST_CHOICE:
            return ("choices", place)
    dictionary = item.get("dictionary", "")
    if dictionary and (kind != "enum" or not isinstance(dictionary, str) or not DICTIONARY.fullmatch(dictionary)):
        return ("dictionary",)
    return ("fields",) if "fields" in item else ("type",)


def _fits(spec: VariableSpec) -> bool:
    schema = schema_of([spec])["properties"][spec.name]
    return Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(spec.sample)
