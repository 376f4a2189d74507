"""Which language stands in for which."""

from __future__ import annotations

import pytest

from commhub.locales import best_of, fallbacks


@pytest.mark.parametrize(
    ("locale", "chain"),
    [
        ("en-GB", ["en-GB", "en"]),
        ("zh-CN", ["zh-CN", "zh-Hans", "zh"]),
        ("zh-Hant-HK", ["zh-Hant-HK", "zh-Hant", "zh"]),
        ("xx-unknown", ["xx-unknown"]),
    ],
)
def test_the_chain_of_a_locale(locale: str, chain: list[str]) -> None:
    assert fallbacks(locale) == chain


@pytest.mark.parametrize(
    ("wanted", "available", "best"),
    [
        ("en-GB", ["en", "en-GB"], "en-GB"),
        ("en-GB", ["en", "zh-Hans"], "en"),
        ("en-US", ["en-GB", "zh-Hans"], "en-GB"),
        ("zh-CN", ["en", "zh-Hans"], "zh-Hans"),
        ("zh", ["en", "zh-Hans"], "zh-Hans"),
        ("zh-TW", ["en", "zh-Hans"], ""),
        ("zh-HK", ["zh-Hans", "zh-Hant-TW"], "zh-Hant-TW"),
        ("fr", ["en"], ""),
    ],
)
def test_the_best_of_what_there_is(wanted: str, available: list[str], best: str) -> None:
    assert best_of(available, wanted) == best
