"""Which file of an asset is used where: the most exact rule, one at a time, whatever the order of the rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.rules import (
    ANY_CHANNEL,
    AS_IT_IS,
    DARK,
    DOUBLE,
    LIGHT,
    SINGLE,
    Place,
    Rule,
    changes_after,
    clash,
    clashes,
    exactness,
    in_words,
    market_of,
    pick,
)

DAY = date(2026, 12, 10)
CHRISTMAS = {"valid_from": date(2026, 12, 1), "valid_until": date(2026, 12, 31)}
MAIL = Place("email", "en-GB", "GB", on=DAY)


def chosen(rules: list[Rule], place: Place = MAIL) -> Rule | None:
    return pick(rules, lambda rule: rule, place)


@pytest.mark.parametrize(
    ("exact", "less"),
    [
        (Rule(locale="en-GB"), Rule(locale="en")),
        (Rule(locale="en"), Rule(market="GB", channel="email", scheme=LIGHT, **CHRISTMAS)),
        (Rule(market="GB"), Rule(channel="email", scheme=LIGHT, **CHRISTMAS)),
        (Rule(**CHRISTMAS), Rule(channel="email", scheme=LIGHT)),
        (Rule(valid_from=DAY), Rule()),
        (Rule(channel="email"), Rule(scheme=LIGHT)),
        (Rule(scheme=LIGHT), Rule()),
        (Rule(), Rule(scale=DOUBLE)),
        (Rule(scale=DOUBLE), Rule(scale=SINGLE)),
    ],
)
def test_the_order_of_exactness(exact: Rule, less: Rule) -> None:
    assert chosen([exact, less]) == exact
    assert chosen([less, exact]) == exact


@pytest.mark.parametrize(
    "rule",
    [
        Rule(channel="print"),
        Rule(locale="zh-Hans"),
        Rule(locale="en-US"),
        Rule(market="FR"),
        Rule(scheme=DARK),
        Rule(valid_until=DAY - timedelta(days=1)),
        Rule(valid_from=DAY + timedelta(days=1)),
    ],
)
def test_a_rule_for_elsewhere_is_never_used(rule: Rule) -> None:
    assert chosen([rule]) is None


def test_both_days_belong_to_the_time_and_without_a_day_nothing_that_has_dates_is_used() -> None:
    for day in (date(2026, 12, 1), date(2026, 12, 31)):
        assert chosen([Rule(**CHRISTMAS)], Place("email", "en", on=day))
    assert chosen([Rule(**CHRISTMAS), Rule()], Place("email", "en")) == Rule()
    assert chosen([Rule(**CHRISTMAS)], Place("email", "en")) is None


def test_a_dark_place_gets_a_file_for_dark_alone_and_never_that_of_another_language_or_month() -> None:
    dark = Place("email", "en-GB", "GB", scheme=DARK, on=DAY)
    assert chosen([Rule(), Rule(scheme=DARK)], dark) == Rule(scheme=DARK)
    assert chosen([Rule(), Rule(scheme=LIGHT)], dark) is None
    assert chosen([Rule(locale="en-GB"), Rule(scheme=DARK)], dark) is None
    assert chosen([Rule(**CHRISTMAS), Rule(scheme=DARK)], dark) is None
    assert chosen([Rule(scheme=DARK)], MAIL) is None


def test_the_small_file_is_asked_for_on_purpose() -> None:
    small = Place("email", "en-GB", "GB", scale=SINGLE, on=DAY)
    rules = [Rule("email", scale=SINGLE), Rule("email", scale=DOUBLE), Rule("email", scale=AS_IT_IS)]
    assert chosen(rules, small) == rules[0]
    assert chosen(rules) == rules[2]


@pytest.mark.parametrize(
    ("locale", "default", "market"),
    [
        ("en-GB", "en-US", "GB"),
        ("zh-Hans", "en-GB", "GB"),
        ("zh-Hant-HK", "en-GB", "HK"),
        ("en", "en", ""),
        ("?", "x", ""),
    ],
)
def test_the_market_is_the_territory_of_the_language_or_of_the_brand_s_own(
    locale: str, default: str, market: str
) -> None:
    assert market_of(locale, default) == market


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Rule(**CHRISTMAS), Rule(valid_from=DAY), True),
        (Rule(**CHRISTMAS), Rule(valid_from=date(2027, 1, 1)), False),
        (Rule(**CHRISTMAS), Rule(), False),
        (Rule(**CHRISTMAS), Rule("email", **CHRISTMAS), False),
        (Rule(valid_until=DAY), Rule(valid_from=DAY), True),
        (Rule(), Rule(), True),
    ],
)
def test_two_rules_clash_where_a_day_has_both_as_exact(one: Rule, other: Rule, both: bool) -> None:
    assert clash(one, other) is both
    assert clash(other, one) is both


def test_the_next_day_with_another_file_is_known() -> None:
    rules = [Rule(), Rule(**CHRISTMAS), Rule("print", valid_from=date(2026, 12, 24))]
    assert changes_after(rules, lambda rule: rule, MAIL) == date(2027, 1, 1)
    assert changes_after(rules, lambda rule: rule, Place("email", "en", on=date(2026, 11, 1))) == date(2026, 12, 1)
    assert changes_after(rules, lambda rule: rule, Place("email", "en", on=date(2027, 1, 1))) is None
    assert changes_after(rules, lambda rule: rule, Place("email", "en")) is None


def test_a_rule_is_said_in_words() -> None:
    rule = Rule("email", "zh-Hans", "GB", DARK, date(2026, 12, 1), date(2027, 1, 6), DOUBLE)
    words = "e-mail, in zh-Hans, for the market GB, dark, from 1 December 2026 until 6 January 2027, at 2x"
    assert in_words(rule) == words
    assert in_words(Rule()) == "any channel"


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 20))
RULES = st.builds(
    Rule,
    st.sampled_from([ANY_CHANNEL, "email"]),
    st.sampled_from(["", "en", "en-GB"]),
    st.sampled_from(["", "GB"]),
    st.sampled_from(["", LIGHT, DARK]),
    DAYS,
    DAYS,
    st.sampled_from([AS_IT_IS, SINGLE, DOUBLE]),
).filter(lambda rule: not (rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from))
PLACES = st.builds(
    Place,
    st.just("email"),
    st.sampled_from(["en", "en-GB"]),
    st.just("GB"),
    st.sampled_from([LIGHT, DARK]),
    st.just(DOUBLE),
    DAYS,
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(RULES, max_size=9), PLACES, st.randoms(use_true_random=False))
def test_without_a_clash_the_choice_is_one_and_the_same_in_any_order(rules: list[Rule], place: Place, shuffle) -> None:
    kept: list[Rule] = []
    for rule in rules:
        if not any(clash(rule, other) for other in kept):
            kept.append(rule)
    assert clashes(kept) == []
    fits = [fit for rule in kept if (fit := exactness(rule, place)) is not None]
    assert len(set(fits)) == len(fits)
    found = chosen(kept, place)
    shuffle.shuffle(kept)
    assert chosen(kept, place) == found
    later = changes_after(kept, lambda rule: rule, place)
    if place.on and later is None:
        later = date(2026, 2, 1)
    for days in range((later - place.on).days if place.on and later else 0):
        assert (
            chosen(kept, Place("email", place.locale, "GB", place.scheme, DOUBLE, place.on + timedelta(days))) == found
        )
