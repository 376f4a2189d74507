"""Adjectives beside their noun in languages that inflect both: how they end, for those that no dictionary lists."""

from __future__ import annotations

from typing import Final

CHANGES: Final = 2
"""Letters at an adjective's end that its forms may change."""
LEMMA_ENDS: Final = {
    "ru": ("ый", "ий", "ой"),
    "uk": ("ий", "ій"),
    "pl": ("y", "i"),
    "cs": ("ý", "í"),
    "sk": ("ý", "í", "y"),
    "de": ("",),
}
NOMINATIVE: Final = {
    "ru": ("ая", "яя", "ое", "ее", "ые", "ие", "ый", "ий", "ой"),
    "uk": ("ий", "ій", "а", "я", "е", "є", "і"),
    "pl": ("y", "i", "a", "e"),
    "cs": ("ý", "í", "á", "é"),
    "sk": ("ý", "í", "y", "á", "é", "a", "e"),
    "de": ("er", "es", "en", "em", "e"),
}
"""Endings of an adjective as it stands in a term."""
ENDINGS: Final = {
    "ru": ("ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ыми"),
    "ru гкх": ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими"),
    "ru жчшщ": ("ий", "его", "ему", "им", "ем", "ая", "ей", "ую", "ее", "ие", "их", "ими"),
    "ru soft": ("ий", "его", "ему", "им", "ем", "яя", "ей", "юю", "ее", "ие", "их", "ими"),
    "pl": ("y", "ego", "emu", "ym", "a", "ej", "ą", "e", "ych", "ymi"),
    "pl gk": ("i", "iego", "iemu", "im", "a", "iej", "ą", "ie", "ich", "imi"),
    "pl soft": ("i", "iego", "iemu", "im", "ia", "iej", "ią", "ie", "ich", "imi"),
    "de": ("er", "e", "es", "en", "em"),
}
"""Endings of the positive, one for each case; two adjectives of one phrase have those of the same place."""
SURE: Final = {
    "ru": ("ая", "яя", "ое", "ее", "ые", "ие", "ый", "ий"),
    "pl": ("ny", "ni", "na", "ne", "ski", "ska", "skie", "wy", "wa", "we", "cki", "cka", "ckie"),
    "de": ("liche", "ische", "ige", "same", "bare", "ierte", "ete"),
}
"""Endings that tell an adjective without a dictionary, when a word stands before another."""


def agrees(language: str, word: str, lemma: str) -> bool:
    """Whether a word, in lower case, is an adjective in the nominative whose lemma is another form of it."""
    ends = LEMMA_ENDS.get(language)
    if ends is None or not word.endswith(NOMINATIVE[language]) or not lemma.endswith(ends):
        return False
    stem = word[:-CHANGES]
    return lemma.startswith(stem) and len(lemma) <= len(stem) + 3


def is_before_noun(language: str, word: str) -> bool:
    """Whether a word looks like an adjective, so that the noun comes later."""
    return word.endswith(SURE.get(language, ("\0",)))


def forms(language: str, word: str, lemma: str) -> list[str]:
    """The forms of an adjective in lower case, one for each ending; none for what is no adjective, as far as can be seen.

    `lemma` is '' for one that no dictionary lists (дебиторская, vorvertragliche).
    """
    if language not in ENDINGS:
        return []
    if language == "de":
        found = agrees(language, word, lemma) and word != lemma if lemma else is_before_noun(language, word)
    else:
        found = lemma.endswith(LEMMA_ENDS[language]) if lemma else is_before_noun(language, word)
    if not found:
        return []
    written = word if language == "de" or not lemma else lemma
    ending = max((end for end in NOMINATIVE[language] if written.endswith(end)), key=len, default="")
    stem = written.removesuffix(ending)
    if language == "pl" and ending in ("a", "e", "ą") and stem.endswith(("ki", "gi")):
        stem = stem[:-1]
    return [stem + end for end in ENDINGS[_kind(language, stem, ending)]]


def _kind(language: str, stem: str, ending: str) -> str:
    if language == "ru":
        if stem.endswith(("г", "к", "х")):
            return "ru гкх"
        if stem.endswith(("ж", "ч", "ш", "щ")):
            return "ru гкх" if ending == "ой" else "ru жчшщ"
        return "ru soft" if ending in ("ий", "яя", "ее", "ие") else "ru"
    if language == "pl":
        return "pl gk" if stem.endswith(("k", "g")) else "pl soft" if ending == "i" else "pl"
    return language
