"""The glossaries of a message: lists of words with what they mean, which hold for all of it. Pure.

A list is a `<dl class="glossary">`, or what follows one of the policy's headings up to the next heading. In a plain text
it ends with the first paragraph that explains no word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from commhub.lint.blocks import GLOSSARY_TERM, GLOSSARY_TEXT, HEADING, SPOKEN
from commhub.lint.explained.gloss import is_gloss
from commhub.lint.reading import Hit, Reading

LONGEST_HEADING: Final = 60
AROUND: Final = " \t\r\u00a0\u3000#*_=:：-–—.。「」【】《》\"'“”"
LINE = re.compile(r"[^\n]+")
BULLET = re.compile(r"[\s•·‣◦*\-–—\"'“‘「『(（]*(?:\d{1,2}[.)）、]\s*)?[\"'“‘「『]?")
MARK = re.compile(
    r"[\"'”’」』]?\s*(?:[(（][^()（）]*[)）]\s*)?"
    r"(?:[:：=]|[–—]+|-\s|\s(?:means|is|are|stands for)\s|是指|指的?是?|即|就是|，|,)"
    r"\s*"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that is explained: `said` in block `number` at `start`, by what stands in block `gloss_number`."""

    said: str
    number: int
    start: int
    gloss_number: int
    gloss_start: int
    gloss_end: int
    everywhere: bool = True


def entries(readings: Sequence[Reading], headings: Sequence[str], said_of: Callable[[Hit], str]) -> Iterator[Entry]:
    """The entries of all glossaries of a message."""
    wanted = frozenset(_bare(heading) for heading in headings)
    yield from _of_lists(readings, said_of)
    is_open = under_heading = False
    for number, reading in enumerate(readings):
        if reading.role == HEADING:
            is_open = under_heading = _is_heading(reading.text, wanted)
            continue
        if reading.role in (SPOKEN, GLOSSARY_TERM, GLOSSARY_TEXT):
            continue
        found, starts = False, [hit.start for hit in reading.hits]
        for line in LINE.finditer(reading.text):
            if _is_heading(line[0], wanted):
                is_open = found = True
            elif is_open:
                own = list(_of_line(readings, number, line, starts, said_of))
                found = found or bool(own)
                yield from own
        is_open = is_open and (under_heading or found)


def _of_lists(readings: Sequence[Reading], said_of: Callable[[Hit], str]) -> Iterator[Entry]:
    """Each word of a `<dt>` with the `<dd>` that follow it."""
    waiting: list[tuple[int, Hit]] = []
    before = ""
    for number, reading in enumerate(readings):
        if reading.role == GLOSSARY_TERM:
            if before != GLOSSARY_TERM:
                waiting = []
            waiting += [(number, hit) for hit in reading.hits if said_of(hit)]
        elif reading.role == GLOSSARY_TEXT and _says_something(reading.text):
            for at, hit in waiting:
                yield Entry(said_of(hit), at, hit.start, number, 0, len(reading.text))
        before = reading.role if reading.role != SPOKEN else before


def _of_line(
    readings: Sequence[Reading], number: int, line: re.Match[str], starts: Sequence[int], said_of: Callable[[Hit], str]
) -> Iterator[Entry]:
    """The word at the head of a line with what follows it, or with the next block when nothing does (a row of a table);
    and every explanation that the line gives in another form: Annual percentage rate (APR)."""
    reading, (start, end) = readings[number], line.span()
    for one in reading.explanations:
        if start <= one.start < end:
            yield Entry(one.said, number, one.start, number, one.gloss_start, one.gloss_end)
    head = BULLET.match(reading.text, start, end)
    first = head.end() if head else start
    for hit in reading.hits[bisect_left(starts, start) : bisect_right(starts, first)]:
        if not said_of(hit) or hit.end > end:
            continue
        mark = MARK.match(reading.text, hit.end, end)
        if mark and _says_something(reading.text[mark.end() : end]):
            yield Entry(said_of(hit), number, hit.start, number, mark.end(), end)
        elif not reading.text[hit.end :].strip(AROUND) and number + 1 < len(readings):
            gloss = readings[number + 1]
            if gloss.role not in (HEADING, SPOKEN) and _says_something(gloss.text):
                yield Entry(said_of(hit), number, hit.start, number + 1, 0, len(gloss.text))


def _says_something(words: str) -> bool:
    return is_gloss(words, least_words=1, least_cjk=3)


def _is_heading(text: str, wanted: frozenset[str]) -> bool:
    return len(text) <= LONGEST_HEADING and _bare(text) in wanted


def _bare(text: str) -> str:
    return " ".join(text.strip(AROUND).casefold().split())
