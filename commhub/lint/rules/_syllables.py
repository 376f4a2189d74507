"""Counts the syllables of a word, near enough for a formula that was fitted to counts by hand. Pure.

Each language by its vowels: a group of vowels is a syllable, with what the spelling of the language makes of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

ENGLISH = re.compile(r"[aeiouy]+")
ENGLISH_TWO = re.compile(
    r"i(?:a(?!n\Z)|[uo](?![nu]))|iu|(?<![ctsxg])iou|(?<![qg])ua(?!r)|iet|[ey]ing"
    r"|eat(?:e|ed|es|ion|ive)\Z|[aeiouy][^aeiouy]+ea\Z|(?<![tc])ien[ct]|sm\Z|oyee"
)
"""Two vowels that are said one after the other: vari-able, create, idea, client; and -ism."""
ENGLISH_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeioutd]ed|[^aeiouyscxzghl]es|[aeiou]les)\Z|usiness")
"""An e that nobody says: rate, asked, business."""
GERMAN = re.compile(r"ei|ie|eu|äu|au|[aeiouyäöü]")
FRENCH = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
FRENCH_SILENT = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])(?:e|es|ent)\Z")
SPANISH = re.compile(r"(?:(?<=[gq])u)?[iuü]?[aeoáéó][iuüy]?(?![aeoáéóíú])|[iuü]?[aeoáéó]|[íú]|[iuü]+")
POLISH = re.compile(r"i(?=[aąeęoóu])|[ae]u|[aąeęioóuy]")
RUSSIAN = re.compile("[аеёиоуыэюя]")


def _english(word: str) -> int:
    count = len(ENGLISH.findall(word)) + len(ENGLISH_TWO.findall(word))
    if len(word) > 2 and ENGLISH_SILENT.search(word):
        count -= 1
    return count


def _french(word: str) -> int:
    groups = len(FRENCH.findall(word))
    return groups - 1 if groups > 1 and FRENCH_SILENT.search(word) else groups


def _polish(word: str) -> int:
    return sum(match[0] != "i" or match.end() == len(word) or word[match.end()] not in "aąeęoóu"
               for match in POLISH.finditer(word))  # fmt: skip


LONGEST: Final = 60
"""Letters of a word that are looked at."""

COUNTS: Final[Mapping[str, Callable[[str], int]]] = {
    "en": _english,
    "de": lambda word: len(GERMAN.findall(word)),
    "fr": _french,
    "es": lambda word: len(SPANISH.findall(word)),
    "pl": _polish,
    "ru": lambda word: len(RUSSIAN.findall(word)),
}


@lru_cache(maxsize=50_000)
def syllables(word: str, language: str) -> int:
    """The syllables of a word in small letters: at least one."""
    return max(1, COUNTS[language](word[:LONGEST]))
