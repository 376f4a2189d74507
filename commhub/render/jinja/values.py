"""The values that templates see: the request's JSON turned into typed, plain data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from babel import Locale, UnknownLocaleError

from commhub.contracts import JSON, RenderError, VariableSpec
from commhub.render.jinja.fields import Coded, Field, coded, told
from commhub.render.jinja.marks import clean, opening

JSON_TYPE: Final = "json"
"""A variable of any shape; see `undeclared`."""
MOST_LEVELS: Final = 50
MOST_DIGITS: Final = 60
"""Digits before or behind the point of a number; with more, writing it out would be the work and not the message."""
KEPT_SHAPES: Final = 256
KEPT_ROWS: Final = 100


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217). `words` keeps how it is written, by locale (see render.printing)."""

    amount: Decimal
    currency: str
    words: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __bool__(self) -> bool:
        return self.amount != 0


Codes = Mapping[str, Mapping[str, str]]
"""Words by code, by the dotted name of a variable (`papers.kind`)."""
Reader = Callable[[Any, Any], object]
"""Turns a JSON value into a typed one; its second argument is what it needs to know of its place."""


class Shape:
    """What the members of an object are: `texts` maps a text's name to its origin, `others` any other to its reader."""

    __slots__ = ("others", "plan", "texts")

    def __init__(
        self, variables: Iterable[VariableSpec], zone: tzinfo, path: str, codes: Codes | None = None, within: str = ""
    ) -> None:
        read = {one.name: _reader(one, zone, f"{path}/{one.name}", codes, within + one.name) for one in variables}
        self.plan = tuple((name, reader, place) for name, (reader, place) in read.items())
        self.texts: dict[str, str] = {name: place for name, (reader, place) in read.items() if reader is _text}
        self.others = {name: how for name, how in read.items() if how[0] is not _text}


class Row(Mapping[str, object]):
    """An object of the data, whose members become typed values when they are read; one that is absent is None."""

    __slots__ = ("data", "shape")

    def __init__(self, data: Mapping[str, JSON], shape: Shape) -> None:
        self.data = data
        self.shape = shape

    def __getitem__(self, name: str) -> object:
        value = self.data.get(name)
        if (origin := self.shape.texts.get(name)) is not None:
            return None if value is None else _text(value, origin)
        read, place = self.shape.others[name]
        return None if value is None else read(value, place)

    def __contains__(self, name: object) -> bool:
        return name in self.shape.texts or name in self.shape.others

    def __iter__(self) -> Iterator[str]:
        return (name for name, _, _ in self.shape.plan)

    def __len__(self) -> int:
        return len(self.shape.plan)


@lru_cache(maxsize=256)
def babel_locale(locale: str) -> Locale:
    """Babel's locale for a tag such as en, en-GB or zh-Hans. Raises RenderError for one that nobody knows."""
    try:
        return Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise RenderError(f"{locale!r} is not a language that dates and amounts can be written in") from error


def typed(
    data: Mapping[str, JSON],
    variables: Iterable[VariableSpec],
    zone: tzinfo = UTC,
    path: str = "",
    codes: Codes | None = None,
) -> dict[str, object]:
    """The request's data as typed values, by the declared variables; an optional one that is absent is None.

    The data is taken to be valid against the schema of the variables. Datetimes are told in `zone`. `codes` as in
    contracts.Brief. Raises RenderError for a number that nobody could read; within an object or list, when it is read.
    """
    get = data.get
    plan = _shape_of(variables, zone, path, codes).plan
    return {name: None if (value := get(name)) is None else read(value, place) for name, read, place in plan}


_shapes: dict[tuple[int, int, str, str | None], tuple[object, object, Shape]] = {}


def _shape_of(variables: Iterable[VariableSpec], zone: tzinfo, path: str, codes: Codes | None) -> Shape:
    """The shape of these variables; kept by the identity of the declarations, which samples keep from being hashed."""
    if not isinstance(variables, tuple):
        return Shape(variables, zone, path, codes)
    named = None if codes is None else json.dumps(codes, sort_keys=True) if codes else ""
    key = (id(variables), id(zone), path, named)
    kept = _shapes.get(key)
    if kept is None:
        if len(_shapes) >= KEPT_SHAPES:
            _shapes.clear()
        # The entry holds on to what its key is the identity of, so that no other object can come to have it.
        kept = _shapes[key] = (variables, zone, Shape(variables, zone, path, codes))
    return kept[2]


