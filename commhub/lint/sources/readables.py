"""The source readables: what the renderer says that a customer can see or hear of a message."""

from __future__ import annotations

from collections.abc import Iterator

from commhub.contracts import DataSpan, Note, Readable
from commhub.lint.blocks import PLACEHOLDER, TEXT, Block
from commhub.lint.sources import text as plain
from commhub.lint.sources.assembling import WORD, in_languages, with_spans
from commhub.render.text.spoken import LINE_BREAK, OBJECT


def blocks(readable: Readable) -> tuple[Block, ...]:
    """The blocks of a readable; offsets are those of its text. They are those of the document that it was read from."""
    if readable.plain:
        return with_spans(plain.blocks(readable.text, readable.part), readable.spans)
    return tuple(_blocks(readable))


def _blocks(readable: Readable) -> Iterator[Block]:
    start = 0
    waiting = sorted(readable.spans, key=_start, reverse=True)  # the next to begin is the last
    notes = list(reversed(readable.notes))
    under_way: list[DataSpan] = []
    for line in readable.text.split("\n"):
        end = start + len(line)
        while waiting and waiting[-1].start < end:
            under_way.append(waiting.pop())
        if under_way:
            under_way = [span for span in under_way if span.end > start]
        here = []
        while notes and notes[-1].start < end:
            here.append(notes.pop())
        if WORD.search(line):
            spans = tuple([_within(span, start, end) for span in under_way]) if under_way else ()
            text = line if line.isascii() else line.replace(LINE_BREAK, "\n").replace(OBJECT, PLACEHOLDER)
            places = range(start, end), range(start + 1, end + 1)
            if here:
                yield from _noted(Block(text, *places, readable.part, readable.locale, TEXT, spans), here)
            else:
                yield Block(text, *places, readable.part, readable.locale, TEXT, spans)
        start = end + 1


def _noted(block: Block, notes: list[Note]) -> Iterator[Block]:
    """A block with what is noted of it as a whole, and with its stretches in other languages."""
    start, end = block.starts[0], block.ends[-1]
    locale, role, foreign = block.locale, TEXT, []
    for note in notes:
        if note.role or (note.start, note.end) == (start, end):
            locale, role = note.locale or locale, note.role or role
        else:
            foreign.append((note.start - start, note.end - start, note.locale))
    own = Block(block.text, block.starts, block.ends, block.part, locale, role, block.spans)
    yield from in_languages(own, foreign)


def _start(one: DataSpan) -> int:
    return one.start


def _within(span: DataSpan, start: int, end: int) -> DataSpan:
    return DataSpan(max(span.start, start) - start, min(span.end, end) - start, span.field, span.holds)
