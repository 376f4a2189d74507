"""Data that an app sends, held against the variables of an edition: every fault with its place, in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from commhub.contracts import JSON, VariableSpec
from commhub.versions import canonical
from templates_store.variables import schema_of

Problem = tuple[str, str]
"""A JSON Pointer (RFC 6901) below the data, and a sentence."""


def data_problems(data: Mapping[str, JSON], variables: Iterable[VariableSpec]) -> list[Problem]:
    """What keeps this data from filling a template with these variables; empty when nothing does."""
    schema = schema_of(variables)
    problems: list[Problem] = []
    for error in _validator(canonical(schema)).iter_errors(data):
        problems += _problems_of(error)
    return sorted(dict.fromkeys(problems))


@lru_cache(maxsize=512)
def _validator(schema: bytes) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema), format_checker=FORMATS)


FORMATS = FormatChecker(formats=())

A_DAY = timedelta(days=1)


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    """An RFC 3339 full-date."""
    return not isinstance(value, str) or (len(value) == len("2026-01-31") and bool(date.fromisoformat(value)))


@FORMATS.checks("date-time", raises=(ValueError, OverflowError))
def _is_datetime(value: object) -> bool:
    """An RFC 3339 date-time: with an offset, because a time without one is another time elsewhere."""
    if not isinstance(value, str):
        return True
    moment = datetime.fromisoformat(value)
    # A moment at either end of the calendar cannot be told in another time zone.
    return moment.tzinfo is not None and bool(moment - A_DAY) and bool(moment + A_DAY)


def _problems_of(error: ValidationError) -> list[Problem]:
    path = [str(step) for step in error.absolute_path]
    limit: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [name for name in limit if name not in instance]
            return [(pointer([*path, name]), "is missing") for name in missing]
        case "additionalProperties":
            schema: Any = error.schema
            unknown = sorted(set(instance) - set(schema.get("properties", {})))
            known = ", ".join(schema.get("properties", {})) or "none"
            return [
                (pointer([*path, name]), f"is not a variable of this template; it has: {known}") for name in unknown
            ]
        case "type":
            return [(pointer(path), f"should be {_kind(limit)}, and is {_kind_of(instance)}")]
        case "enum":
            return [(pointer(path), f"should be one of {', '.join(map(str, limit))}")]
        case "format":
            examples = {"date": "a date such as 2026-01-31", "date-time": "a time such as 2026-01-31T14:30:00+00:00"}
            return [(pointer(path), f"should be {examples.get(limit, limit)}")]
        case "pattern":
            named = {"amount": 'an amount in a string such as "12.30"', "currency": 'a currency such as "GBP"'}
            wanted = named.get(path[-1] if path else "", 'a number in a string such as "12.5"')
            return [(pointer(path), f"should be {wanted}")]
        case "maxItems":
            return [(pointer(path), f"has {len(instance)} rows; {limit} are the most")]
        case "maxLength":
            return [(pointer(path), f"has {len(instance):,} characters; {limit:,} are the most")]
    return [(pointer(path), error.message)]


def pointer(path: Iterable[str]) -> str:
    """The JSON Pointer of a path."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)


def _kind(name: str) -> str:
    return {"string": "a text", "integer": "a whole number", "boolean": "true or false", "array": "a list"}.get(
        name, "an object"
    )


def _kind_of(value: JSON) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    return {str: "a text", int: "a number", float: "a number", list: "a list"}.get(type(value), "an object")
