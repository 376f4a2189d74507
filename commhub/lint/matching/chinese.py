"""Chinese as it is compared: one script for two, and one way to write for each Traditional character. Pure.

The pairs come from OpenCC's dictionaries (Apache-2.0), character by character, so that offsets stay what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Final

import opencc

from commhub.lint.scripts import is_han_or_kana

TRADITIONAL: Final = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
"""How the locales of rules and texts in Traditional characters begin."""

_CHARACTERS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))


def simplified(text: str) -> str:
    """The text in Simplified characters, one for one. What is Simplified stays as it is."""
    return text if text.isascii() else text.translate(_to_simplified())


def one_writing(text: str) -> str:
    """The text with one way to write for each Traditional character: 裡 and 裏, 台 and 臺, 戶 and 户 are the same."""
    return text if text.isascii() else text.translate(_variants())


def is_traditional(locale: str) -> bool:
    """Whether a locale is written in Traditional characters."""
    return locale.replace("_", "-").lower().startswith(TRADITIONAL)


def has_chinese(text: str) -> bool:
    return not text.isascii() and any(map(is_han_or_kana, text))


@cache
def _to_simplified() -> Mapping[int, str]:
    return {ord(character): plain for character, plain in _converted("t2s").items()}


@cache
def _variants() -> Mapping[int, str]:
    """Each character that is written in several ways, as the one of them that stands first in Unicode."""
    same: dict[str, set[str]] = {}
    for one, other in chain(_converted("t2tw").items(), _converted("t2hk").items()):
        group = same.get(one, {one}) | same.get(other, {other})
        for member in group:
            same[member] = group
    return {ord(character): min(group) for character, group in same.items()}


def _converted(direction: str) -> dict[str, str]:
    """Each character that OpenCC writes in another way; line by line, so that no phrase comes of them."""
    characters = [chr(code) for first, end in _CHARACTERS for code in range(first, end)]
    written = opencc.OpenCC(direction).convert("\n".join(characters)).split("\n")
    pairs = zip(characters, written, strict=True)
    return {given: other for given, other in pairs if given != other and len(other) == 1}
