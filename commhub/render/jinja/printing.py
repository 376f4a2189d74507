"""How a value prints: amounts, dates and numbers by the edition's locale, texts as they are; never a blank by accident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

import markupsafe
from babel.dates import format_date, format_datetime, get_datetime_format
from babel.numbers import format_currency, format_decimal
from jinja2 import Undefined
from markupsafe import Markup

from commhub.contracts import RenderError
from commhub.render.jinja.fields import Coded, Field, read_as
from commhub.render.jinja.limits import INSTEAD, LONG, MAX_BITS, Steps
from commhub.render.jinja.marks import OPEN, clean, without_marks
from commhub.render.jinja.operators import look
from commhub.render.jinja.values import Money, Row, babel_locale

# The function behind markupsafe.escape: the same text, without the object around it that would cost half of a render.
escape: Final[Callable[[str], str]] = markupsafe._escape_inner  # type: ignore[attr-defined]

Show = Callable[[object, Steps], str]
Tell = Callable[[object, str, Steps], str]


class Raw(str):
    """A text that is printed as it stands: an escaper has made it safe for its place."""

    __slots__ = ()


def amount_in_words(value: Money, locale: str) -> str:
    words = value.words.get(locale)
    if words is None:
        words = value.words[locale] = format_currency(value.amount, value.currency, locale=babel_locale(locale))
    return words


@lru_cache(maxsize=4096)
def date_in_words(value: date, style: str, locale: str) -> str:
    return format_date(value, style, locale=babel_locale(locale))


def number_in_words(value: float | Decimal, locale: str) -> str:
    """The number, grouped. Raises RenderError for one that is none (infinity), or longer than anybody reads."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise RenderError("a number that nobody can read would be printed")
    return _grouped(str(value), locale)


@lru_cache(maxsize=8192)
def _grouped(value: str, locale: str) -> str:
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > MAX_BITS:
        raise RenderError("a number that nobody can read would be printed")
    return format_decimal(number, locale=babel_locale(locale))


def moment_in_words(value: datetime, locale: str) -> str:
    """Date and time in the order and with the words of the locale; seconds and zone only where there are seconds."""
    if value.second:
        return format_datetime(value, "long", locale=babel_locale(locale))
    both = str(get_datetime_format("medium", locale=babel_locale(locale))).replace("'", "")
    return both.replace("{0}", f"{value:%H:%M}").replace("{1}", date_in_words(value.date(), "long", locale))


def in_words(value: object, locale: str) -> str:
    """What `{{ value }}` prints, neither escaped nor marked. Raises RenderError for what cannot be printed.

    A whole number of up to four digits is not grouped: it may be a year.
    """
    if isinstance(value, str | Undefined):
        return read_as(value) if type(value) is Coded else str(value)
    if value is None:
        raise RenderError("a value that was not sent would be printed as a blank; put it inside {% if %}")
    if isinstance(value, bool):
        raise RenderError("yes-or-no values cannot be printed; use {% if %} to say what they mean")
    if isinstance(value, int):
        return str(value) if -10_000 < value < 10_000 else number_in_words(value, locale)
    if isinstance(value, Money):
        return amount_in_words(value, locale)
    if isinstance(value, datetime):
        return moment_in_words(value, locale)
    if isinstance(value, date):
        return date_in_words(value, "long", locale)
    if isinstance(value, float | Decimal):
        return number_in_words(value, locale)
    if isinstance(value, Mapping | list | tuple):
        raise RenderError("a list or object cannot be printed whole; name one of its fields")
    raise RenderError("this is nothing that can be printed; use 'join' for what a filter goes through")


def shower(locale: str, *, markup: bool) -> tuple[Show, Tell]:
    """What a compiled template prints with: `show` a value, and `tell` the member of an object by its name.

    Both give the text, escaped for HTML with `markup`. The origin of each value (empty where it is not a field) goes to
    the steps of the render, in the order of printing. `tell` is what `show` of the member does, without making a Field.
    """
    escaped = escape if markup else str

    def show(value: object, steps: Steps) -> str:
        kind = type(value)
        if kind is Field:
            steps.append(value.origin)  # type: ignore[attr-defined]
            text = escaped(value)  # type: ignore[arg-type]
        elif kind is Coded:
            steps.append(value.origin)  # type: ignore[attr-defined]
            text = escaped(read_as(value))  # type: ignore[arg-type]
        else:
            steps.append("")
            if kind is str:
                text = escaped(value)  # type: ignore[arg-type]
                if OPEN in text:  # a subject in a title: printed before, with its fields marked
                    steps[-1] = INSTEAD + text
                    text = without_marks(text)
            elif kind is int and -10_000 < value < 10_000:  # type: ignore[operator]
                return str(value)
            elif kind is Raw or kind is Markup:
                text = str(value)
            else:
                text = escaped(in_words(value, locale))
        if len(text) > LONG:
            steps.printed(len(text))
        return text

    def tell(value: object, name: str, steps: Steps) -> str:
        if type(value) is Row and (origin := value.shape.texts.get(name)) is not None:
            text: str | None = value.data.get(name)
            if text is not None:
                steps.append(origin)
                text = escaped(text if text.isprintable() else clean(text))
                if len(text) > LONG:
                    steps.printed(len(text))
                return text
        return show(look(value, name), steps)

    return show, tell
