"""Text messages: the encoding a text needs and the parts it is sent in (3GPP TS 23.038, 23.040).

GSM-7 holds the default alphabet of TS 23.038 6.2.1 in one septet a character and its extension table (6.2.1.1) in two;
anything else makes the whole text UCS-2, counted in UTF-16 code units. A part has 140 octets; in a text of several parts
six of them say which one it is (TS 23.040 9.2.3.24.1). An escape pair or a surrogate pair never straddles two parts; what
a reader sees as one sign (an emoji with a skin tone, a letter with its accent) is no unit to gateways and may.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

GSM_7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
PLAIN: Final = "GSM-7"
WIDE: Final = "UCS-2"
ALONE: Final = {PLAIN: 160, WIDE: 70}
JOINED: Final = {PLAIN: 153, WIDE: 67}
MOST_PARTS: Final = 255
"""What the header of a part can count to (TS 23.040 9.2.3.24.1)."""


class SmsSize(NamedTuple):
    """`units` are septets in GSM-7 and UTF-16 code units in UCS-2; `parts` is what is paid for, 0 for an empty text."""

    encoding: str
    units: int
    parts: int


def _class(characters: frozenset[str]) -> str:
    return re.escape("".join(sorted(characters)))


_basic = re.compile(f"[{_class(GSM_7)}]*+").fullmatch
_foreign = re.compile(f"[^{_class(GSM_7 | GSM_7_EXTENDED)}]")
_EXTENDED: Final = tuple(sorted(GSM_7_EXTENDED))
_ESCAPE: Final = "\x1b"  # not in the alphabet itself, so it marks nothing but the first half of a pair
# Most texts fit one part: their sizes are made once.
_ALONE_PLAIN: Final = tuple(SmsSize(PLAIN, units, min(units, 1)) for units in range(ALONE[PLAIN] + 1))
_ALONE_WIDE: Final = tuple(SmsSize(WIDE, units, min(units, 1)) for units in range(ALONE[WIDE] + 1))


def size_of(text: str) -> SmsSize:
    """The size of a text message."""
    length = len(text)
    if _basic(text):
        return _ALONE_PLAIN[length] if length <= ALONE[PLAIN] else SmsSize(PLAIN, length, -(-length // JOINED[PLAIN]))
    if not _foreign.search(text):
        septets = _escaped(text)
        units = len(septets)
        if units <= ALONE[PLAIN]:
            return _ALONE_PLAIN[units]
        return SmsSize(PLAIN, units, len(_ends(units, JOINED[PLAIN], _in_escape(septets))))
    octets = _utf_16(text)
    units = len(octets) // 2
    if units <= ALONE[WIDE]:
        return _ALONE_WIDE[units]
    if units == length:  # no pairs
        return SmsSize(WIDE, units, -(-units // JOINED[WIDE]))
    return SmsSize(WIDE, units, len(_ends(units, JOINED[WIDE], _in_surrogate(octets))))


def parts_of(text: str) -> list[str]:
    """The text of each part, in order; together they are the text, and there are as many as `size_of` says."""
    encoding, units, parts = size_of(text)
    if parts <= 1:
        return [text] if text else []
    if encoding == PLAIN:
        septets = _escaped(text)
        ends = _ends(units, JOINED[PLAIN], _in_escape(septets))
        return [septets[start:end].replace(_ESCAPE, "") for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    octets = _utf_16(text)
    ends = _ends(units, JOINED[WIDE], _in_surrogate(octets))
    return [
        octets[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        for start, end in zip([0, *ends[:-1]], ends, strict=True)
    ]


def foreign_to_gsm_7(text: str) -> tuple[str, ...]:
    """The characters that keep a text out of GSM-7, each once, in order of appearance."""
    return tuple(dict.fromkeys(_foreign.findall(text)))


def in_words(character: str) -> str:
    """A character as a person can read of it: in quotation marks, or by its name where nothing of it can be seen."""
    if character.isprintable() and not character.isspace() and not unicodedata.combining(character):
        return f"“{character}”"
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()


def _escaped(text: str) -> str:
    """One character for each septet: an escape stands before what the extension table holds."""
    for character in _EXTENDED:
        if character in text:
            text = text.replace(character, _ESCAPE + character)
    return text


def _utf_16(text: str) -> bytes:
    # Half a surrogate pair cannot be sent, but counting it must not fail.
    return text.encode("utf-16-le", "surrogatepass")


def _in_escape(septets: str) -> Callable[[int], bool]:
    return lambda end: septets[end - 1] == _ESCAPE


def _in_surrogate(octets: bytes) -> Callable[[int], bool]:
    return lambda end: octets[2 * end - 1] & 0xFC == 0xD8


def _ends(units: int, room: int, in_pair: Callable[[int], bool]) -> list[int]:
    """Where each part ends, in units. `in_pair` says whether an end would tear a pair: then the part ends before it."""
    ends = [0]
    while units - ends[-1] > room:
        end = ends[-1] + room
        ends.append(end - 1 if in_pair(end) else end)
    return [*ends[1:], units]
