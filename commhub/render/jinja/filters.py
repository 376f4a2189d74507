"""The filters that templates have beside Jinja's harmless ones; those that write amounts and dates know the locale."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from datetime import date as Date
from datetime import datetime as Datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from babel.dates import format_datetime
from babel.numbers import format_currency, format_percent
from jinja2 import Undefined

from commhub.contracts import RenderError
from commhub.render.jinja.printing import amount_in_words, date_in_words, in_words, number_in_words
from commhub.render.jinja.values import Money, babel_locale

STYLES: Final = frozenset({"short", "medium", "long", "full"})
MOST_PLACES: Final = 20
PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The names of Unicode's plural categories (CLDR, UTS 35 part 3)."""
_SPECIFIER: Final = re.compile(r"%(?:%|[-+ 0]{0,3}(?P<width>\d{0,4})(?:\.(?P<places>\d{0,4}))?(?P<kind>[sdifxX]))")


def for_locale(locale: str) -> dict[str, Callable[..., Any]]:
    """Our filters, bound to a locale."""

    def style_of(style: str) -> str:
        if style not in STYLES:
            raise RenderError(f"{style!r} is not a style of date; the styles are short, medium, long and full")
        return style

    def money(value: object, currency: str = "") -> str:
        if isinstance(value, Money):
            return amount_in_words(value, locale)
        if isinstance(value, int | Decimal) and currency:
            return _in_currency(str(value), str(currency), locale)
        raise RenderError("money needs an amount with a currency")

    def date(value: object, style: str = "long") -> str:
        if not isinstance(value, Date):
            raise RenderError("date needs a date")
        return date_in_words(value.date() if isinstance(value, Datetime) else value, style_of(style), locale)

    def datetime(value: object, style: str = "long") -> str:
        if not isinstance(value, Datetime):
            raise RenderError("datetime needs a date with a time")
        return format_datetime(value, style_of(style), locale=babel_locale(locale))

    def number(value: object) -> str:
        if not isinstance(value, int | float | Decimal):
            raise RenderError("number needs a number")
        return number_in_words(value, locale)

    def percent(value: object, digits: int = 0) -> str:
        if not isinstance(value, int | float | Decimal):
            raise RenderError("percent needs a number, such as 0.05 for 5 %")
        return _in_percent(str(value), digits, locale)

    def plural(value: object, **forms: object) -> str:
        """The form for this number in the grammar of the locale, by CLDR's plural rules; `#` in it is the number.

        `zero` is for nothing at all in any language. A form that is not given is `other`, which has to be.
        """
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise RenderError("plural needs a number, such as {{ days|plural(one='# day', other='# days') }}")
        if "other" not in forms or not PLURALS.issuperset(forms):
            raise RenderError("plural takes the forms zero, one, two, few, many and other, and always needs other")
        category = "zero" if value == 0 and "zero" in forms else babel_locale(locale).plural_form(value)
        form = forms.get(category, forms["other"])
        if not isinstance(form, str) or form.count("#") > MOST_PLACES:
            raise RenderError(f"a form of plural is a text with up to {MOST_PLACES} signs #")
        return form.replace("#", number_in_words(value, locale))

    def formatted(value: object, *arguments: object) -> str:
        return _formatted(in_words(value, locale), arguments, locale)

    return {
        "money": money,
        "date": date,
        "datetime": datetime,
        "number": number,
        "percent": percent,
        "format": formatted,
        "plural": plural,
        "default": default,
        "d": default,
        "e": itself,
        "escape": itself,
        "forceescape": itself,
        "items": items,
        "round": rounded,
        "wordwrap": wordwrap,
    }


@lru_cache(maxsize=4096)
def _in_currency(value: str, currency: str, locale: str) -> str:
    return format_currency(Decimal(value), currency, locale=babel_locale(locale))


@lru_cache(maxsize=4096)
def _in_percent(value: str, digits: int, locale: str) -> str:
    if not 0 <= digits <= MOST_PLACES:
        raise RenderError(f"'percent' takes up to {MOST_PLACES} digits")
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return format_percent(Decimal(value), pattern, locale=babel_locale(locale))


def default(value: object, default_value: object = "", boolean: bool = False) -> object:
    """The value, or another one where it was not sent, or is not there at all."""
    return default_value if value is None or isinstance(value, Undefined) or (boolean and not value) else value


def itself(value: object) -> object:
    """The value: what prints it escapes it for where it stands, once."""
    return value


def items(value: object) -> list[tuple[object, object]]:
    """The names and values of an object."""
    if not isinstance(value, Mapping):
        raise RenderError("items needs an object")
    return list(value.items())


def rounded(value: object, precision: object = 0, method: str = "common") -> object:
    """The number with so many places: to the nearest (common), up (ceil) or down (floor)."""
    if not isinstance(value, int | float | Decimal) or method not in {"common", "ceil", "floor"}:
        raise RenderError("round needs a number, and common, ceil or floor")
    if not isinstance(precision, int) or abs(precision) > MOST_PLACES:
        raise RenderError(f"'round' takes up to {MOST_PLACES} places")
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise RenderError("round needs a number")
    mode = {"common": "ROUND_HALF_EVEN", "ceil": "ROUND_CEILING", "floor": "ROUND_FLOOR"}[method]
    found = exact.quantize(Decimal(1).scaleb(-precision), rounding=mode)
    return found if isinstance(value, Decimal) else float(found)


def wordwrap(value: str, width: int = 79, break_long_words: bool = True, wrapstring: str = "\n") -> str:
    """The text in lines of at most `width` letters."""
    if width < 1 or len(wrapstring) > MOST_PLACES:
        raise RenderError("wordwrap needs a width, and a short text to put between lines")
    lines = [
        wrapstring.join(
            textwrap.wrap(
                line, width, break_long_words=break_long_words, break_on_hyphens=False, replace_whitespace=False
            )
        )
        for line in value.splitlines()
    ]
    return wrapstring.join(lines)


def _formatted(pattern: str, arguments: Iterable[object], locale: str) -> str:
    """The pattern with %s, %d, %i, %f and %x filled in."""
    given = tuple(arguments)
    found = list(_SPECIFIER.finditer(pattern))
    if len(found) != pattern.count("%") - sum(one.group() == "%%" for one in found):
        raise RenderError("format takes %s, %d, %i, %f and %x, with a width and places")
    for one in found:
        if int(one["width"] or 0) > 100 or int(one["places"] or 0) > MOST_PLACES:
            raise RenderError(f"format takes a width of up to 100 and up to {MOST_PLACES} places")
    kinds = [one["kind"] for one in found if one["kind"]]
    if len(kinds) != len(given):
        raise RenderError(f"format has {len(kinds)} places and {len(given)} values")
    filled = tuple(in_words(value, locale) if kind == "s" else value for kind, value in zip(kinds, given, strict=True))
    for value in filled:
        if not isinstance(value, str | int | float | Decimal) or (isinstance(value, int) and value.bit_length() > 256):
            raise RenderError("format takes texts and numbers")
    return pattern % filled
