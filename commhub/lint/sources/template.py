"""The source template: Jinja in HTML, Markdown or text, as an author writes it, before any data is known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from commhub.lint.blocks import PLACEHOLDER, Block
from commhub.lint.sources import html, markdown, text
from commhub.lint.sources.assembling import Host, Plain, Writer
from commhub.lint.sources.constructs import BRANCH, EXPRESSION, STATEMENT, Construct, constructs, masked
from commhub.lint.sources.printed import Literal, names_printed, printed, set_here

_SETS: Final = frozenset({"set", "for"})


def blocks(source: str, part: str = "", *, kind: str) -> tuple[Block, ...]:
    """The blocks of a template's source; offsets are those of the source. `kind`: html, markdown or text.

    A value is a PLACEHOLDER, a literal that the template prints is text where it stands, a statement is white space, and
    what stands on the two sides of an `{% else %}` is apart. Nothing is raised, whatever is wrong with the template.
    """
    found = constructs(source)
    jinja = Jinja(source, found) if found else None
    hidden = masked(source, found)
    readers = {"html": html.Reader, "markdown": markdown.Reader, "text": text.Reader}
    own = readers[kind](hidden, part, jinja).read()
    return (*own, *jinja.names(part)) if jinja else own


class Jinja:
    """Writes the stretches of a masked source: plain text by the reader of its kind, constructs as they print."""

    def __init__(self, source: str, found: Sequence[Construct]) -> None:
        self.found = found
        self.starts = [one.start for one in found]
        sets = [one for one in found if one.word in _SETS and ("'" in one.inner or '"' in one.inner)]
        names = names_printed(found) if sets else frozenset()
        self.sets = [(one, set_here(one, names)) for one in sets]

    def names(self, part: str) -> Iterator[Block]:
        """The literals under names that the template prints; where that is, nobody can tell, so they are blocks alone."""
        for one, pieces in self.sets:
            writer = Writer()
            _print(writer, pieces, one)
            yield from writer.take(part)

    def text(self, host: Host, writer: Writer, start: int, end: int, plain: Plain) -> None:
        """Write what `start:end` of the source prints; `plain` writes a stretch without constructs."""
        number = max(bisect_right(self.starts, start) - 1, 0)
        while number < len(self.found) and self.found[number].start < end:
            one = self.found[number]
            number += 1
            if one.end <= start:
                continue
            if one.start > start:
                plain(writer, start, one.start)
            start = min(one.end, end)
            self._write(host, writer, one)
        if start < end:
            plain(writer, start, end)

    def _write(self, host: Host, writer: Writer, one: Construct) -> None:
        if one.kind == EXPRESSION:
            _print(writer, printed(one), one)
        elif one.kind == STATEMENT:
            writer.add_for(" ", one.at, one.until)
        elif one.kind == BRANCH:
            if writer is host.writer:
                host.flush()
            else:
                writer.add_for(PLACEHOLDER, one.at, one.until)


def _print(writer: Writer, pieces: Sequence[Literal | None], one: Construct) -> None:
    """Write what a construct prints. What is unknown stands for all of it up to the literals beside it, so that places
    never go back."""
    at = one.at
    for number, piece in enumerate(pieces):
        if piece is None:
            following = next((other for other in pieces[number:] if other is not None), None)
            writer.add_for(PLACEHOLDER, at, following.start if following else one.until)
            continue
        for read, start, end in piece.read():
            if len(read) == end - start:
                writer.add(read, start)
            else:
                writer.add_for(read, start, end)
        at = piece.end
