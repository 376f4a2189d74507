"""Where a message explains a word to its reader, after which it may be used. Pure.

In a block an explanation stands beside the word (forms.py); a glossary stands anywhere in the message (glossary.py).
Either counts only if its own words are understood: a gloss that holds an unexplained finding explains nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from commhub.lint.blocks import SPOKEN, Block
from commhub.lint.explained.by_whom import Sources
from commhub.lint.explained.forms import WINDOW, Use, glosses
from commhub.lint.explained.glossary import Entry, entries
from commhub.lint.explained.long import is_short_form
from commhub.lint.folding import Folded
from commhub.lint.overlaps import COMPUTED
from commhub.lint.reading import Explanation, Hit, Reading
from commhub.lint.selection import language_of

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

ROUNDS: Final = 12
"""How far glosses may lean on each other: a word explained by words ... What hangs on a longer chain stays a finding."""
MOST_USES: Final = 200
"""Uses of one word in one block that are looked at; who has not explained it by then does not."""
BULLETS: Final = " \t\u00a0\u3000•·‣◦*-–—\"'“‘「『(（0123456789.)）"
NOWHERE: Final = (1 << 62, 0)
EVERYWHERE: Final = (-1, -1)
Place = tuple[int, int]


def said_of(hit: Hit) -> str:
    """What an explanation must be of to cover this hit; '' when nothing can explain it."""
    return hit.said or (hit.term.key if hit.term.explainable else "")


def explanations_in(reading: Reading, rules: Rules) -> Iterable[Explanation]:
    """The explanations that one block gives, of its hits and of the acronyms in it."""
    explainable = [hit for hit in reading.hits if said_of(hit)]
    if not explainable:
        return ()
    return list(_explanations(reading, explainable))


def unexplained(
    readings: Sequence[Reading], found: Sequence[tuple[int, Hit]], rules: Rules, blocks: Sequence[Block] = ()
) -> list[tuple[int, Hit]]:
    """Those of a message's hits (number of the block, hit; in reading order) that no explanation covers.

    `blocks` are what was read: an explanation that a value of the request brings is none.
    """
    if not any(said_of(hit) for _, hit in found):
        return list(found)
    sources = Sources(blocks)
    given = (
        one
        for one in _entries(readings, rules)
        if not sources.is_data(one.gloss_number, one.gloss_start, one.gloss_end)
    )
    covered = _Covered(found, given, readings)
    return [(number, hit) for number, hit in found if not covered.holds(number, hit)]


def _explanations(reading: Reading, hits: Sequence[Hit]) -> Iterator[Explanation]:
    text, language = reading.folded.exact, language_of(reading.locale)
    looked_at: Counter[str] = Counter()
    for hit in hits:
        looked_at[said_of(hit)] += 1
        if looked_at[said_of(hit)] > MOST_USES:
            continue
        start, end = _in_folded(reading.folded, hit)
        after = end + (text[end : end + 1] in tuple("\"'」』》") and len(text) > end)
        written = text[start:end]
        letters = hit.said if hit.said else written
        short = letters.removesuffix("s").replace(".", "")
        use = Use(
            written=written,
            short=short if short.isupper() and is_short_form(short) else "",
            expansion=hit.term.expansion,
            before=text[max(0, start - WINDOW) : start],
            after=text[after : after + WINDOW],
            language=language,
            starts_line=_starts_line(reading.text, hit.start),
        )
        for first, last in glosses(use):
            at = start + first if first < 0 else after + first
            until = start + last if first < 0 else after + last
            gloss_start, gloss_end = reading.folded.span(at, max(until, at + 1))
            yield Explanation(said_of(hit), hit.start, hit.end, gloss_start, gloss_end)


def _in_folded(folded: Folded, hit: Hit) -> tuple[int, int]:
    """Where a hit stands in the folded text."""
    return bisect_left(folded.starts, hit.start), bisect_left(folded.starts, hit.end)


def _starts_line(text: str, start: int) -> bool:
    line = text.rfind("\n", max(0, start - 20), start)
    if line < 0 and start > 20:
        return False
    return not text[line + 1 : start].strip(BULLETS)


def _entries(readings: Sequence[Reading], rules: Rules) -> Iterator[Entry]:
    for number, reading in enumerate(readings):
        for one in reading.explanations:
            yield Entry(one.said, number, one.start, number, one.gloss_start, one.gloss_end, everywhere=one.everywhere)
    yield from entries(readings, rules.policy.glossary_headings, said_of)


class _Covered:
    """Which words a message has explained, from which place on."""

    def __init__(self, found: Sequence[tuple[int, Hit]], given: Iterable[Entry], readings: Sequence[Reading]) -> None:
        self._roles = [reading.role for reading in readings]
        self._hits: dict[int, list[Hit]] = defaultdict(list)
        for number, hit in found:
            if hit.term.kind not in COMPUTED:
                self._hits[number].append(hit)
        self._starts = {number: [hit.start for hit in hits] for number, hits in self._hits.items()}
        self._from: dict[str, Place] = {}
        self._spoken: dict[tuple[str, int], Place] = {}
        waiting = list(given)
        for _ in range(ROUNDS):
            left = []
            for entry in waiting:
                if self._is_understood(entry):
                    self._cover(entry)
                else:
                    left.append(entry)
            if not left or len(left) == len(waiting):
                break
            waiting = left

    def holds(self, number: int, hit: Hit) -> bool:
        """Whether the hit stands where its word is explained, or later."""
        said = said_of(hit)
        if not said:
            return False
        at = number, hit.start
        return at >= self._from.get(said, NOWHERE) or at >= self._spoken.get((said, number), NOWHERE)

    def _is_understood(self, entry: Entry) -> bool:
        hits, starts = self._hits.get(entry.gloss_number, []), self._starts.get(entry.gloss_number, [])
        inside = hits[bisect_left(starts, entry.gloss_start) : bisect_right(starts, entry.gloss_end - 1)]
        return all(said_of(hit) == entry.said or self.holds(entry.gloss_number, hit) for hit in inside)

    def _cover(self, entry: Entry) -> None:
        at = EVERYWHERE if entry.everywhere else (entry.number, entry.start)
        if self._roles[entry.number] == SPOKEN:  # a tool tip is not seen on a phone or on paper
            key = entry.said, entry.number
            self._spoken[key] = min(at if not entry.everywhere else (entry.number, 0), self._spoken.get(key, NOWHERE))
        else:
            self._from[entry.said] = min(at, self._from.get(entry.said, NOWHERE))