def _reader(variable: VariableSpec, zone: tzinfo, path: str, codes: Codes | None, name: str) -> tuple[Reader, Any]:
    words = None if codes is None else codes.get(name)
    match variable.type:
        case "enum" if codes is not None:
            return _code, (opening(path, variable.holds), words or {})
        case "string" if words:
            return _replaced, (opening(path, variable.holds), words)
        case "string" | "enum":
            return _text, opening(path, variable.holds)
        case "decimal":
            return _number, path
        case "money":
            return _money, path
        case "date":
            return _date, path
        case "datetime":
            return _moment, zone
        case "object":
            return Row, Shape(variable.fields, zone, path, codes, f"{name}.")
        case "list" if variable.fields:
            return _rows, _Rows(variable.fields, zone, path, codes, f"{name}.")
        case "list":  # of texts
            return _texts, (path, variable.holds, words or {})
        case "json":
            return undeclared, path
        case _:
            return _as_it_is, path


def _text(value: str, origin: str) -> Field:
    return told(value if value.isprintable() else clean(value), origin)


def _code(value: str, place: tuple[str, Mapping[str, str]]) -> Coded:
    origin, words = place
    read = words.get(value)
    return coded(clean(value), origin, None if read is None else clean(read))


def _replaced(value: str, place: tuple[str, Mapping[str, str]]) -> Field:
    """A text that is printed as it is, unless people have said that this very text is a code."""
    origin, words = place
    return _code(value, place) if value in words else _text(value, origin)


def _texts(values: list[str], place: tuple[str, str, Mapping[str, str]]) -> list[Field]:
    path, holds, words = place
    return [_replaced(value, (opening(f"{path}/{index}", holds), words)) for index, value in enumerate(values)]


class _Rows:
    """The shapes of the rows of a list: the same for each, but for the index in their paths."""

    __slots__ = ("codes", "fields", "known", "path", "within", "zone")

    def __init__(
        self, fields: tuple[VariableSpec, ...], zone: tzinfo, path: str, codes: Codes | None, within: str
    ) -> None:
        self.fields = fields
        self.zone = zone
        self.path = path
        self.codes = codes
        self.within = within
        self.known: list[Shape] = []

    def upto(self, count: int) -> list[Shape]:
        """The shapes of so many rows; beyond the first ones they are not kept."""
        known = self.known
        if len(known) < count:
            known = known + [
                Shape(self.fields, self.zone, f"{self.path}/{at}", self.codes, self.within)
                for at in range(len(known), count)
            ]
            self.known = known[:KEPT_ROWS]
        return known


def _rows(values: list[Mapping[str, JSON]], place: _Rows) -> list[Row]:
    return list(map(Row, values, place.upto(len(values))))


@lru_cache(maxsize=4096)
def _decimal(value: str) -> Decimal:
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS or len(value) > 2 * MOST_DIGITS:
        raise RenderError(f"{value[:40]!r} is not a number that anybody can read")
    return number


def _number(value: str | Decimal, path: str) -> Decimal:
    return _decimal(str(value))  # 1.5 and 1.50 are equal, and would be one to the cache


@lru_cache(maxsize=4096)
def _amount(value: str, currency: str) -> Money:
    return Money(_decimal(value), currency)


def _money(value: Mapping[str, str], path: str) -> Money:
    return _amount(value["amount"], value["currency"])


def _date(value: str, path: str) -> date:
    return date.fromisoformat(value)


def _moment(value: str, zone: tzinfo) -> datetime:
    return datetime.fromisoformat(value).astimezone(zone)


def undeclared(value: JSON, path: str, level: int = 0) -> object:
    """A value of any shape as typed data: texts know where they came from, all else is as JSON has it.

    For the type JSON_TYPE, which no template can declare: files that are not in the store come without a schema.
    """
    if level > MOST_LEVELS:
        raise RenderError(f"{path[:80]!r} holds more than {MOST_LEVELS} objects or lists inside each other")
    if isinstance(value, str):
        return _text(value, opening(path, ""))
    if isinstance(value, Mapping):
        named = {clean(str(name)): one for name, one in value.items()}
        return {name: undeclared(one, f"{path}/{name}", level + 1) for name, one in named.items()}
    if isinstance(value, list):
        return [undeclared(one, f"{path}/{index}", level + 1) for index, one in enumerate(value)]
    return value


def _as_it_is(value: JSON, path: str) -> JSON:
    return value
