"""Encoding and parts of text messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commhub.render.sms import SmsSize, size_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", SmsSize("GSM-7", 0, 0)),
        ("a" * 160, SmsSize("GSM-7", 160, 1)),
        ("a" * 161, SmsSize("GSM-7", 161, 2)),
        ("a" * 306, SmsSize("GSM-7", 306, 2)),
        ("€" * 80, SmsSize("GSM-7", 160, 1)),
        ("€" * 81, SmsSize("GSM-7", 162, 2)),
        ("a" * 152 + "[" + "a" * 152, SmsSize("GSM-7", 306, 3)),  # the pair would straddle the first two parts
        ("é" * 160, SmsSize("GSM-7", 160, 1)),
        ("ê", SmsSize("UCS-2", 1, 1)),
        ("汉" * 70, SmsSize("UCS-2", 70, 1)),
        ("汉" * 71, SmsSize("UCS-2", 71, 2)),
        ("😀" * 35, SmsSize("UCS-2", 70, 1)),
        ("😀" * 67, SmsSize("UCS-2", 134, 3)),  # 33 pairs fit a part of 67 units
    ],
)
def test_sizes(text: str, expected: SmsSize) -> None:
    assert size_of(text) == expected


@given(st.text(max_size=400))
def test_parts_hold_all_units(text: str) -> None:
    size = size_of(text)
    room = {"GSM-7": 153, "UCS-2": 67}[size.encoding]
    assert (size.parts == 0) is (text == "")
    assert size.parts <= 1 or (size.parts - 1) * (room - 1) < size.units <= size.parts * room
