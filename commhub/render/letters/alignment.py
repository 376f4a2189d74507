"""Which word of a text a word on the pages is: two sequences of words laid side by side, in time that grows with them.

The pages have the words of the letter's HTML in much the same order; what stands in the margins comes later and on every
page, some of it was made up by the styles, and some of the HTML is not printed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

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
"""Letters of a word at the head of a line that is believed to go on where the text was left, whatever comes next."""
NONE: Final = -1


class Token(NamedTuple):
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


def align(
    said: Sequence[str],
    printed: Sequence[str],
    said_begins: Collection[int] = frozenset(),
    printed_begins: Collection[int] = frozenset(),
) -> list[int]:
    """For each word on the pages, the number of the word of the text that it is, or NONE.

    Where the pages go on with the text, they are followed; where they do not, the place is looked up by three words, then by
    two. A word of the text may stand on the pages more than once, as in a margin: then it takes three words together, or a
    whole block of the text (`said_begins` are the words that begin one) that is a whole line of the page (`printed_begins`).
    """
    return _Aligning(said, printed, said_begins, printed_begins).found()


class _Aligning:
    def __init__(
        self, said: Sequence[str], printed: Sequence[str], said_begins: Collection[int], printed_begins: Collection[int]
    ) -> None:
        self.said, self.printed = said, printed
        self.said_begins, self.printed_begins = said_begins, printed_begins
        self.used = bytearray(len(said))
        self.pairs: dict[tuple[str, ...], list[int]] = {}
        self.triples: dict[tuple[str, ...], list[int]] = {}
        self.once: dict[str, int] = {}
        for place, word in enumerate(said):
            self.pairs.setdefault(tuple(said[place : place + 2]), []).append(place)
            self.triples.setdefault(tuple(said[place : place + 3]), []).append(place)
            self.once[word] = NONE if word in self.once else place

    def found(self) -> list[int]:
        said, printed = self.said, self.printed
        found = [NONE] * len(printed)
        left: deque[int] = deque(maxlen=4)  # where the text was left, the latest last
        at, lost = 0, False
        for number, word in enumerate(printed):
            if at < len(said) and said[at] == word and (not lost or self._goes_on(at, number)):
                place = at
            else:
                place = next((place for place in reversed(left) if self._goes_on(place, number)), NONE)
                if place == NONE:
                    place = self._looked_up(at, number)
                if place == NONE:
                    one = self.once.get(word, NONE)
                    if one != NONE and self._is_whole(one, number, 1):
                        found[number] = one
                    lost = True
                    continue
                if at not in left:
                    left.append(at)
            found[number], at, lost = place, place + 1, False
            self.used[place] = True
        return found

    def _looked_up(self, at: int, number: int) -> int:
        """Of the places with the same words, one around the present from which most are the same; of several, the next."""
        for count, places in ((3, self.triples), (2, self.pairs)):
            words = tuple(self.printed[number : number + count])
            there = places.get(words, [])
            middle = bisect_left(there, at)
            near = there[middle : middle + NEAR] + there[max(0, middle - NEAR) : middle][::-1]
            shared = {place: self._shared(place, number, FAR) for place in near}
            if count == 2 or len(words) < count:
                near = [place for place in near if not self.used[place] or self._is_whole(place, number, shared[place])]
            if near and len(words) > 1:
                return max(near, key=shared.__getitem__)
        return NONE

    def _goes_on(self, at: int, number: int) -> bool:
        """Whether a line of the page goes on with the text there; one word within a line may be there by chance."""
        if at >= len(self.said) or self.said[at] != self.printed[number] or self.used[at]:
            return False
        begins = number in self.printed_begins and len(self.printed[number]) >= TRUSTED
        return begins or self._shared(at, number, 2) == 2

    def _shared(self, at: int, number: int, most: int) -> int:
        """How many words are the same from here on, up to `most`."""
        said, printed = self.said, self.printed
        for count in range(most):
            if at + count >= len(said) or number + count >= len(printed) or said[at + count] != printed[number + count]:
                return count
        return most

    def _is_whole(self, at: int, number: int, shared: int) -> bool:
        """Whether so many words are a block of the text and a line of the page."""
        if at not in self.said_begins or number not in self.printed_begins:
            return False
        block_ends = at + shared == len(self.said) or at + shared in self.said_begins
        return block_ends and (number + shared == len(self.printed) or number + shared in self.printed_begins)
