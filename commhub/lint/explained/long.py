"""Finds what an abbreviation stands for in the words beside it: the algorithm of Schwartz and Hearst. Pure.

A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text",
Pacific Symposium on Biocomputing 8 (2003), 451-462. Written from its description.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

SHORTEST: Final = 2
LONGEST: Final = 10
"""Letters of a short form, as in the paper."""
MOST_CHARACTERS: Final = 160
"""No long form is longer: at most ten letters make at most fifteen words."""
SHORT_WORD: Final = 3
WORD = re.compile(r"\S+")
PART = re.compile(r"[^\W_]+")


def is_short_form(written: str) -> bool:
    """Whether this can be an abbreviation: two to ten letters or digits, begun by one, with a capital."""
    letters = [character for character in written if character.isalnum()]
    return (
        SHORTEST <= len(letters) <= LONGEST
        and written[0].isalnum()
        and any(character.isupper() for character in letters)
        and " " not in written
    )


def long_form_before(short: str, text: str) -> int | None:
    """Where the long form begins that ends `text`, or None. Only the last words are looked at: for a short form of n
    letters at most n + 5 and at most 2n."""
    letters = "".join(character for character in short if character.isalnum()).casefold()
    text = text.rstrip()
    words = list(WORD.finditer(text, max(0, len(text) - MOST_CHARACTERS)))[-min(len(letters) + 5, 2 * len(letters)) :]
    if not words:
        return None
    first = words[0].start()
    at = _first_letter(letters, text[first:].casefold())
    if at is None:
        return None
    found = text[first + at :]
    if len(found) <= len(letters) or letters in [part.casefold() for part in PART.findall(found)]:
        return None
    return first + at


def _first_letter(short: str, long: str) -> int | None:
    """Where the first letter of the short form stands, when each of its letters, from the last to the first, is found in
    the long form, from its end to its beginning, and the first letter begins a word."""
    at = len(long) - 1
    for number in range(len(short) - 1, -1, -1):
        while at >= 0 and (long[at] != short[number] or (number == 0 and at > 0 and long[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return at + 1


@lru_cache(maxsize=5_000)
def expansion_pattern(expansion: str) -> re.Pattern[str]:
    """What finds an expansion that a row gives: in any capitals, with or without hyphens, each word maybe in the plural."""
    parts = [re.escape(part.removesuffix("s") if len(part) > SHORT_WORD else part) for part in PART.findall(expansion)]
    return re.compile(r"[\W_]+".join(f"{part}s?" for part in parts) or r"(?!)", re.IGNORECASE)
