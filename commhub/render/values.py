"""The values that templates see: the request's JSON turned into typed, plain data, and how each prints by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_datetime_format
from babel.numbers import format_currency, format_decimal
from jinja2 import Undefined
from markupsafe import Markup

from commhub.contracts import JSON, RenderError, VariableSpec
from commhub.render.marks import clean, marked

JSON_TYPE: Final = "json"
"""A variable of any shape; see `undeclared`."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __bool__(self) -> bool:
        return self.amount != 0


class Field(str):
    """A text from the request that knows where it came from: `path` is its JSON Pointer, `holds` what it names."""

    path: str
    holds: str

    def __new__(cls, text: str, path: str, holds: str = "") -> Field:
        field = super().__new__(cls, text)
        field.path = path
        field.holds = holds
        return field


def typed(
    data: Mapping[str, JSON], variables: Iterable[VariableSpec], zone: tzinfo = UTC, path: str = ""
) -> dict[str, object]:
    """The request's data as typed values, by the declared variables; an optional one that is absent is None.

    The data is taken to be valid against the schema of the variables. Datetimes are told in `zone`.
    """
    return {
        variable.name: _typed_one(data.get(variable.name), variable, zone, f"{path}/{variable.name}")
        for variable in variables
    }


def _typed_one(value: JSON, variable: VariableSpec, zone: tzinfo, path: str) -> object:
    if value is None:
        return None
    match variable.type:
        case "decimal":
            return Decimal(value)
        case "money":
            return Money(Decimal(value["amount"]), value["currency"])
        case "date":
            return date.fromisoformat(value)
        case "datetime":
            return datetime.fromisoformat(value).astimezone(zone)
        case "object":
            return typed(value, variable.fields, zone, path)
        case "list":
            if variable.fields:
                return [typed(row, variable.fields, zone, f"{path}/{index}") for index, row in enumerate(value)]
            return [Field(clean(item), f"{path}/{index}", variable.holds) for index, item in enumerate(value)]
        case "string" | "enum":
            return Field(clean(value), path, variable.holds)
        case "json":
            return undeclared(value, path)
        case _:
            return value


def undeclared(value: JSON, path: str) -> object:
    """A value of any shape as typed data: texts know where they came from, all else is as JSON has it.

    For the type JSON_TYPE, which no template can declare: files that are not in the store come without a schema.
    """
    if isinstance(value, str):
        return Field(clean(value), path)
    if isinstance(value, Mapping):
        return {clean(str(name)): undeclared(one, f"{path}/{name}") for name, one in value.items()}
    if isinstance(value, list):
        return [undeclared(one, f"{path}/{index}") for index, one in enumerate(value)]
    return value


@lru_cache(maxsize=256)
def babel_locale(locale: str) -> Locale:
    """Babel's locale for a tag such as en, en-GB or zh-Hans. Raises RenderError for one that nobody knows."""
    try:
        return Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise RenderError(f"{locale!r} is not a language that dates and amounts can be written in") from error


def _moment(value: datetime, locale: Locale) -> str:
    """Date and time in the order and with the words of the locale; seconds and zone only where there are seconds."""
    if value.second:
        return format_datetime(value, "long", locale=locale)
    both = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    return both.replace("{0}", f"{value:%H:%M}").replace("{1}", format_date(value, "long", locale=locale))


def show(value: object, locale: str, *, mark: bool) -> object:
    """What `{{ value }}` prints. Amounts, dates and numbers print by locale; None is an error, never a blank."""
    if isinstance(value, Field):
        return marked(value, value.path, value.holds) if mark else str(value)
    if isinstance(value, str | Markup | Undefined):
        return value
    if value is None:
        raise RenderError("a value that was not sent would be printed as a blank; put it inside {% if %}")
    if isinstance(value, bool):
        raise RenderError("yes-or-no values cannot be printed; use {% if %} to say what they mean")
    if isinstance(value, Money):
        return format_currency(value.amount, value.currency, locale=babel_locale(locale))
    if isinstance(value, datetime):
        return _moment(value, babel_locale(locale))
    if isinstance(value, date):
        return format_date(value, "long", locale=babel_locale(locale))
    if isinstance(value, int | float | Decimal):
        return format_decimal(value, locale=babel_locale(locale))
    if isinstance(value, Mapping | list | tuple):
        raise RenderError("a list or object cannot be printed whole; name one of its fields")
    return value


def in_words(value: object, locale: str) -> str:
    """The text of a value as it prints, without a mark. Raises RenderError for what cannot be printed."""
    return str(show(value, locale, mark=False))
