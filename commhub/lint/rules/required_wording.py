"""The rule type required-wording: words that must stand in a message as they were agreed, letter for letter.

The row's text is the wording. Its settings say for which messages: `{"templates": [...], "categories": [...],
"channels": [...], "brands": [...]}`, keys of which one of each list given must fit; without settings, for all. White space,
capitals, typographic quotes and the script of Chinese make no difference; words and punctuation do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from commhub.lint.folding import fold, folded_words
from commhub.lint.matching.chinese import simplified
from commhub.lint.overlaps import REQUIRED
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules._settings import problem_with_settings, settings_of
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.scripts import HAN
from commhub.lint.wording import quote

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

CONDITIONS: Final = {"templates": "template", "categories": "category", "channels": "channel", "brands": "brand"}
"""The lists of the settings, and the fact about a message that each is compared with."""
PIECE = re.compile(rf"[{HAN}]|[^\W{HAN}]+(?:['’\-][^\W{HAN}]+)*|[^\w\s]")
MOST_PIECES: Final = 400
MOST_COMPARED: Final = 4
ALIKE: Final = 0.5
"""Of the words of a wording so many must stand together for it to count as altered; else it is missing."""


class RequiredWording(RuleType):
    """Rows of wording that must be present and unaltered."""

    name = "required-wording"
    label = "Required wording"

    def in_message(
        self, readings: Sequence[Reading], terms: Sequence[TermSpec], rules: Rules, facts: Mapping[str, str]
    ) -> Iterable[tuple[int, Hit]]:
        wanted = [term for term in terms if holds_for(term, facts)]
        if not wanted or not readings:
            return
        whole = simplified(" ".join(reading.folded.folded.strip() for reading in readings))
        for term in wanted:
            if _compared(term.text) not in whole:
                yield _finding(term, readings)

    def problem_with(self, term: TermSpec) -> str:
        if not folded_words(term.text):
            return "There is no wording to require"
        if len(PIECE.findall(term.text)) > MOST_PIECES:
            return f"The wording is longer than {MOST_PIECES} words and marks; make several rows of it"
        return problem_with_settings(term.settings, (), tuple(CONDITIONS))


def holds_for(term: TermSpec, facts: Mapping[str, str]) -> bool:
    """Whether a wording is required of a message of which these facts are known. What is not known does not fit."""
    settings = settings_of(term.settings)
    return all(facts.get(fact) in settings[key] for key, fact in CONDITIONS.items() if settings.get(key))


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words of one block that come near to a wording. The pieces are places in the block's folded text."""

    number: int
    start: int
    end: int
    likeness: float
    pieces: Sequence[str]


def _finding(term: TermSpec, readings: Sequence[Reading]) -> tuple[int, Hit]:
    wanted = PIECE.findall(_compared(term.text))[:MOST_PIECES]
    rule = replace(term, kind=REQUIRED)
    nearest = max(_passages(wanted, readings), key=lambda one: one.likeness, default=None)
    if nearest and nearest.likeness >= ALIKE:
        message = (
            f"The wording {quote(term.text)} must stand here as it was agreed; {_changes(wanted, nearest.pieces)}."
        )
        start, end = readings[nearest.number].folded.span(nearest.start, nearest.end)
        return nearest.number, Hit(rule, start, end, message)
    number = max((at for at, one in enumerate(readings) if one.text.strip()), default=len(readings) - 1)
    text = readings[number].text
    message = f"This message must say {quote(term.text)}, and does not{_why(term)}; add it, word for word."
    start = len(text) - len(text.lstrip()) if text.strip() else 0
    return number, Hit(rule, start, len(text.rstrip()) or len(text), message)


def _passages(wanted: Sequence[str], readings: Sequence[Reading]) -> Iterator[_Passage]:
    """The stretch of each likely block that is most like the wording. Bounded: of each block a window as long as the
    wording, of all blocks the few with most of its words."""
    known = set(wanted)
    ranked = []
    for number, reading in enumerate(readings):
        pieces = list(PIECE.finditer(simplified(reading.folded.folded)))
        shared = [match[0] in known for match in pieces]
        if sum(shared) < ALIKE * len(wanted) * 0.8:
            continue
        start, count = _densest(shared, len(wanted))
        ranked.append((count, -number, pieces[max(0, start - 3) : start + len(wanted) + 3]))
    for _, number, window in sorted(ranked, key=lambda one: one[:2], reverse=True)[:MOST_COMPARED]:
        matcher = SequenceMatcher(None, wanted, [match[0] for match in window], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if blocks:
            first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
            found = window[first:last]
            likeness = sum(block.size for block in blocks) / len(wanted)
            yield _Passage(-number, found[0].start(), found[-1].end(), likeness, [match[0] for match in found])


def _compared(wording: str) -> str:
    return simplified(fold(wording).folded.strip())


def _densest(shared: Sequence[bool], width: int) -> tuple[int, int]:
    """Where a window of that width holds most, and how many."""
    count = best = sum(shared[:width])
    start = 0
    for at in range(1, max(1, len(shared) - width + 1)):
        count += shared[at + width - 1] - shared[at - 1]
        if count > best:
            best, start = count, at
    return start, best


def _changes(wanted: Sequence[str], found: Sequence[str]) -> str:
    """What was done to the wording, in words: the first three changes."""
    said = []
    for kind, first, last, start, end in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        agreed, written = _joined(wanted[first:last]), _joined(found[start:end])
        if kind == "delete":
            said.append(f"{quote(agreed)} is left out")
        elif kind == "insert":
            said.append(f"{quote(written)} was added")
        elif kind == "replace":
            said.append(f"it says {quote(written)} for {quote(agreed)}")
    return ", ".join(said[:3]) if said else "other words stand between its parts"


def _joined(pieces: Sequence[str]) -> str:
    """The pieces as they are written: no space before a mark or between Chinese characters."""
    return re.sub(rf" (?=[^\w\s(])|(?<=[{HAN}]) (?=[{HAN}])", "", " ".join(pieces))


def _why(term: TermSpec) -> str:
    why = " ".join(term.why.split()).rstrip(".")
    return f" ({why})" if why else ""
