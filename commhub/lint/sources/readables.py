"""The source readables: what the renderer says that a customer can see or hear of a message."""

from __future__ import annotations

from collections.abc import Iterator

from commhub.contracts import DataSpan, Readable
from commhub.lint.blocks import Block


def blocks(readable: Readable) -> tuple[Block, ...]:
    """The blocks of a text whose blocks are separated by line breaks; offsets are those of the readable's text."""
    return tuple(_blocks(readable))


def _blocks(readable: Readable) -> Iterator[Block]:
    start = 0
    waiting = sorted(readable.spans, key=_start, reverse=True)  # the next to begin is the last
    under_way: list[DataSpan] = []
    for text in readable.text.split("\n"):
        end = start + len(text)
        while waiting and waiting[-1].start < end:
            under_way.append(waiting.pop())
        if under_way:
            under_way = [span for span in under_way if span.end > start]
        if text and not text.isspace():
            spans = tuple([_within(span, start, end) for span in under_way]) if under_way else ()
            yield Block(text, range(start, end), range(start + 1, end + 1), readable.part, spans=spans)
        start = end + 1


def _start(span: DataSpan) -> int:
    return span.start


def _within(span: DataSpan, start: int, end: int) -> DataSpan:
    return DataSpan(max(span.start, start) - start, min(span.end, end) - start, span.field, span.holds)
