"""How a value prints: amounts, dates and numbers by the edition's locale, texts as they are; never a blank by accident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final, cast

import markupsafe
from babel.dates import format_date, format_datetime, get_datetime_format
from babel.numbers import format_currency, format_decimal
from jinja2 import Undefined
from markupsafe import Markup

from commhub.contracts import RenderError
from commhub.render.limits import LONG, MAX_BITS, Steps
from commhub.render.values import Field, Money, babel_locale

# The function behind markupsafe.escape: the same text, without the object around it that would cost half of a render.
escape: Final = cast("Callable[[str], str]", markupsafe._escape_inner)

Show = Callable[[object, Steps], str]


class Raw(str):
    """A text that is printed as it stands: an escaper has made it safe for its place."""

    __slots__ = ()


@lru_cache(maxsize=8192)
def amount_in_words(value: Money, locale: str) -> str:
    return format_currency(value.amount, value.currency, locale=babel_locale(locale))


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
        return str(value)
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


def shower(locale: str, *, markup: bool) -> Show:
    """What a compiled template prints a value with: its text, escaped for HTML with `markup`.

    The origin of each value (empty where it is not a field) goes to the steps of the render, in the order of printing.
    """
    return partial(_show_in_html, locale=locale) if markup else partial(_show_in_text, locale=locale)


def _show_in_html(value: object, steps: Steps, locale: str) -> str:
    kind = type(value)
    if kind is Field:
        steps.append(value.origin)  # type: ignore[attr-defined]
        text = escape(value)  # type: ignore[arg-type]
    else:
        steps.append("")
        if kind is str:
            text = escape(value)  # type: ignore[arg-type]
        elif kind is Raw or kind is Markup:
            text = str(value)
        else:
            text = escape(in_words(value, locale))
    if len(text) > LONG:
        steps.printed(len(text))
    return text


def _show_in_text(value: object, steps: Steps, locale: str) -> str:
    if type(value) is Field:
        steps.append(value.origin)
        text: str = value
    else:
        steps.append("")
        text = in_words(value, locale)
    if len(text) > LONG:
        steps.printed(len(text))
    return text
