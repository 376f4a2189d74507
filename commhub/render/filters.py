"""The filters that templates have beside Jinja's harmless ones; each writes by the edition's locale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date
from datetime import datetime as Datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent

from commhub.contracts import RenderError
from commhub.render.values import Money, babel_locale

SAFE_SCHEMES: Final = frozenset({"https", "http", "mailto", "tel", "sms"})
STYLES: Final = frozenset({"short", "medium", "long", "full"})


def safe_url(value: object) -> str:
    """The address, if a reader may be sent there. Raises RenderError for any other scheme, such as javascript:."""
    text = str(value).strip()
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError as error:
        raise RenderError(f"{text[:80]!r} is not a web address") from error
    if scheme not in SAFE_SCHEMES or any(character <= " " for character in text):
        raise RenderError(f"{text[:80]!r} cannot be a link: links begin with https://, mailto: or tel:")
    return text


def for_locale(locale: str) -> dict[str, Callable[..., Any]]:
    """Our filters, bound to a locale: money, date, datetime, number, percent, safe_url."""

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
        "safe_url": safe_url,
    }
