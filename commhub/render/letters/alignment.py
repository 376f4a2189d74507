"""Which word of a text a word on the pages is: two sequences of words laid side by side, in time that grows with them.

The pages have the words of the letter's HTML in much the same order; what stands in the margins comes later and on every
page, some of it was made up by the styles, and some of the HTML is not printed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

UNSEEN: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""Characters that leave no ink, as a class of a regular expression; a page does not have them."""
TOKEN: Final = re.compile(
    "[\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001f000-\U0003ffff]"  # of scripts without spaces: each
    f"|[^\\W_\u2e80-\u9fff\uac00-\ud7ff](?:[{UNSEEN}]*[^\\W_\u2e80-\u9fff\uac00-\ud7ff])*"
    f"|[^\\s{UNSEEN}]"
)
_UNSEEN: Final = re.compile(f"[{UNSEEN}]")
FAR: Final = 8
"""Words that are compared to tell which of several places fits best."""
NEAR: Final = 3
"""Places before and behind that are compared."""
TRUSTED: Final = 3
"""Letters of a word that is believed to go on where the text was left, without looking at the next."""
NONE: Final = -1


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, or a character of a script without spaces; `key` is how it is compared."""

    start: int
    end: int
    key: str


def tokens(text: str) -> list[Token]:
    """The tokens of a text in their order."""
    return [Token(match.start(), match.end(), key_of(match[0])) for match in TOKEN.finditer(text)]


@lru_cache(maxsize=8192)
def key_of(word: str) -> str:
    """The word without what no eye can tell apart on paper, and without its case, which styles may change."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", word)).casefold()


def align(said: Sequence[str], printed: Sequence[str]) -> list[int]:
    """For each word on the pages, the number of the word of the text that it is, or NONE.

    A word of the text may be several on the pages. Where the pages go on with the text, they are followed; where they do not,
    the place is looked up by three words, then by two, then by one that the text has once.
    """
    pairs, triples, once = _looked_up(said)
    found = [NONE] * len(printed)
    left: deque[int] = deque(maxlen=4)  # where the text was left, the latest last
    at, lost = 0, False
    for number, word in enumerate(printed):
        if at < len(said) and said[at] == word and (not lost or _goes_on(said, at, printed, number)):
            found[number], at, lost = at, at + 1, False
            continue
        back = next((place for place in reversed(left) if _goes_on(said, place, printed, number)), NONE)
        if back == NONE:
            places = triples.get(tuple(printed[number : number + 3])) or pairs.get(tuple(printed[number : number + 2]))
            back = _best(places, said, at, printed, number) if places else NONE
        if back != NONE:
            if at not in left:
                left.append(at)
            found[number], at, lost = back, back + 1, False
            continue
        found[number], lost = once.get(word, NONE), True
    return found


def _looked_up(
    said: Sequence[str],
) -> tuple[dict[tuple[str, ...], list[int]], dict[tuple[str, ...], list[int]], dict[str, int]]:
    """Where each two and each three words of the text stand, and the place of each that it has once."""
    pairs: dict[tuple[str, ...], list[int]] = {}
    triples: dict[tuple[str, ...], list[int]] = {}
    once: dict[str, int] = {}
    for place, word in enumerate(said):
        pairs.setdefault(tuple(said[place : place + 2]), []).append(place)
        triples.setdefault(tuple(said[place : place + 3]), []).append(place)
        once[word] = NONE if word in once else place
    return pairs, triples, once


def _goes_on(said: Sequence[str], at: int, printed: Sequence[str], number: int) -> bool:
    if at >= len(said) or said[at] != printed[number]:
        return False
    return len(printed[number]) >= TRUSTED or _shared(said, at, printed, number, 2) == 2


def _shared(said: Sequence[str], at: int, printed: Sequence[str], number: int, most: int) -> int:
    """How many words are the same from here on, up to `most`."""
    for count in range(most):
        if at + count >= len(said) or number + count >= len(printed) or said[at + count] != printed[number + count]:
            return count
    return most


def _best(places: Sequence[int], said: Sequence[str], at: int, printed: Sequence[str], number: int) -> int:
    """Of the places around the present one, that from which most words are the same; of several, the next."""
    middle = bisect_left(places, at)
    near = places[middle : middle + NEAR] + places[max(0, middle - NEAR) : middle][::-1]  # type: ignore[operator]
    return max(near, key=lambda place: _shared(said, place, printed, number, FAR))
