"""Which rules hold for a message's locale, and what is said of locales that nobody knows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.lint.selection import Tag, applies, language_of, problem_with_locale, tag_of
from tests.lint.rows import found, row


@pytest.mark.parametrize(
    ("rules", "message", "holds"),
    [
        ("*", "en-GB", True),
        ("*", "xx", True),
        ("*", "", True),
        ("en", "en", True),
        ("en", "en-US", True),
        ("en", "EN_gb.UTF-8", True),
        ("en-GB", "en-GB", True),
        ("en-GB", "en-US", False),
        ("en-GB", "en", False),
        ("en", "zh-CN", True),
        ("en", "zh-Hant-HK", True),
        ("en", "ja-JP", True),
        ("en", "ko", True),
        ("en", "ar-EG", True),
        ("en", "he", True),
        ("en", "iw-IL", True),
        ("en-GB", "zh-CN", False),
        ("en", "fr-FR", False),
        ("en", "es", False),
        ("en", "de-AT", False),
        ("en", "pl", False),
        ("en", "ru-RU", False),
        ("en", "eng", False),
        ("zh", "zh", True),
        ("zh", "zh-CN", True),
        ("zh", "zh-TW", True),
        ("zh", "zh_Hant_MO", True),
        ("zh", "cmn-Hans-CN", True),
        ("zh-Hant", "zh-TW", True),
        ("zh-Hant", "zh-HK", True),
        ("zh-Hant", "zh-MO", True),
        ("zh-Hant", "zh-Hant", True),
        ("zh-Hant", "zh-Hant-SG", True),
        ("zh-Hant", "zh-CN", False),
        ("zh-Hant", "zh", False),
        ("zh-Hant", "zh-Hans-HK", False),
        ("zh-Hans", "zh-CN", True),
        ("zh-Hans", "zh", True),
        ("zh-Hans", "zh-TW", False),
        ("zh-HK", "zh-HK", True),
        ("zh-HK", "zh-Hant-HK", True),
        ("zh-HK", "zh_hk", True),
        ("zh-HK", "zh-TW", False),
        ("zh-HK", "zh-MO", False),
        ("zh-HK", "zh-Hant", False),
        ("zh-TW", "zh-HK", False),
        ("zh-Hant-HK", "zh-HK", True),
        ("zh", "en", False),
        ("zh", "ja", False),
        ("fr", "fr-CA", True),
        ("xx", "xx-YY", True),
        ("xx", "en", False),
        ("en", "en-GB-u-ca-gregory", True),
    ],
)
def test_the_rules_of_a_locale_hold_for_some_messages(rules: str, message: str, holds: bool) -> None:
    assert applies(rules, message) is holds


def test_a_message_in_a_locale_that_nobody_knows_is_read_with_the_rules_for_all() -> None:
    rows = [row("UW_PEND", "*"), row("rider", "en"), row("foo", "qq")]
    assert found("UW_PEND rider foo", *rows, locale="qq-QQ") == ["UW_PEND", "foo"]
    assert found("UW_PEND rider foo", *rows, locale="") == ["UW_PEND"]


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("zh-Hant-HK", Tag("zh", "hant", "hk")),
        ("zh_TW.Big5", Tag("zh", "", "tw")),
        ("es-419", Tag("es", "", "419")),
        ("en-GB-u-ca-gregory", Tag("en", "", "gb")),
        ("ca-ES-valencia", Tag("ca", "", "es")),
        ("iw", Tag("he")),
        ("", Tag("")),
        ("-", Tag("")),
    ],
)
def test_locales_are_taken_apart(locale: str, tag: Tag) -> None:
    assert tag_of(locale) == tag


@pytest.mark.parametrize(
    "locale", ["en", "en-GB", "zh-Hant-HK", "zh_TW", "fil", "sr-Latn-RS", "es-419", "iw", "no", "nb-NO"]
)
def test_locales_that_are_known(locale: str) -> None:
    assert problem_with_locale(locale) == ""


def test_what_is_odd_about_a_locale_is_said() -> None:
    assert problem_with_locale("qq-QQ") == (
        "Nobody knows the locale 'qq-QQ'; only the rules for it and those for every language (*) are applied."
    )
    assert problem_with_locale("english").startswith("Nobody knows the locale 'english'; ")
    assert problem_with_locale("").startswith("Nobody knows the locale ''; ")
    assert problem_with_locale("en-QQ") == (
        "The locale 'en-QQ' names a region that nobody knows; the rules for 'en' are applied."
    )


@given(st.text(alphabet="aeznhHKtw-_.@*/\\\x00\ud800é1 ", max_size=20))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_can_stand_where_a_locale_is_asked_for(locale: str) -> None:
    assert applies("*", locale)
    assert applies(locale, "en-GB") in (True, False)
    assert language_of(locale) == tag_of(locale).language
    assert problem_with_locale(locale).endswith(".") or problem_with_locale(locale) == ""
