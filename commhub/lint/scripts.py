"""Which characters make up words, by how a script marks where a word ends."""

from __future__ import annotations

import re

LATIN = "A-Za-z0-9_ªºÀ-ÖØ-öø-ɏḀ-ỿ"
"""Letters of the Latin script, digits and the underscore, as the inside of a character class."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Chinese characters, as the inside of a character class."""

HAN_ONLY = re.compile(f"[{HAN}]+")

UNSPACED = HAN + "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u1100-\u11ff\uac00-\ud7af"
"""Han, Kana, Hangul, Thai, Lao, Burmese and Khmer: a neighbour in these scripts does not end or block a word."""

RUN = re.compile(rf"[{LATIN}]+|[^\W{LATIN}{UNSPACED}]+")
"""A run of letters of one kind in a script that puts spaces between words."""

HAN_OR_KANA = re.compile(f"[{HAN}\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff]")


def is_han_or_kana(character: str) -> bool:
    """Whether it is a Chinese character or a letter of Hiragana or Katakana."""
    return HAN_OR_KANA.match(character) is not None


_IN_LATIN = re.compile("[A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ]")
_NOT_LATIN = re.compile(rf"[^\W{LATIN}]")


def is_latin(text: str) -> bool:
    """Whether there is a Latin letter in it, and no letter of another script."""
    return _IN_LATIN.search(text) is not None and _NOT_LATIN.search(text) is None
