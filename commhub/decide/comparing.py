"""How operators compare two JSON values: numbers and money as decimals, dates as dates, text in any capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from commhub.contracts import JSON
from commhub.decide.operators.base import Missing, Operator

NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
CODE = re.compile(r"[+-]?0[0-9]")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,}(Z|[+-][0-9]{2}:[0-9]{2})")


def folded(text: str) -> str:
    """Text as it is compared: capitals, and how an accent is encoded, make no difference."""
    return unicodedata.normalize("NFC", text).casefold()


def number_in(value: JSON) -> tuple[Decimal, str] | None:
    """The number that a value is, with its currency ('' if it has none), or None.

    A number is a JSON number, a decimal string such as "12.30", or money as `{"amount", "currency"}`.
    """
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        amount = number_in(value["amount"])
        return None if amount is None or amount[1] else (amount[0], str(value["currency"]))
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value), ""
    if isinstance(value, float):
        number = Decimal(repr(value))
        return (number, "") if number.is_finite() else None
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip()), ""
    return None


def moment_in(value: JSON) -> date | datetime | None:
    """The date, or the point in time with its offset, that an ISO 8601 string names, or None."""
    if not isinstance(value, str):
        return None
    try:
        if DATE.fullmatch(value):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value) if MOMENT.fullmatch(value) else None
    except ValueError:  # such as 30 February: well formed, but no date
        return None


def compared(fact: JSON | Missing, value: JSON) -> int | None:
    """-1, 0 or 1 as `fact` is less than, the same as or more than `value`; None when they cannot be compared.

    Amounts in two currencies cannot. A date and a point in time are compared as dates.
    """
    left, right = number_in(fact), number_in(value)
    if left is not None and right is not None:
        if left[1] and right[1] and left[1] != right[1]:
            return None
        return (left[0] > right[0]) - (left[0] < right[0])
    here, there = moment_in(fact), moment_in(value)
    if here is None or there is None:
        return None
    if isinstance(here, datetime) and isinstance(there, datetime):
        return (here > there) - (here < there)
    day, other_day = _day(here), _day(there)
    return (day > other_day) - (day < other_day)


def same(fact: JSON | Missing, value: JSON) -> bool:
    """Whether two JSON values say the same. "100" and "100.00" do; "007" and "7" do not, since one is a code."""
    if isinstance(fact, bool) or isinstance(value, bool):
        return fact is value
    if isinstance(fact, str) and isinstance(value, str) and folded(fact) == folded(value):
        return True
    if isinstance(fact, list) and isinstance(value, list):
        return len(fact) == len(value) and all(map(same, fact, value))
    if not (_is_code(fact) or _is_code(value)) and compared(fact, value) == 0:
        return True
    if isinstance(fact, Mapping) and isinstance(value, Mapping):
        return set(fact) == set(value) and all(same(fact[key], value[key]) for key in fact)
    return fact is None and value is None


class Ordering(Operator):
    """What more-than, at-least, less-than and at-most have in common; each names the outcomes that it accepts."""

    outcomes: ClassVar[Collection[int]]

    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        return compared(fact, value) in self.outcomes

    def problem_with(self, value: JSON) -> str:
        if number_in(value) is None and moment_in(value) is None:
            return (
                f"the operator '{self.name}' needs a number such as \"100.00\", money with amount and currency, "
                'a date such as "2026-01-31", or a point in time with its offset'
            )
        return ""


def _is_code(value: JSON) -> bool:
    return isinstance(value, str) and CODE.match(value.strip()) is not None


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
