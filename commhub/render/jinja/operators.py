"""What compiled templates call instead of Python's operators and look-ups: plain data only, and paid for by its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.utils import Namespace

from commhub.render.jinja.fields import Coded, Field, in_both, read_as, told
from commhub.render.jinja.limits import CONTAINERS, MAX_BITS, MAX_LIST, MAX_TEXT, Steps
from commhub.render.jinja.marks import clean
from commhub.render.jinja.values import Money, Row

DATE_PARTS: Final = ("year", "month", "day")
TIME_PARTS: Final = ("hour", "minute", "second", *DATE_PARTS)
MONEY_PARTS: Final = ("amount", "currency")
METHODS: Final = ("items", "keys", "values", "get")


def look(value: Any, name: Any) -> Any:
    """`value.name` and `value[name]`: a member of an object, a row of a list, a part of a date. Never an attribute."""
    kind = type(value)
    if kind is Row:
        if (origin := value.shape.texts.get(name)) is not None:
            text = value.data.get(name)
            return None if text is None else told(text if text.isprintable() else clean(text), origin)
        if (how := value.shape.others.get(name)) is not None:
            found = value.data.get(name)
            return None if found is None else how[0](found, how[1])
    elif kind is dict:
        if name in value:
            return value[name]
    elif kind is Coded and isinstance(name, int):
        return in_both(value, lambda text: text[name : name + 1 or None])
    elif isinstance(name, int):
        if isinstance(value, list | tuple | str) and -len(value) <= name < len(value):
            return value[name]
        if isinstance(value, Mapping) and name in value:
            return value[name]
    elif isinstance(value, StrictUndefined):
        return value[name]  # raises, and says what is not there
    elif parts := _parts(value, name):
        return parts[0]
    return StrictUndefined(obj=value, name=name)


def _parts(value: object, name: str) -> tuple[object, ...]:
    if isinstance(value, Mapping):
        return (value[name],) if name in value else ()
    if isinstance(value, Loop):
        return (getattr(value, name),) if name in LOOP_PARTS else ()
    if isinstance(value, Money):
        return (getattr(value, name),) if name in MONEY_PARTS else ()
    if isinstance(value, datetime):
        return (getattr(value, name),) if name in TIME_PARTS else ()
    if isinstance(value, date):
        return (getattr(value, name),) if name in DATE_PARTS else ()
    if isinstance(value, Namespace):
        names = value._Namespace__attrs  # the class answers to nothing else
        return (names[name],) if name in names else ()
    if isinstance(value, tuple) and name in getattr(value, "_fields", ()):  # what 'groupby' gives
        return (getattr(value, name),)
    return ()


class Loop:
    """What `loop` is inside a loop: where it is, and among how many."""

    __slots__ = ("index0", "length", "values")

    def __init__(self, values: Any) -> None:
        self.values = values if isinstance(values, list | tuple | range | str) else list(values)
        self.length = len(values)
        self.index0 = -1

    @property
    def index(self) -> int:
        return self.index0 + 1

    @property
    def revindex(self) -> int:
        return self.length - self.index0

    @property
    def revindex0(self) -> int:
        return self.length - self.index0 - 1

    @property
    def first(self) -> bool:
        return self.index0 == 0

    @property
    def last(self) -> bool:
        return self.index0 + 1 == self.length

    @property
    def previtem(self) -> object:
        return self.values[self.index0 - 1] if self.index0 else StrictUndefined("there is no previous item")

    @property
    def nextitem(self) -> object:
        return StrictUndefined("there is no next item") if self.last else self.values[self.index0 + 1]

    def cycle(self, *values: object) -> object:
        if not values:
            raise TypeError("cycle() takes the values that it goes round in")
        return values[self.index0 % len(values)]


LOOP_PARTS: Final = (
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem",
)  # fmt: skip


def method(steps: Steps, value: Any, name: str, *arguments: Any) -> Any:
    """`items()`, `keys()`, `values()` and `get()` of an object of the data."""
    if isinstance(value, StrictUndefined):
        return value[name]  # raises, and says what is not there
    if not isinstance(value, Mapping):
        raise SecurityError(f"{name}() goes with objects only")
    steps.spend(value)
    if name == "get":
        if not 1 <= len(arguments) <= 2 or isinstance(arguments[0], CONTAINERS):
            raise SecurityError("get() takes a name, and what to take instead")
        return value.get(*arguments)
    if arguments:
        raise SecurityError(f"{name}() takes nothing")
    return list(getattr(value, name)())


def cut(steps: Steps, value: Any, start: Any, stop: Any, step: Any) -> Any:
    """`value[start:stop:step]` of a text or list."""
    if not isinstance(value, str | list | tuple | range):
        if isinstance(value, StrictUndefined):
            return value[0]  # raises, and says what is not there
        raise SecurityError("only texts and lists can be cut")
    steps.spend(value)
    if type(value) is Coded:
        return in_both(value, lambda text: str(text)[start:stop:step])
    if isinstance(value, Field):
        return told(str(value)[start:stop:step], value.origin)
    return value[start:stop:step]


def single(steps: Steps, value: Any) -> Any:
    """An operand of a comparison: what is long is paid for, and what holds lists or objects is not compared at all."""
    if isinstance(value, str):
        if len(value) > 100:
            steps.pay(len(value) // 100)
    elif isinstance(value, list | tuple | Mapping):
        steps.spend(value)
        if any(isinstance(one, CONTAINERS) for one in (value.values() if isinstance(value, Mapping) else value)):
            raise SecurityError("lists of lists or objects cannot be compared; compare one of their fields")
    return value


def holder(steps: Steps, value: Any) -> Any:
    """The right side of `in`, which is gone through."""
    if isinstance(value, str):
        steps.pay(1 + len(value) // 20)
    elif isinstance(value, list | tuple | range):
        steps.spend(value)
    elif not isinstance(value, Mapping | StrictUndefined):
        raise SecurityError("'in' looks into texts, lists and objects")
    return value


def plus(steps: Steps, left: Any, right: Any) -> Any:
    left, right = read_as(left), read_as(right)
    for kind, longest, per_step in ((str, MAX_TEXT, 100), ((list, tuple), MAX_LIST, 10)):
        if isinstance(left, kind) and isinstance(right, kind):
            length = len(left) + len(right)
            if length > longest:
                raise SecurityError(f"'+' would make something longer than {longest:,}")
            steps.pay(1 + length // per_step)
    return left + right


def times(steps: Steps, left: Any, right: Any) -> Any:
    left, right = read_as(left), read_as(right)
    for value, count in ((left, right), (right, left)):
        if isinstance(value, list | tuple):
            raise SecurityError("'*' takes texts and numbers, not lists")
        if isinstance(value, str) and isinstance(count, int):
            if len(value) * count > MAX_TEXT:
                raise SecurityError(f"'*' would make something longer than {MAX_TEXT:,}")
            steps.pay(1 + max(0, len(value) * count) // 100)
    if sum(value.bit_length() for value in (left, right) if isinstance(value, int)) > MAX_BITS:
        raise SecurityError("'*' would make a number that nobody can read")
    return left * right


def rest(left: Any, right: Any) -> Any:
    if isinstance(left, str):
        raise SecurityError("'%' takes numbers; put texts together with '~'")
    return left % right


def written(steps: Steps, values: Any) -> Any:
    """A list or object written out in a template: of texts and numbers, or of short lists of them."""
    steps.spend(values)
    for member in values.values() if isinstance(values, Mapping) else values:
        if not isinstance(member, str | int | float | Decimal):
            steps.spend(member)
            inner = member.values() if isinstance(member, Mapping) else member
            if isinstance(inner, Iterator) or (not isinstance(inner, str) and _holds_lists(inner)):
                raise SecurityError("a list in a template holds texts and numbers, or short lists of them")
    return values


def _holds_lists(inner: object) -> bool:
    return isinstance(inner, Iterable) and any(isinstance(one, Mapping | list | tuple | Iterator) for one in inner)


def own_names(*given: object, **names: object) -> Namespace:
    """namespace(): names that a loop can set and that are still set after it."""
    if given:
        raise SecurityError("namespace() takes names with their values: namespace(total=0)")
    return Namespace(**names)
