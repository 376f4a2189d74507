"""Typographic punctuation put in plain, and names left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import DataSpan
from commhub.render.sms.parts import size_of
from commhub.render.sms.punctuation import EQUIVALENTS, Replaced, in_plain, in_plain_with_spans, replaced_in


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It’s “yours” – at last…", 'It\'s "yours" - at last...'),
        ("«Bonjour» ‹là›", "\"Bonjour\" 'là'"),
        ("1\u202f234,50\u00a0€", "1 234,50 €"),  # how French writes an amount
        ("5\u201310 \u2212 2 10:30\u202fPM", "5-10 - 2 10:30 PM"),
        ("\u2022 one\n\u2022 two", "- one\n- two"),
        ("a\u200bb\u00adc\ufeffd", "abcd"),
        ("tab\there", "tab here"),
        ("O’Brien`s", "O'Brien's"),
        ("plain already", "plain already"),
        ("", ""),
    ],
)
def test_where_punctuation_is_all_that_keeps_a_text_out(text: str, plain: str) -> None:
    assert in_plain(text) == plain
    assert size_of(plain).encoding == "GSM-7"


@pytest.mark.parametrize(
    "text", ["Łukasz’s claim…", "您好…", "It’s 😀", "½ – ¾", "Gal·la’s", "Kamehameha ʻIolani’s", "Zoë’s"]
)
def test_anything_else_is_left_exactly_as_it_was(text: str) -> None:
    assert in_plain(text) == text


def test_no_letter_digit_or_accent_is_ever_replaced() -> None:
    assert {character for character in EQUIVALENTS if unicodedata.category(character)[0] in "LMN"} == set()
    assert {character for character in EQUIVALENTS if size_of(character).encoding == "GSM-7"} == set()
    assert {by for by in EQUIVALENTS.values() if by and size_of(by).encoding != "GSM-7"} == set()


def test_values_are_found_where_they_stand_afterwards() -> None:
    text = "Wait… O’Brien… and 10\u200b…"
    spans = (DataSpan(6, 14, "/data/name", "person-name"), DataSpan(19, 22, "/data/n"))
    assert [text[span.start : span.end] for span in spans] == ["O’Brien…", "10\u200b"]
    plain, moved = in_plain_with_spans(text, spans)
    assert plain == "Wait... O'Brien... and 10..."
    assert [plain[span.start : span.end] for span in moved] == ["O'Brien...", "10"]
    assert [(span.field, span.holds) for span in moved] == [("/data/name", "person-name"), ("/data/n", "")]


def test_a_text_that_stays_keeps_its_spans() -> None:
    spans = (DataSpan(0, 6, "/data/name"),)
    assert in_plain_with_spans("Łukasz…", spans) == ("Łukasz…", spans)


def test_what_was_replaced_is_told_once_each() -> None:
    assert replaced_in("“a” “b”…") == (Replaced("“", '"', 2), Replaced("”", '"', 2), Replaced("…", "...", 1))


@given(st.text(st.sampled_from("ab £€[’…\u200b\u00a0Ł汉\t"), max_size=40), st.data())
@settings(max_examples=120, derandomize=True, deadline=None)
def test_it_is_all_or_nothing_and_twice_is_once(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = tuple(DataSpan(a, b, "/x") for a, b in zip(ends[::2], ends[1::2], strict=False))
    plain, moved = in_plain_with_spans(text, spans)
    assert plain == in_plain(text)
    assert in_plain(plain) == plain
    assert plain == text or size_of(plain).encoding == "GSM-7"
    for before, after in zip(spans, moved, strict=True):
        value = text[before.start : before.end]
        wanted = value if plain == text else "".join(EQUIVALENTS.get(one, one) for one in value)
        assert plain[after.start : after.end] == wanted
