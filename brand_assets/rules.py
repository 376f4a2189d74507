"""Which file of an asset is used where: a rule for each, and of those that fit the most exact one.

The order of exactness, weightiest first: language, market, dates, channel, scheme, scale. So a file for Chinese readers
is used for them before one for the market, and one for this month before the one that always stood for the channel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final, TypeVar

from babel import Locale, UnknownLocaleError

from commhub.locales import fallbacks

T = TypeVar("T")
ANY_CHANNEL: Final = "any"
LIGHT, DARK = "light", "dark"
SCHEMES: Final = ("", LIGHT, DARK)
AS_IT_IS, SINGLE, DOUBLE = 0, 1, 2
"""Scales: a file that is shown by its own size, and those made for one or two pixels for each that is shown."""
_BY_SCALE: Final = {DOUBLE: (SINGLE, DOUBLE, AS_IT_IS), SINGLE: (SINGLE,)}


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a file may be used. `channel` may be ANY_CHANNEL; an empty `locale`, `market` or `scheme` means any. Both
    dates belong to the time in which it may be used; None leaves that end open. `market` is a territory such as GB."""

    channel: str = ANY_CHANNEL
    locale: str = ""
    market: str = ""
    scheme: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    scale: int = AS_IT_IS

    @property
    def dated(self) -> bool:
        return self.valid_from is not None or self.valid_until is not None

    def holds_on(self, day: date | None) -> bool:
        """Whether the dates let it be used on a day; with no day given, only where there are no dates."""
        if day is None:
            return not self.dated
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is wanted. `market` is the territory of the edition; `scale` DOUBLE is the usual file, SINGLE the small
    one; `on` the day on which it is used, None when that is not known."""

    channel: str
    locale: str
    market: str = ""
    scheme: str = LIGHT
    scale: int = DOUBLE
    on: date | None = None


def market_of(locale: str, default_locale: str) -> str:
    """The territory that a language tag names (en-GB: GB), or that of the brand's own language; '' if neither has one."""
    return _territory(locale) or _territory(default_locale)


def _territory(locale: str) -> str:
    try:
        return Locale.parse(locale, sep="-").territory or ""
    except (UnknownLocaleError, ValueError):
        return ""


def exactness(rule: Rule, place: Place, *, always: bool = False) -> tuple[int, ...] | None:
    """How exactly a rule fits a place, comparable with others; None if it does not. `always` leaves the dates aside."""
    chain = fallbacks(place.locale)
    by_scheme = ("", LIGHT) if place.scheme == LIGHT else (LIGHT, "", DARK)
    by_scale = _BY_SCALE[place.scale]
    fits = (
        (not rule.locale or rule.locale in chain)
        and rule.market in {"", place.market}
        and rule.channel in {ANY_CHANNEL, place.channel}
        and rule.scheme in by_scheme
        and rule.scale in by_scale
        and (always or rule.holds_on(place.on))
    )
    if not fits:
        return None
    return (
        len(chain) - chain.index(rule.locale) if rule.locale else 0,
        int(bool(rule.market)),
        int(rule.dated),
        int(rule.channel != ANY_CHANNEL),
        by_scheme.index(rule.scheme),
        by_scale.index(rule.scale),
    )


def pick(files: Iterable[T], rule_of: Callable[[T], Rule], place: Place) -> T | None:
    """The file whose rule fits most exactly; None when none does.

    For a dark place, only a file that was made for dark: one that is more exact otherwise but knows no dark keeps a dark
    one of another language or another month away, and then there is none.
    """
    best: T | None = None
    best_fit: tuple[int, ...] | None = None
    for one in files:
        fit = exactness(rule_of(one), place)
        if fit is not None and (best_fit is None or fit > best_fit):
            best, best_fit = one, fit
    if place.scheme == DARK and best is not None and rule_of(best).scheme != DARK:
        return None
    return best


def changes_after(files: Sequence[T], rule_of: Callable[[T], Rule], place: Place) -> date | None:
    """The first day after `place.on` on which another file (or none) is picked; None when that never comes."""
    if place.on is None:
        return None
    rules = [rule for rule in map(rule_of, files) if exactness(rule, place, always=True) is not None]
    last = [rule.valid_until for rule in rules if rule.valid_until is not None]
    ends = {day + timedelta(days=1) for day in last if day < date.max}
    starts = {rule.valid_from for rule in rules if rule.valid_from is not None}
    now = pick(files, rule_of, place)
    for day in sorted(one for one in ends | starts if one > place.on):
        if pick(files, rule_of, _on(place, day)) is not now:
            return day
    return None


def _on(place: Place, day: date) -> Place:
    return Place(place.channel, place.locale, place.market, place.scheme, place.scale, day)


def clash(one: Rule, other: Rule) -> bool:
    """Whether there is a place and a day for which both rules are as exact."""
    same = (one.locale, one.market, one.channel, one.scheme, one.scale) == (
        other.locale,
        other.market,
        other.channel,
        other.scheme,
        other.scale,
    )
    return same and one.dated == other.dated and _overlap(one, other)


def _overlap(one: Rule, other: Rule) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_until or date.max, other.valid_until or date.max)
    return first <= last


def clashes(rules: Iterable[Rule]) -> list[tuple[Rule, Rule]]:
    """Every pair of rules between which no choice is possible."""
    return [(one, other) for one, other in combinations(rules, 2) if clash(one, other)]


def in_words(rule: Rule, channel_labels: dict[str, str] | None = None) -> str:
    """A rule as people read it: `e-mail, in zh-Hans, in GB, dark, from 1 December 2026 until 6 January 2027, at 2x`."""
    known = {"email": "e-mail", "print": "letter", "sms": "text message", **(channel_labels or {})}
    words = ["any channel" if rule.channel == ANY_CHANNEL else known.get(rule.channel, rule.channel)]
    words += [f"in {rule.locale}"] if rule.locale else []
    words += [f"for the market {rule.market}"] if rule.market else []
    words += [rule.scheme] if rule.scheme else []
    dates = [f"from {day_in_words(rule.valid_from)}"] if rule.valid_from else []
    dates += [f"until {day_in_words(rule.valid_until)}"] if rule.valid_until else []
    words += [" ".join(dates)] if dates else []
    words += [f"at {rule.scale}x"] if rule.scale else []
    return ", ".join(words)


def day_in_words(day: date) -> str:
    """A day as the desk writes it, such as `1 December 2026`."""
    return f"{day.day} {day:%B %Y}"
