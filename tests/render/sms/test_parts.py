"""Encoding and parts of text messages (3GPP TS 23.038, 23.040)."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commhub.render.sms.parts import (
    ALONE,
    GSM_7,
    GSM_7_EXTENDED,
    JOINED,
    PLAIN,
    SmsSize,
    foreign_to_gsm_7,
    in_words,
    parts_of,
    size_of,
)

FAMILY = "👨‍👩‍👧‍👦"  # seven code points, eleven UTF-16 units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", SmsSize("GSM-7", 0, 0)),
        ("a", SmsSize("GSM-7", 1, 1)),
        ("a" * 160, SmsSize("GSM-7", 160, 1)),
        ("a" * 161, SmsSize("GSM-7", 161, 2)),
        ("a" * 306, SmsSize("GSM-7", 306, 2)),
        ("a" * 307, SmsSize("GSM-7", 307, 3)),
        ("a" * 459, SmsSize("GSM-7", 459, 3)),
        ("€" * 80, SmsSize("GSM-7", 160, 1)),
        ("€" * 81, SmsSize("GSM-7", 162, 2)),
        ("€" * 152, SmsSize("GSM-7", 304, 2)),  # 76 pairs fit a part of 153 septets
        ("€" * 153, SmsSize("GSM-7", 306, 3)),
        ("a" * 159 + "^", SmsSize("GSM-7", 161, 2)),
        ("a" * 152 + "[" + "a" * 152, SmsSize("GSM-7", 306, 3)),  # the pair would straddle the first two parts
        ("a" * 151 + "[" + "a" * 153, SmsSize("GSM-7", 306, 2)),
        ("a" * 153 + "[" + "a" * 151, SmsSize("GSM-7", 306, 2)),
        ("\f" * 80, SmsSize("GSM-7", 160, 1)),
        ("^{}[]~\\|€\f", SmsSize("GSM-7", 20, 1)),
        ("a\r\nb\nc\rd", SmsSize("GSM-7", 8, 1)),
        ("é" * 160, SmsSize("GSM-7", 160, 1)),
        ("Ç" * 160, SmsSize("GSM-7", 160, 1)),
        ("ΔΦΓΛΩΠΨΣΘΞ", SmsSize("GSM-7", 10, 1)),
        ("ç", SmsSize("UCS-2", 1, 1)),  # the alphabet has the capital alone
        ("ê", SmsSize("UCS-2", 1, 1)),
        ("`", SmsSize("UCS-2", 1, 1)),
        ("\t", SmsSize("UCS-2", 1, 1)),
        ("\x1b", SmsSize("UCS-2", 1, 1)),  # the escape is no character of its own
        ("€" * 69 + "’", SmsSize("UCS-2", 70, 1)),  # one unit each once the text is UCS-2
        ("汉" * 70, SmsSize("UCS-2", 70, 1)),
        ("汉" * 71, SmsSize("UCS-2", 71, 2)),
        ("汉" * 134, SmsSize("UCS-2", 134, 2)),
        ("汉" * 135, SmsSize("UCS-2", 135, 3)),
        ("😀" * 35, SmsSize("UCS-2", 70, 1)),
        ("😀" * 36, SmsSize("UCS-2", 72, 2)),
        ("😀" * 66, SmsSize("UCS-2", 132, 2)),
        ("😀" * 67, SmsSize("UCS-2", 134, 3)),  # 33 pairs fit a part of 67 units
        ("a" * 66 + "😀" + "a" * 66, SmsSize("UCS-2", 134, 3)),
        ("a" * 65 + "😀" + "a" * 67, SmsSize("UCS-2", 134, 2)),
        ("e\u0301", SmsSize("UCS-2", 2, 1)),
        (FAMILY * 6, SmsSize("UCS-2", 66, 1)),
        (FAMILY * 12, SmsSize("UCS-2", 132, 2)),  # an emoji of several code points may be torn, and is by gateways
        ("\ud800", SmsSize("UCS-2", 1, 1)),  # cannot be sent, and is counted all the same
    ],
)
def test_sizes(text: str, expected: SmsSize) -> None:
    assert size_of(text) == expected


def test_the_alphabet_is_whole() -> None:
    assert (len(GSM_7), len(GSM_7_EXTENDED)) == (127, 10)  # 128 places, one of which is the escape
    assert {size_of(character) for character in GSM_7} == {SmsSize("GSM-7", 1, 1)}
    assert {size_of(character) for character in GSM_7_EXTENDED} == {SmsSize("GSM-7", 2, 1)}


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("", []),
        ("a" * 160, [160]),
        ("a" * 161, [153, 8]),
        ("a" * 152 + "[" + "a" * 152, [152, 152, 1]),
        ("€" * 81, [76, 5]),
        ("汉" * 71, [67, 4]),
        ("😀" * 67, [33, 33, 1]),
        ("a" * 66 + "😀" + "a" * 66, [66, 66, 1]),
        (FAMILY * 12, [42, 42]),
    ],
)
def test_what_stands_in_each_part(text: str, lengths: list[int]) -> None:
    parts = parts_of(text)
    assert [len(part) for part in parts] == lengths
    assert "".join(parts) == text


def counted_one_by_one(text: str) -> SmsSize:
    """What size_of says, by going through the text character by character."""
    plain = all(character in GSM_7 | GSM_7_EXTENDED for character in text)
    encoding = "GSM-7" if plain else "UCS-2"
    if plain:
        widths = [2 if character in GSM_7_EXTENDED else 1 for character in text]
    else:
        widths = [2 if ord(character) > 0xFFFF else 1 for character in text]
    units = sum(widths)
    if units <= ALONE[encoding]:
        return SmsSize(encoding, units, min(units, 1))
    parts, used = 1, 0
    for width in widths:
        if used + width > JOINED[encoding]:
            parts, used = parts + 1, 0
        used += width
    return SmsSize(encoding, units, parts)


GSM_TEXTS = st.text(st.sampled_from(sorted(GSM_7 | GSM_7_EXTENDED)), max_size=700)
MIXED_TEXTS = st.text(st.sampled_from("aé[€汉😀’\n\u200d"), max_size=400)
# Long stretches with pairs near where a part could end.
NEAR_THE_ENDS = st.lists(
    st.tuples(st.sampled_from("a€é汉"), st.integers(60, 160), st.sampled_from(["", "[", "€", "😀", "汉", FAMILY])),
    max_size=6,
).map(lambda pieces: "".join(letter * count + after for letter, count, after in pieces))


@given(st.one_of(GSM_TEXTS, MIXED_TEXTS, NEAR_THE_ENDS, st.text(max_size=400)))
@settings(max_examples=150, derandomize=True, deadline=None)
@example("a" * 152 + "[" * 200)
def test_parts_reassemble_and_each_of_them_fits(text: str) -> None:
    size = size_of(text)
    assert size == counted_one_by_one(text)
    parts = parts_of(text)
    assert "".join(parts) == text
    assert len(parts) == size.parts
    room = (ALONE if size.parts == 1 else JOINED)[size.encoding]
    units = [units_of(part, size.encoding) for part in parts]
    assert sum(units) == size.units
    assert all(0 < one <= room for one in units)
    # No part has room for what the next one begins with.
    begins = [units_of(part[0], size.encoding) for part in parts[1:]]
    assert all(one + first > room for one, first in zip(units[:-1], begins, strict=True))


def units_of(text: str, encoding: str) -> int:
    if encoding == "UCS-2":
        return len(text.encode("utf-16-le")) // 2
    return list(accumulate((2 if one in GSM_7_EXTENDED else 1 for one in text), initial=0))[-1]


def test_what_keeps_a_text_out_of_gsm_7() -> None:
    assert foreign_to_gsm_7("Łukasz, ça va ? Łódź") == ("Ł", "ç", "ó", "ź")
    assert foreign_to_gsm_7("Dear Zoë") == ("ë",)
    assert foreign_to_gsm_7("Grüße €[]") == ()


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("ł", "“ł”"),
        ("\u202f", "narrow no-break space"),
        ("\u200b", "zero width space"),
        ("\u0301", "combining acute accent"),
        ("\t", "u+0009"),
    ],
)
def test_a_character_in_words(character: str, words: str) -> None:
    assert in_words(character) == words


def test_plain_is_what_the_encoding_is_called() -> None:
    assert PLAIN == "GSM-7"
