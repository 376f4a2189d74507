"""Which locale lends each part of a channel, and what is told of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.channels import channels
from commhub.locales import chain, language_name, spoken
from commhub.publish.chosen import choose, standing_in, told_of

EMAIL, SMS, PRINT = (channels.get(name) for name in ("email", "sms", "print"))
LOCALES = ("zh-Hant-HK", "zh-Hant", "zh", "zh-Hans", "en-GB", "en", "en-US", "cy", "de")


@pytest.mark.parametrize(
    ("locale", "default", "expected"),
    [
        ("zh-Hant-HK", "en-GB", ["zh-Hant-HK", "zh-Hant", "zh", "en-GB", "en"]),
        ("zh-HK", "en-GB", ["zh-HK", "zh-Hant", "zh", "en-GB", "en"]),
        ("en-US", "en-GB", ["en-US", "en", "en-GB"]),
        ("en-GB", "en-GB", ["en-GB", "en"]),
        ("zh-Hant", "zh-Hans", ["zh-Hant", "zh", "zh-Hans"]),
        ("cy", "", ["cy"]),
        ("xx-YY", "en", ["xx-YY", "en"]),
    ],
)
def test_the_chain(locale: str, default: str, expected: list[str]) -> None:
    assert chain(locale, default) == expected


@pytest.mark.parametrize(
    ("written", "locale", "default", "expected"),
    [
        ("en", "en-GB", "en-GB", "en-GB"),  # the reader's own dates, whatever English it was written in
        ("zh", "zh-Hant-HK", "en-GB", "zh-Hant-HK"),
        ("en", "cy", "en-GB", "en-GB"),  # the brand's English, not American dates
        ("zh-Hans", "zh-Hant", "zh-Hans", "zh-Hans"),
    ],
)
def test_a_text_speaks_as_its_reader_or_as_the_brand(written: str, locale: str, default: str, expected: str) -> None:
    assert spoken(written, locale, default) == expected


def test_what_languages_are_called() -> None:
    assert (language_name("cy"), language_name("en-GB", "cy"), language_name("??")) == ("Welsh", "English", "??")
    assert language_name("zh-Hant", "zh-Hans") == "Chinese (Traditional)"


def test_each_part_comes_from_the_nearest() -> None:
    written = {"subject": {"zh", "en-GB"}, "body": {"zh-Hant", "en-GB"}, "sms": {"en"}}
    email = choose(EMAIL, written, "zh-Hant-HK", "en-GB")
    assert email
    assert (email.taken, email.locale, email.also) == (
        {"body": "zh-Hant", "subject": "zh"},
        "zh-Hant-HK",
        (),
    )
    sms = choose(SMS, written, "zh-Hant-HK", "en-GB")
    assert sms
    assert (sms.taken, sms.locale) == ({"sms": "en"}, "en-GB")
    assert [one.message for one in told_of(SMS, sms, "zh-Hant-HK")] == [
        "The text message is not written in zh-Hant-HK: customers get the English one."
    ]
    assert list(told_of(EMAIL, email, "zh-Hant-HK")) == []


def test_a_designers_html_never_wins_over_a_nearer_text() -> None:
    written = {"subject": {"cy", "en"}, "body": {"cy", "en"}, "email-html": {"en"}, "print-html": {"cy"}}
    email, letter = choose(EMAIL, written, "cy", "en"), choose(PRINT, written, "cy", "en")
    assert email
    assert (email.text, email.taken) == ("body", {"body": "cy", "subject": "cy"})
    assert letter
    assert (letter.text, letter.taken) == ("print-html", {"print-html": "cy", "subject": "cy"})
    english = choose(EMAIL, written, "en", "en")
    assert english
    assert english.text == "email-html"
    assert standing_in("email-html", written, "cy", "en") == ""  # nothing stands in where the text is written


def test_what_goes_along_is_of_the_same_language() -> None:
    written = {"subject": {"cy"}, "body": {"cy"}, "preheader": {"en"}, "sms": {"en"}, "sms-budget": {"en", "cy"}}
    email, sms = choose(EMAIL, written, "cy", "en"), choose(SMS, written, "cy", "en")
    assert email
    assert email.taken == {"body": "cy", "subject": "cy"}
    assert sms
    assert sms.taken == {"sms": "en", "sms-budget": "en"}


def test_two_languages_in_one_message_are_told() -> None:
    chosen = choose(EMAIL, {"subject": {"cy"}, "body": {"en"}}, "cy", "en-GB")
    assert chosen
    assert (chosen.locale, chosen.also) == ("en-GB", ("cy",))
    assert [one.message for one in told_of(EMAIL, chosen, "cy", [("help", "de")])] == [
        "The e-mail is not written in cy: customers get the English one.",
        "The subject of the e-mail is in Welsh, and its text in English.",
        "The content block help is not written in en-GB: its German text stands in the e-mail.",
    ]


def test_no_text_no_channel() -> None:
    assert choose(SMS, {"sms": {"de"}, "sms-budget": {"cy"}}, "cy", "en") is None


PLACES = st.sets(st.sampled_from(LOCALES))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.fixed_dictionaries(dict.fromkeys(("subject", "body", "email-html", "sms"), PLACES)),
    st.sampled_from(LOCALES),
    st.sampled_from(LOCALES),
)
def test_the_chosen_part_is_the_first_of_the_chain_that_is_written(
    written: dict[str, set[str]], locale: str, default: str
) -> None:
    order = chain(locale, default)

    def first(name: str) -> str | None:
        return next((one for one in order if one in written[name]), None)

    sms = choose(SMS, written, locale, default)
    assert (sms.taken["sms"] if sms else None) == first("sms")
    email = choose(EMAIL, written, locale, default)
    nearest = [one for one in order if one in written["body"] | written["email-html"]]
    if not nearest:
        assert email is None
        return
    assert email is not None
    assert email.taken[email.text] == nearest[0]
    assert email.text == ("email-html" if nearest[0] in written["email-html"] else "body")
    assert email.taken.get("subject") == first("subject")
