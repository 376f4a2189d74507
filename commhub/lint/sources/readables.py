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
    for text in readable.text.split("\n"):
        end = start + len(text)
        if text.strip():
            spans = tuple(
                DataSpan(max(span.start, start) - start, min(span.end, end) - start, span.field, span.holds)
                for span in readable.spans
                if span.start < end and span.end > start
            )
            yield Block(text, range(start, end), range(start + 1, end + 1), readable.part, spans=spans)
        start = end + 1
