"""Reads the list of variables as somebody typed it, and says in plain words, with the line, what does not fit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from jsonschema import Draft202012Validator, FormatChecker

from commhub.contracts import JSON, VariableSpec
from templates_store.variables import TYPES, schema_of, spec_from_json

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


class VariablesProblem(ValueError):
    """What was typed cannot be a list of variables; `problems` are sentences."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def read_variables(text: str) -> list[JSON]:
    """The variables in their stored JSON form. Raises VariablesProblem, naming each line that is wrong."""
    try:
        raw = json.loads(text or "[]")
    except json.JSONDecodeError as error:
        raise VariablesProblem([_syntax(text, error)]) from error
    if not isinstance(raw, list):
        raise VariablesProblem(["The variables must be a list: begin with [ and end with ]."])
    problems = [_at(text, name) + sentence for name, sentence in _problems(raw)]
    if problems:
        raise VariablesProblem(problems)
    return raw


def _syntax(text: str, error: json.JSONDecodeError) -> str:
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
    return f"Line {error.lineno}: {reason} (near {line[:60]!r})."


def _at(text: str, name: str) -> str:
    found = re.search(r'"name"\s*:\s*' + re.escape(json.dumps(name, ensure_ascii=False)), text) if name else None
    return f"Line {text.count(chr(10), 0, found.start()) + 1}: " if found else ""


def _problems(raw: list[JSON], within: str = "") -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for place, item in enumerate(raw, start=1):
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(name, str):
            yield (
                "",
                f'Entry {place}{within} has no name. Each entry looks like {{"name": "due_date", "type": "date"}}.',
            )
            continue
        if name in seen:
            yield name, f"There are two variables called {name!r}{within}."
        if name in RESERVED and not within:
            yield name, f"{name!r} is a name that every template already has. Choose another."
        seen.add(name)
        yield from _problems_of_one(item, name)


def _problems_of_one(item: dict[str, JSON], name: str) -> Iterator[tuple[str, str]]:
    wrong = [key for key in ("choices", "fields") if not isinstance(item.get(key, []), list)]
    if wrong:
        yield name, f"The {wrong[0]} of {name!r} must be a list in square brackets."
        return
    if not isinstance(item.get("type", "string"), str) or not isinstance(item.get("holds", ""), str):
        yield name, f"The type of {name!r} must be a word; the types are {', '.join(TYPES)}."
        return
    inner = list(_problems(item.get("fields", []), f" within {name!r}"))
    yield from inner
    if inner:
        return
    try:
        spec = spec_from_json(item)
    except ValueError as error:
        yield name, f"{str(error)[:1].upper()}{str(error)[1:]}."
        return
    if spec.sample is not None and not _fits(spec):
        yield name, f"The sample of {name!r} does not fit its type, {spec.type}: it must be {SHAPES[spec.type]}."


def _fits(spec: VariableSpec) -> bool:
    schema = schema_of([spec])["properties"][spec.name]
    return Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(spec.sample)
