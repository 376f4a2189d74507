"""Chinese as it is compared: one script for two, and one way to write for each Traditional character. Pure.

The pairs come from OpenCC's dictionaries (Apache-2.0), character by character, so that offsets stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Final

import opencc

from commhub.lint.scripts import is_han_or_kana

TRADITIONAL: Final = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
"""How the locales of rules and texts in Traditional characters begin."""

AGAIN: Final = re.compile("覆(?=[议诊核检审])|(?<=[答回批])覆")
"""覆議, as Hong Kong and Taiwan write 复议; OpenCC leaves most of these words as they are."""
SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half a character, which OpenCC cannot read."""

_CHARACTERS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))


def simplified(text: str) -> str:
    """The text in Simplified characters, one for one. What is Simplified stays as it is, but for 帐, which is 账 here.

    Words that are written otherwise as a whole (計畫 is 计划) are, where that keeps the length.
    """
    if text.isascii():
        return text
    plain = text.translate(_to_simplified())
    if plain != text:
        whole = _phrases().convert(text) if not SURROGATE.search(text) else plain
        plain = whole if len(whole) == len(text) else plain
    return AGAIN.sub("复", plain.replace("帐", "账"))


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


@cache
def _phrases() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _converted(direction: str) -> dict[str, str]:
    """Each character that OpenCC writes in another way; line by line, so that no phrase comes of them."""
    characters = [chr(code) for first, end in _CHARACTERS for code in range(first, end)]
    written = opencc.OpenCC(direction).convert("\n".join(characters)).split("\n")
    pairs = zip(characters, written, strict=True)
    return {given: other for given, other in pairs if given != other and len(other) == 1}
