"""What is known of the words of a letter's HTML, carried over to the pages: fields, languages and roles."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from commhub.contracts import DataSpan, Note, Readable
from commhub.render.letters.alignment import NONE
from commhub.render.letters.paragraphs import APART, Text
from commhub.render.letters.printed_words import PrintedWords, Word

SKIPPED: Final = 4
"""Words of a stretch of the HTML that need not be found on the page between two that are."""
SPOKEN: Final = "spoken"
"""The role of what is heard and not printed."""
Stretch = tuple[int, int]


def spans_of(words: PrintedWords, made: Text) -> tuple[DataSpan, ...]:
    """The fields where their words stand on the pages, in order of place; a value may stand there more often."""
    given = sorted(words.said.spans, key=lambda span: (span.start, span.end))
    moved = _moved(words, made, [(span.start, span.end) for span in given])
    return tuple(DataSpan(start, end, given[number].field, given[number].holds) for start, end, number in moved)


def notes_of(words: PrintedWords, made: Text) -> tuple[Note, ...]:
    """The languages and roles of blocks, and of words within them, where they stand on the pages, in order of place."""
    text = words.said.text
    whole: list[Note] = []
    within: list[Note] = []
    for note in words.said.notes:
        begins = note.start == 0 or text[note.start - 1] == APART
        ends = note.end == len(text) or text[note.end] == APART
        if note.role != SPOKEN:
            (whole if note.role or (begins and ends) else within).append(note)
    found: dict[Stretch, Note] = {}
    for start, end, number in _moved(words, made, [(note.start, note.end) for note in whole]):
        block = made.text.rfind(APART, 0, start) + 1, made.text.find(APART, end)
        block = block if block[1] >= 0 else (block[0], len(made.text))
        found.setdefault(block, Note(*block, whole[number].locale, whole[number].role))
    for start, end, number in _moved(words, made, [(note.start, note.end) for note in within]):
        found.setdefault((start, end), Note(start, end, within[number].locale))
    return tuple(found[stretch] for stretch in sorted(found))


def _moved(words: PrintedWords, made: Text, given: Sequence[Stretch]) -> list[tuple[int, int, int]]:
    """Where the words of stretches of the HTML, which follow each other, stand on the pages, with the stretch's number."""
    starts = [start for start, _ in given]
    found: list[tuple[int, int, int, int]] = []  # start, end, number of the stretch, number of the word in the HTML
    for word in made.order if given else ():
        if word.said == NONE:
            continue
        said = words.said_words[word.said]
        number = bisect_right(starts, said.end - 1) - 1
        here: list[tuple[int, int, int, int]] = []
        while number >= 0 and given[number][1] > said.start:
            start, end = _within(word, (said.start, said.end), given[number], made)
            if start < end:
                here.insert(0, (start, end, number, word.said))
            number -= 1
        for one in here:
            last = found[-1] if found else None
            if last and last[2] == one[2] and 0 < one[3] - last[3] <= SKIPPED:
                found[-1] = (last[0], one[1], one[2], one[3])
            else:
                found.append(one)
    return sorted((start, end, number) for start, end, number, _ in found)


def _within(word: Word, said: Stretch, stretch: Stretch, made: Text) -> Stretch:
    """The part of a word on the pages that lies in a stretch of the HTML, where the word stands at `said`."""
    run, first, _ = word.pieces[0]
    run_of_last, _, last = word.pieces[-1]
    begin, stop = made.place_of(run, first), made.place_of(run_of_last, last - 1) + 1
    (start, end), (from_, to) = said, stretch
    if from_ <= start and end <= to:
        return begin, stop
    if stop - begin != end - start:  # written in another way: it belongs to where most of it lies
        return (begin, stop) if 2 * (min(end, to) - max(start, from_)) >= end - start else (begin, begin)
    return begin + max(0, from_ - start), stop - max(0, end - to)


def heard_in(said: Readable, part: str) -> Readable:
    """What a letter's HTML says for the ear alone (the words for its pictures), a line each, with its fields."""
    pieces: list[str] = []
    spans: list[DataSpan] = []
    notes: list[Note] = []
    length = 0
    for note in said.notes:
        if note.role != SPOKEN:
            continue
        words = said.text[note.start : note.end]
        moved = length - note.start
        for span in said.spans:
            start, end = max(span.start, note.start), min(span.end, note.end)
            if start < end:
                spans.append(replace(span, start=start + moved, end=end + moved))
        notes.append(replace(note, start=length, end=length + len(words)))
        pieces.append(words)
        length += len(words) + 1
    return Readable(part, "\n".join(pieces), tuple(spans), said.locale, tuple(notes))
