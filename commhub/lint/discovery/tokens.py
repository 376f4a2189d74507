"""The words and codes of a text in a script that puts spaces between words, and how each is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from commhub.lint.discovery.documents import Text, blotted
from commhub.lint.scripts import UNSPACED
from commhub.lint.selection import MIXES_LATIN, language_of

LOWER: Final = "lower"
NAME: Final = "name"
"""With a capital in the middle of a sentence."""
UNSURE: Final = "unsure"
"""With a capital where any word has one: at the head of a sentence, in a heading."""
CAPITALS: Final = "capitals"

WORD: Final = re.compile(rf"[^\W\d_{UNSPACED}]+(?:['’\-‑][^\W\d_{UNSPACED}]+)*")
CODE: Final = re.compile(
    r"(?<![\w/-])(?!(?:[A-Z_/-]{0,40}[0-9]){4})"
    r"(?:[A-Z][A-Z0-9]{1,11}(?:_[A-Z0-9]{1,12}){1,4}|[A-Z][A-Z0-9]{1,7}(?:[/-][A-Z0-9]{1,6}){1,3}|[A-Z]{1,6}-?[0-9]{1,3}[A-Z]{0,2})"
    r"(?![\w/-])(?! [0-9][A-Z]{2}\b)"
)
"""UW_PEND, P1-DEC, HO3, SR-22: how systems name things. What has more digits is a number of somebody's,
and what a digit and two letters follow is a British postcode."""
LONGEST: Final = 40
STARTS: Final = frozenset(".!?:;•·–—\n\"“‘'([\ufffc")
TITLE_CASE: Final = 0.6
LEAST_WORDS: Final = 4
APOSTROPHE: Final = re.compile(r"['’](?:s|S)?\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands in the folded text. `key` is it in small letters, `shape` how its capitals are."""

    key: str
    start: int
    end: int
    shape: str


def spoken_language(text: Text) -> str:
    """The language of the spaced words in a text: English in one that mixes scripts."""
    language = language_of(text.locale)
    return "en" if language in MIXES_LATIN and language not in {"ar", "he"} else language


def tokens(text: Text) -> list[Token]:
    """The words of a text in order, without what is blotted out. Acronyms and codes are not among them."""
    clear = blotted(text.clear, [*codes(text), *((one.start, one.end) for one in text.acronyms)])
    found = list(_words(clear))
    titled = _is_titled(found) or text.heading
    return [Token(one.key, one.start, one.end, UNSURE) if titled and one.shape == NAME else one for one in found]


def codes(text: Text) -> list[tuple[int, int]]:
    """Where codes of systems stand in a text."""
    return [match.span() for match in CODE.finditer(text.clear)]


def _words(clear: str) -> Iterator[Token]:
    for match in WORD.finditer(clear):
        start, end = match.span()
        if end - start > LONGEST or clear[end : end + 1].isdigit() or clear[start - 1 : start].isdigit():
            continue
        word = APOSTROPHE.sub("", match[0])
        yield Token(
            word.casefold().replace("’", "'").replace("‑", "-"), start, start + len(word), _shape(word, clear, start)
        )


def _shape(word: str, clear: str, start: int) -> str:
    if not word[:1].isupper():
        return LOWER
    if len(word) > 1 and word.isupper():
        return CAPITALS
    at = start - 1
    while at >= 0 and at > start - 4 and clear[at] in " \t\u00a0":
        at -= 1
    return UNSURE if at < 0 or clear[at] in STARTS else NAME


def _is_titled(found: list[Token]) -> bool:
    """Whether most words have capitals, so that they say nothing."""
    long = [one for one in found if one.end - one.start > 3]
    capital = sum(one.shape != LOWER for one in long)
    return len(long) >= LEAST_WORDS and capital > TITLE_CASE * len(long)
