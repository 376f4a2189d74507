"""Whether a form is, to most readers, another word: then it is left out of the forms that are made."""

from __future__ import annotations

from functools import cache
from math import log10
from typing import Final

COMMON: Final = 4.7
"""Zipf value (log10 of the occurrences in a thousand million words; wordfreq) of a word that everybody uses daily."""
MORE: Final = 0.9
"""By how much more common a form must be than its term: eight times."""
REGULAR: Final = ("s", "ed", "ing")


def is_another_common_word(form: str, term: str, language: str) -> bool:
    """Bound is a form of bind, and yet nearly always something else; claims is one of claim and means nothing more.

    In English, regular endings are trusted.
    """
    if form == term or (language == "en" and form.endswith(REGULAR)):
        return False
    found = zipf(form, language)
    return found >= COMMON and found - zipf(term, language) >= MORE


def zipf(word: str, language: str) -> float:
    """How common a word is; 3 for what is rarer than one in a million, 0 where the language has no list."""
    words = _frequencies(language)
    return log10(words.get(word.lower(), 1e-6)) + 9 if words else 0.0


@cache
def _frequencies(language: str) -> dict[str, float]:
    import wordfreq  # noqa: PLC0415  some 15 MB, which only making forms needs

    if language not in wordfreq.available_languages("small"):
        return {}
    found: dict[str, float] = wordfreq.get_frequency_dict(language, "small")
    return found
