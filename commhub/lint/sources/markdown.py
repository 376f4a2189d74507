"""The source markdown: a part of a template as its author writes it, read as CommonMark with tables shows it."""

from __future__ import annotations

import re
from typing import Final

from commhub.lint.blocks import HEADING, SPOKEN, TEXT, Block
from commhub.lint.sources import html
from commhub.lint.sources.assembling import Sink, Writer
from commhub.lint.sources.text import LINE

_PREFIX: Final = re.compile(r"(?:[ \t]*+>)*+[ \t]*+(?P<item>(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++)*+)")
_HEADING: Final = re.compile(r"#{1,6}(?:[ \t]+|(?=[\r\n]|\Z))(?P<words>[^\r\n]*?)(?:[ \t]+#+)?[ \t]*[\r\n]*\Z")
_UNDERLINE: Final = re.compile(r"(?:=+|-+)\s*\Z")
_RULER: Final = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})[\r\n]*\Z")
_FENCE: Final = re.compile(r"(?:`{3,}|~{3,})")
_DEFINITION: Final = re.compile(r"\[[^\[\]\r\n]+\]:[ \t]*\S+[^\r\n]*[\r\n]*\Z")
_COLUMNS: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?\s*\Z")
_CELL: Final = re.compile(r"(?:[^|\\]|\\.)+", re.DOTALL)
_TARGET: Final = (
    r"""\([ \t]*+(?:<[^<>\r\n]*+>|[^\s()<]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"""
    r"""(?:[ \t]++(?:"[^"\r\n]*+"|'[^'\r\n]*+'))?+[ \t]*+\)"""
)
_CLASSES: Final = r"(?:\{[.#:][^{}\r\n]*+\})?+"
_INLINE: Final = re.compile(
    rf"!\[(?P<alt>(?:[^\[\]\\\r\n]|\\.)*+)\]{_TARGET}{_CLASSES}"
    rf"|\[(?P<words>(?:[^\[\]\\\r\n]|\\.)*+)\](?:{_TARGET}|\[[^\[\]\r\n]*+\]){_CLASSES}"
    rf"|(?P<nothing>\]{_TARGET}{_CLASSES}|(?<=[\])`*_]){{[.#:][^{{}}\r\n]*+\}}|\\(?=[\r\n]|\Z)|`+|~~+"
    r"|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|\*+(?=\S)|(?<=\S)\*+)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
)


def blocks(source: str, part: str = "") -> tuple[Block, ...]:
    """The blocks of a Markdown source; offsets are those of the source. HTML in it is text, as in our templates."""
    return Reader(source, part).read()


class Reader:
    """Walks through the lines of a source and writes its blocks. `sink` is for a source with Jinja in it."""

    def __init__(self, source: str, part: str, sink: Sink | None = None) -> None:
        self.source, self.part, self.sink = source, part, sink
        self.writer = Writer()
        self.found: list[Block] = []
        self.later: list[Block] = []
        self.role = TEXT
        self.here = ""
        self._fenced = self._in_table = False

    def read(self) -> tuple[Block, ...]:
        for match in LINE.finditer(self.source):
            if match[0]:
                self._line(match.start(), match.end())
        self.flush()
        return tuple(self.found)

    def flush(self) -> None:
        """End the block."""
        self.found += self.writer.take(self.part, self.here, self.role)
        self.found += self.later
        self.later = []

    def _line(self, start: int, end: int) -> None:
        prefix = _PREFIX.match(self.source, start, end)
        at = prefix.end() if prefix else start
        line = self.source[at:end]
        if _FENCE.match(line):
            self._fenced = not self._fenced
            self.flush()
        elif self._fenced:
            self._alone(start, end, TEXT)
        elif self._is_underline(line) or not line.strip() or _RULER.match(line) or _DEFINITION.match(line):
            self.flush()
            self._in_table = self._in_table and not line.strip()
        elif heading := _HEADING.match(line):
            self._alone(at + heading.start("words"), at + heading.end("words"), HEADING)
        elif line[0] == "|" or ("|" in line and (self._in_table or self._heads_table(end))):
            self._row(at, line)
        else:
            self._in_table = False
            if prefix and prefix["item"]:
                self.flush()
            self._inline(at, at + len(line.rstrip("\r\n")))
            broken = at + len(line.rstrip("\r\n"))
            if broken < end:
                self.writer.add_for("\n", broken, end)

    def _is_underline(self, line: str) -> bool:
        """Whether this line makes a heading of the paragraph above."""
        if not self.writer.pieces or not _UNDERLINE.match(line):
            return False
        self.role = HEADING
        self.flush()
        self.role = TEXT
        return True

    def _heads_table(self, end: int) -> bool:
        below = LINE.match(self.source, end)
        return below is not None and "-" in below[0] and _COLUMNS.match(below[0].lstrip(" \t>")) is not None

    def _row(self, at: int, line: str) -> None:
        self.flush()
        self._in_table = True
        if _COLUMNS.match(line):
            return
        for cell in _CELL.finditer(line):
            self._alone(at + cell.start(), at + cell.end(), TEXT)

    def _alone(self, start: int, end: int, role: str) -> None:
        self.flush()
        self.role = role
        if self._fenced:
            self._text(self.writer, start, end)
        else:
            self._inline(start, end)
        self.flush()
        self.role = TEXT

    def _inline(self, start: int, end: int) -> None:
        at = start
        for match in _INLINE.finditer(self.source, start, end):
            if match.start() > at:
                self._text(self.writer, at, match.start())
            at = match.end()
            kind = match.lastgroup
            if kind == "words":
                self._inline(*match.span("words"))
            elif kind == "alt":
                spoken = Writer()
                self._text(spoken, *match.span("alt"))
                self.later += spoken.take(self.part, self.here, SPOKEN)
            elif kind == "escaped":
                self.writer.add_for(match["escaped"], match.start(), at)
        if at < end:
            self._text(self.writer, at, end)

    def _text(self, writer: Writer, start: int, end: int) -> None:
        if self.sink:
            self.sink.text(self, writer, start, end, self._plain)
        else:
            self._plain(writer, start, end)

    def _plain(self, writer: Writer, start: int, end: int) -> None:
        html.write(writer, self.source[start:end], start)
