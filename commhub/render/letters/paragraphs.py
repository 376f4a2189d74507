"""Puts the runs of a letter's pages together into paragraphs.

Where words follow each other in the letter's HTML too, the HTML says whether they are of one paragraph, also over the end
of a page; where they do not, as in what styles generate, their places on the page do.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from commhub.render.letters.alignment import NONE
from commhub.render.letters.printed_words import PrintedWords, Word
from commhub.render.letters.words import HYPHEN, WIDE, Run, same_line

NOWHERE: Final = -1
LEADING: Final = 0.6
"""How far apart two lines of a paragraph may stand, as a share of a line's height."""
SAME_SIZE: Final = 0.08
"""By how much the heights of two lines of a paragraph may differ, as a share."""
TOUCHING: Final = 0.12
"""Up to which gap, as a share of a line's height, two runs are of one word."""
APART: Final = "\n"
LINE_BREAK: Final = "\u2028"
SOFT_HYPHEN: Final = "\u00ad"
_UNSPACED: Final = re.compile("[\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(slots=True)
class Stretch:
    """Words of one run that are of one block; `before` is what stands between them and the block's earlier ones."""

    run: int
    start: int
    end: int
    words: list[Word]
    before: str = ""


@dataclass(slots=True)
class Text:
    """The text that is set, the page and number of each character, and where each run's stretches were put."""

    text: str = ""
    pages: array[int] = field(default_factory=lambda: array("i"))
    at: array[int] = field(default_factory=lambda: array("i"))
    put: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    order: list[Word] = field(default_factory=list)

    def place_of(self, run: int, start: int) -> int:
        """Where a character of a run stands in the text."""
        stretches = self.put[run]
        first, there = stretches[bisect_right(stretches, start, key=itemgetter(0)) - 1]
        return there + start - first


def paragraphs(words: PrintedWords) -> Text:
    """The blocks of all runs, those first that begin first."""
    made, pieces, length = Text(), [], 0

    def put(text: str, pages: array[int], at: array[int]) -> None:
        nonlocal length
        pieces.append(text)
        made.pages.extend(pages)
        made.at.extend(at)
        length += len(text)

    for block in _blocks(words):
        for number, stretch in enumerate(block):
            between = stretch.before if number else APART if pieces else ""
            put(between, array("i", [NOWHERE] * len(between)), array("i", [NOWHERE] * len(between)))
            run = words.runs[stretch.run]
            text = run.text[stretch.start : stretch.end]
            if stretch.run in words.goes_on and stretch.end == len(run.text):
                text = text[:-1] + SOFT_HYPHEN
            made.put.setdefault(stretch.run, []).append((stretch.start, length))
            made.order += stretch.words
            put(text, array("i", [run.page] * len(text)), array("i", run.at[stretch.start : stretch.end]))
    made.text = "".join(pieces)
    return made


def _blocks(words: PrintedWords) -> list[list[Stretch]]:
    blocks: list[list[Stretch]] = []
    ends: dict[int, int] = {}  # the number of a block's last word in the HTML -> the block
    block_of: dict[int, int] = {}  # the run whose last word goes on -> the block
    begins_in = {other: run for run, other in words.goes_on.items()}
    before: Stretch | None = None
    current = NONE
    for stretch in _stretches(words):
        number = NONE
        if stretch.start == 0 and stretch.run in begins_in:
            number = block_of[begins_in[stretch.run]]
        else:
            number, stretch.before = _joins(words, before, stretch, ends, current)
        if number == NONE:
            number = len(blocks)
            blocks.append([])
        blocks[number].append(stretch)
        if stretch.words and stretch.words[-1].said != NONE:
            ends[stretch.words[-1].said] = number
        if stretch.end == len(words.runs[stretch.run].text):
            block_of[stretch.run] = number
        before, current = stretch, number
    return blocks


def _stretches(words: PrintedWords) -> Iterator[Stretch]:
    """The runs, cut where the HTML has two blocks: cells that stand close to each other."""
    by_run: dict[int, list[Word]] = {}
    for word in words.words:
        by_run.setdefault(word.pieces[0][0], []).append(word)
    for number, run in enumerate(words.runs):
        here, start, first = by_run.get(number, []), 0, 0
        for place in range(1, len(here)):
            one, other = here[place - 1], here[place]
            if other.said == one.said + 1 and other.said in words.block_begins and one.said != NONE:
                cut = other.pieces[0][1]
                yield Stretch(number, start, len(run.text[:cut].rstrip()), here[first:place])
                start, first = cut, place
        yield Stretch(number, start, len(run.text), here[first:])


def _joins(
    words: PrintedWords, before: Stretch | None, stretch: Stretch, ends: dict[int, int], current: int
) -> tuple[int, str]:
    """The block that a stretch goes on with, and what stands between; (NONE, "") for one of its own."""
    said = stretch.words[0].said if stretch.words and stretch.words[0].pieces[0][1] == stretch.start else NONE
    if said > 0 and said - 1 in ends:
        between = words.between(said - 1)
        block = ends.pop(said - 1)
        return (NONE, "") if APART in between else (block, _as_said(between))
    if before is None or before.run == stretch.run:
        return NONE, ""
    last = before.words[-1].said if before.words else NONE
    if NONE not in {said, last} and words.block_of(said) != words.block_of(last):
        return NONE, ""
    space = _space(words.runs[before.run], words.runs[stretch.run])
    return (NONE, "") if space is None else (current, space)


def _as_said(between: str) -> str:
    """The white space of the HTML between two words: a line break of its own, a space, or nothing."""
    if LINE_BREAK in between:
        return LINE_BREAK
    return " " if between != between.strip() else ""


def _space(one: Run, other: Run) -> str | None:
    """What stands between two runs by their places: None if they are not of one paragraph."""
    if one.page != other.page:
        return None
    (left, bottom, right, top), (next_left, next_bottom, next_right, next_top) = one.box, other.box
    height = top - bottom
    if same_line(one.box, other.box):
        gap = next_left - right
        return "" if abs(gap) <= TOUCHING * height else " " if 0 < gap <= WIDE * height else None
    apart = bottom - next_top
    if not -0.5 * height < apart <= LEADING * height or next_left >= right or left >= next_right:
        return None
    if abs(height - (next_top - next_bottom)) > SAME_SIZE * height:
        return None
    if one.text.endswith(("-", HYPHEN)) or (_UNSPACED.match(one.text[-1]) and _UNSPACED.match(other.text[0])):
        return ""
    return " "
