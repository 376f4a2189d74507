"""Text messages: the encoding a text needs and the parts it is sent in (3GPP TS 23.038, 23.040)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GSM_7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
ALONE: Final = {"GSM-7": 160, "UCS-2": 70}
JOINED: Final = {"GSM-7": 153, "UCS-2": 67}


@dataclass(frozen=True, slots=True)
class SmsSize:
    """`units` are septets in GSM-7 and UTF-16 code units in UCS-2; `parts` is what is paid for."""

    encoding: str
    units: int
    parts: int


def size_of(text: str) -> SmsSize:
    """The size of a text message. An escape pair or a surrogate pair never straddles two parts."""
    plain = all(character in GSM_7 or character in GSM_7_EXTENDED for character in text)
    encoding = "GSM-7" if plain else "UCS-2"
    if plain:
        widths = [2 if character in GSM_7_EXTENDED else 1 for character in text]
    else:
        widths = [2 if ord(character) > 0xFFFF else 1 for character in text]
    units = sum(widths)
    if units <= ALONE[encoding]:
        return SmsSize(encoding, units, 1 if text else 0)
    parts, used = 1, 0
    for width in widths:
        if used + width > JOINED[encoding]:
            parts, used = parts + 1, 0
        used += width
    return SmsSize(encoding, units, parts)
