"""Regular forms that a dictionary lists as those of another word, or not at all, by language."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final

_VOWELS: Final = tuple("aeéiouy")
PLURALS: Final = {
    "fr": ((*_VOWELS, *"bcdfglmnpqrt"), "s"),
    "es": (_VOWELS, "s"),
    "pt": (_VOWELS, "s"),
    "de": (("ung", "heit", "keit", "schaft", "ion", "ität"), "en"),
}
"""The regular plural, after these endings."""
NEUTER: Final = ("a", "u", "em", "om", "ami", "ach")
PRESENT: Final = ("ую", "уешь", "ует", "уем", "уете", "уют")
PASSIVE: Final = ("ован", "ована", "овано", "ованы")
NOMINALISED: Final = ("er", "e", "en", "em", "es")


def plural(language: str, word: str) -> list[str]:
    """The regular plural of a word in lower case, if its ending tells one."""
    endings, added = PLURALS.get(language, ((), ""))
    return [word + added] if endings and word.endswith(endings) else []


def unlisted(language: str, lemma: str, listed: Set[str]) -> Iterator[str]:
    """Further forms of a lemma; `listed` are those that the dictionary has."""
    if language == "pl":
        yield from _polish(lemma)
    elif language == "ru":
        if lemma.endswith("овать"):
            yield from (lemma.removesuffix("овать") + end for end in (*PRESENT, *PASSIVE))
    elif language == "de":
        stem = lemma[:-2]
        if lemma.endswith("er") and {stem + "e", stem + "em"} <= listed:  # Behinderter, des Behinderten
            yield from (stem + end for end in NOMINALISED)
    if len(listed) == 1:
        yield from plural(language, lemma)


def other_lemma(language: str, lemma: str) -> str:
    """The lemma under which a dictionary keeps some of the forms, as it is spelt by others or was once; or ''."""
    if language == "ru" and "ё" in lemma:
        return lemma.replace("ё", "е")  # платежи stands at платеж, not at платёж
    return f"{lemma[:-2]}ß" if language == "de" and lemma.endswith("ss") else ""


def _polish(lemma: str) -> Iterator[str]:
    if lemma.endswith("ka"):
        yield f"{lemma[:-2]}ek"  # odsetek, of odsetki
    if lemma.endswith(("nie", "cie")):  # a verb's noun, whose forms stand at the verb: oprocentowania
        yield from (lemma[:-1] + end for end in NEUTER)
        yield lemma[:-3] + ("ń" if lemma.endswith("nie") else "ć")
