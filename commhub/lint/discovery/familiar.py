"""How familiar a word is in the language at large: by word counts, and by the parts that a word is made of. Pure.

Word counts are wordfreq's (Apache-2.0; Speer 2022), on the Zipf scale: 3 is once in a million words, 6 a thousand times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

FAMILIAR: Final = 4.2
"""On the Zipf scale: words as common as this are known to everybody."""
WELL_KNOWN: Final = 4.0
"""A misspelling is one of a word that is at least as common as this, ..."""
MUCH_RARER: Final = 2.5
"""... and is rarer by this much, if it is as good as unknown (up to STRANGE), ..."""
STRANGE: Final = 1.5
RARER: Final = 1.7
"""... or by this much where the slip is a usual one."""
TOO_COMMON: Final = 3.0
"""A word as common as this is one, whatever it looks like."""
LONG: Final = 8
VOWELS: Final = frozenset("aeiouy")
LEAST_LETTERS: Final = 5
"""Shorter words are too near to too many others to be misspellings of them."""
PREFIXES: Final = ("non", "over", "under", "mis", "pre", "re", "un", "dis", "in", "co", "anti", "multi", "self")
SUFFIXES: Final = (
    ("iness", "y"), ("ness", ""), ("ously", "ous"), ("ily", "y"), ("ly", ""), ("less", ""), ("ful", ""), ("able", ""),
    ("able", "e"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ies", "y"), ("es", ""), ("s", ""),
    ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("ish", ""), ("y", ""), ("ier", "y"), ("iest", "y"),
)  # fmt: skip
TRANSPARENT: Final = 0.8
"""What a word loses against the one that it is made of: unpaid is nearly as familiar as paid."""
COMPOUND: Final = 1.4
"""What a word made of two words loses against the rarer of them: doormat."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
COMPOUNDS_ARE_WRITTEN_AS_ONE: Final = frozenset({"en", "de"})


@cache
def counted(language: str) -> Mapping[str, float]:
    """How often each word of a language is used, as a share of all words; empty for a language that nobody counted."""
    import wordfreq  # noqa: PLC0415 - slow to import and large, and only discovery asks for all of it

    return wordfreq.get_frequency_dict(language) if language in wordfreq.available_languages() else {}


def zipf(word: str, language: str) -> float:
    """How common a word is, as counted; 0 for one that is not."""
    share = counted(language).get(word, 0.0)
    return max(0.0, math.log10(share) + 9) if share else 0.0


@lru_cache(maxsize=50_000)
def familiarity(word: str, language: str) -> float:
    """How familiar a word is on the Zipf scale: as common as it is, or as what it is plainly made of.

    `word` is in small letters. Words joined by hyphens are as familiar as such a phrase is (see `together`).
    """
    if "-" in word.strip("-"):
        parts = [part for part in word.split("-") if part]
        return max(zipf(word, language), zipf("".join(parts), language), together(parts, language))
    known = zipf(word, language)
    if language == "en":
        known = max([known, *(found - TRANSPARENT for found in _bases(word))])
    if language in COMPOUNDS_ARE_WRITTEN_AS_ONE and known < FAMILIAR:
        known = max([known, *(found - COMPOUND for found in _halves(word, language))])
    return known


def together(words: list[str], language: str) -> float:
    """How common some words beside each other would be if chance put them there, on the same scale."""
    if not words:
        return 0.0
    return sum(familiarity(word, language) for word in words) - 9 * (len(words) - 1)


def misspelt(word: str, language: str) -> str:
    """The well-known word that this one is a misspelling of, or ''. Only for alphabets of small Latin letters."""
    known = zipf(word, language)
    if len(word) < LEAST_LETTERS or not word.isascii() or not word.isalpha() or known > TOO_COMMON:
        return ""
    for common, other in sorted(((zipf(other, language), other) for other in set(_edits(word))), reverse=True):
        if common < WELL_KNOWN:
            return ""
        much = RARER if _is_usual_slip(word, other) else MUCH_RARER if known <= STRANGE else math.inf
        if common - known >= much and not _is_form(word, other):
            return other
    return ""


def has_counts(language: str) -> bool:
    """Whether anything can be said of how common its words are; for ja and ko words are not told apart."""
    return language not in {"ja", "ko"} and bool(counted(language))


def _bases(word: str) -> Iterator[float]:
    for ending, instead in SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)] + instead
            yield zipf(stem, "en")
            if not instead and len(stem) > 3 and stem[-1] == stem[-2]:
                yield zipf(stem[:-1], "en")
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            yield zipf(word[len(prefix) :], "en")


def _halves(word: str, language: str) -> Iterator[float]:
    for at in range(3, len(word) - 2):
        first, second = zipf(word[:at], language), zipf(word[at:], language)
        if first >= 4 and second >= 4:
            yield min(first, second)


def _edits(word: str) -> Iterator[str]:
    """Every word that one letter more, less, other or changed with the next would make."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _is_usual_slip(word: str, other: str) -> bool:
    """Whether people write one for the other: a letter doubled or not, two changed, another vowel; any in a long word."""
    if word[0] != other[0]:
        return False
    if len(word) >= LONG or sorted(word) == sorted(other):
        return True
    if len(word) == len(other):
        changed = [pair for pair in zip(word, other, strict=True) if pair[0] != pair[1]]
        return all(letter in VOWELS for pair in changed for letter in pair)
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    at = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return longer[at] in longer[max(0, at - 1) : at] + longer[at + 1 : at + 2]


def _is_form(word: str, other: str) -> bool:
    """Whether the two differ as forms of one word do: an ending, or a prefix of one letter."""
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    return word == other or (len(longer) > len(shorter) and longer.startswith(shorter))
