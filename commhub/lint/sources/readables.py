"""The source readables: what the renderer says that a customer can see or hear of a message."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from commhub.contracts import Readable
from commhub.lint.blocks import TEXT, Block
from commhub.lint.sources import text as plain
from commhub.lint.sources.assembling import WORD, in_languages, spans_in, with_spans


def blocks(readable: Readable) -> tuple[Block, ...]:
    """The blocks of a readable; offsets are those of its text. They are those of the document that it was read from."""
    if readable.plain:
        return with_spans(plain.blocks(readable.text, readable.part), readable.spans)
    return tuple(_blocks(readable))


def _blocks(readable: Readable) -> Iterator[Block]:
    spans = sorted(readable.spans, key=lambda span: (span.start, span.end))
    notes, begins = readable.notes, [note.start for note in readable.notes]
    starts = [span.start for span in spans]
    start = 0
    ahead = list(accumulate((span.end for span in spans), max))
    for line in readable.text.split("\n"):
        end = start + len(line)
        if WORD.search(line):
            own = spans_in(spans[bisect_right(ahead, start) : bisect_left(starts, end)], start, end)
            text = line.replace("\u2028", "\n")
            first = bisect_left(begins, start)
            locale, role, foreign = readable.locale, TEXT, []
            for note in notes[first : bisect_left(begins, end)]:
                if note.role or (note.start, note.end) == (start, end):
                    locale, role = note.locale or locale, note.role or role
                else:
                    foreign.append((note.start - start, note.end - start, note.locale))
            block = Block(text, range(start, end), range(start + 1, end + 1), readable.part, locale, role, own)
            yield from in_languages(block, foreign)
        start = end + 1
