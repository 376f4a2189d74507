"""The source text: an SMS, the text of an e-mail. A blank line parts two blocks, and so does an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from commhub.lint.blocks import HEADING, TEXT, Block
from commhub.lint.policy import GLOSSARY_HEADINGS
from commhub.lint.sources.assembling import Sink, Writer

LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
ITEM: Final = re.compile(
    r"[^\S\r\n]*(?:[-*+•‣◦▪●·][^\S\r\n]+|[0-9]{1,3}[.)][^\S\r\n]+|[0-9]{1,3}[、．）]|[•●▪‣◦])(?=\S)"
)
"""What an item of a list begins with."""
RULER: Final = re.compile(r"[^\S\r\n]*([-=_*~#+─━═])(?:[^\S\r\n]?\1){2,}[^\S\r\n]*[\r\n]*\Z")
"""A line drawn from one character, below a heading or between two parts."""
_GLOSSARY: Final = frozenset(heading.casefold() for heading in GLOSSARY_HEADINGS)
_ENTRY: Final = re.compile(r"[^\S\r\n]*[^\r\n.!?。！？:：]{1,60}?(?:[:：=]|\s[-–—]\s|——|是指|即|\smeans?\s)")
_ONE_LINE: Final = re.compile(r"[^\r\n]*")
_AROUND: Final = " \t\r\n#*=:：-–—【】[]"
_LONGEST_HEADING: Final = 60


def blocks(text: str, part: str = "") -> tuple[Block, ...]:
    """The paragraphs and items of a plain text. A line break inside a block is a line feed in it, however it is written."""
    return Reader(text, part).read()


class Reader:
    """Writes the blocks of a text. `sink` is for a source with Jinja in it."""

    def __init__(self, source: str, part: str, sink: Sink | None = None) -> None:
        self.source, self.part, self.sink = source, part, sink
        self.writer = Writer()
        self.found: list[Block] = []
        self.later: list[Block] = []
        self.role = TEXT
        self.here = ""

    def read(self) -> tuple[Block, ...]:
        for start, end, role in stretches(self.source):
            self.role = role
            if self.sink:
                self.sink.text(self, self.writer, start, end, self._plain)
            else:
                self._plain(self.writer, start, end)
            self.flush()
        return tuple(self.found)

    def flush(self) -> None:
        """End the block."""
        self.found += self.writer.take(self.part, self.here, self.role)
        self.found += self.later
        self.later = []

    def _plain(self, writer: Writer, start: int, end: int) -> None:
        write_lines(writer, self.source[start:end], start)


def stretches(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each block of a text stands, and its role (text or heading).

    Below the heading of a glossary each line that looks like an entry is a block.
    """
    start = end = -1
    glossary = False
    for match in LINE.finditer(text):
        line = match[0]
        blank = not line.strip()
        ruler = not blank and RULER.match(line) is not None
        heading = not blank and is_glossary_heading(line)
        entry = glossary and _ENTRY.match(line) is not None
        if start >= 0 and (blank or ruler or heading or entry or ITEM.match(line)):
            alone = ruler and end - start <= _LONGEST_HEADING and _ONE_LINE.fullmatch(text, start, end)
            yield start, end, HEADING if alone else TEXT
            start = -1
        if heading:
            yield match.start(), match.start() + len(line.rstrip()), HEADING
            glossary = True
        elif not (blank or ruler):
            if start < 0:
                item = ITEM.match(line)
                start, glossary = match.start() + (item.end() if item else 0), glossary and bool(entry or item)
            end = match.start() + len(line.rstrip())
    if start >= 0:
        yield start, end, TEXT


def is_glossary_heading(line: str) -> bool:
    """Whether a line says that words are explained below it."""
    return len(line) <= _LONGEST_HEADING and line.strip(_AROUND).casefold() in _GLOSSARY


def write_lines(writer: Writer, text: str, at: int) -> None:
    """Write text that stands at an offset of the source, its ends of lines as line feeds."""
    if "\r" not in text:
        writer.add(text, at)
        return
    for match in re.finditer(r"[^\r]+|\r\n?", text):
        if match[0][0] == "\r":
            writer.add_for("\n", at + match.start(), at + match.end())
        else:
            writer.add(match[0], at + match.start())
