"""The filters that templates have beside Jinja's harmless ones; each writes by the edition's locale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date
from datetime import datetime as Datetime
from decimal import Decimal
from typing import Any, Final

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent

from commhub.contracts import RenderError
from commhub.render.values import Money, babel_locale

STYLES: Final = frozenset({"short", "medium", "long", "full"})


def for_locale(locale: str) -> dict[str, Callable[..., Any]]:
    """Our filters, bound to a locale: money, date, datetime, number, percent."""

    def style_of(style: str) -> str:
        if style not in STYLES:
            raise RenderError(f"{style!r} is not a style of date; the styles are short, medium, long and full")
        return style

    def money(value: object, currency: str = "") -> str:
        if isinstance(value, Money):
            return format_currency(value.amount, value.currency, locale=babel_locale(locale))
        if isinstance(value, int | Decimal) and currency:
            return format_currency(value, currency, locale=babel_locale(locale))
        raise RenderError("money needs an amount with a currency")

    def date(value: object, style: str = "long") -> str:
        if not isinstance(value, Date):
            raise RenderError("date needs a date")
        return format_date(value, style_of(style), locale=babel_locale(locale))

    def datetime(value: object, style: str = "long") -> str:
        if not isinstance(value, Datetime):
            raise RenderError("datetime needs a date with a time")
        return format_datetime(value, style_of(style), locale=babel_locale(locale))

    def number(value: object) -> str:
        if not isinstance(value, int | float | Decimal):
            raise RenderError("number needs a number")
        return format_decimal(value, locale=babel_locale(locale))

    def percent(value: object, digits: int = 0) -> str:
        if not isinstance(value, int | float | Decimal):
            raise RenderError("percent needs a number, such as 0.05 for 5 %")
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
        return format_percent(value, pattern, locale=babel_locale(locale))

    return {
        "money": money,
        "date": date,
        "datetime": datetime,
        "number": number,
        "percent": percent,
    }
