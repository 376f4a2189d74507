"""The source html: a finished e-mail or letter, read as the customer can see or hear it."""

from __future__ import annotations

import re
from typing import Final

from commhub.lint.blocks import PLACEHOLDER, SPOKEN, TEXT, Block
from commhub.lint.selection import language_of
from commhub.lint.sources.assembling import Plain, Sink, Writer
from commhub.lint.sources.markup import (
    CONDITION,
    FOOTNOTE,
    LENIENT,
    PLACE_TAKER,
    RAW,
    RCDATA,
    TOKEN,
    Value,
    attributes,
    decoded,
    end_of_raw,
)
from commhub.lint.sources.nesting import LEAVE, Elements
from commhub.render.text.elements import APART
from commhub.render.text.readable import UNSAID
from commhub.render.text.spoken import locale_in

EMPTY: Final = frozenset(
    (
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
        "meta", "param", "source", "track", "wbr",
    )
)  # fmt: skip
"""Elements that hold nothing and have no end tag."""
SAID: Final = ("alt", "title", "aria-label")
_OF_INTEREST: Final = re.compile(r"alt|title|aria-label|lang", re.IGNORECASE)
_DEEPEST_CONDITION: Final = 3
"""Conditional comments within each other; there is no such thing in HTML, and what pretends to be one must have an end."""


def blocks(html: str, part: str = "") -> tuple[Block, ...]:
    """The blocks of an HTML source; offsets are those of the source.

    A document of any kind is read, broken or cut off as it may be; nothing is raised.
    """
    return Reader(html, part).read()


class Reader:
    """Walks through the tokens of a source and writes its blocks. `sink` is for a source that is no plain HTML."""

    def __init__(self, source: str, part: str, sink: Sink | None = None, depth: int = 0, locale: str = "") -> None:
        self.source, self.part, self.sink, self.depth = source, part, sink, depth
        self.writer = Writer()
        self.found: list[Block] = []
        self.later: list[Block] = []
        self.elements = Elements(locale, for_office=depth > 0)
        self.home = self.here = locale
        self.role = TEXT
        self.foreign: list[tuple[int, int, str]] = []
        self.since = 0

    def read(self, at: int = 0, end: int | None = None) -> tuple[Block, ...]:
        """The blocks of a stretch of the source."""
        source, end = self.source, len(self.source) if end is None else end
        search = TOKEN.search
        while at < end:
            token = search(source, at, end)
            if token is None:
                self._text(at, end)
                break
            start = token.start()
            if start > at:
                self._text(at, start)
            kind = token.lastgroup
            if kind == "attributes":
                at = self._tag(token, end)
            elif kind == "broken":  # browsers drop what follows; others may show it
                at, search = start, LENIENT.search
            elif kind == "other":
                at = self._other(start, end)
            else:
                at = token.end()
                if kind == "comment":
                    self._comment(token)
        self.flush()
        return tuple(self.found)

    def flush(self) -> None:
        """End the block; the next one is in the language and role of what is open now."""
        if self.writer.pieces:
            self._mark_foreign()
            self.found += self.writer.take(self.part, self.home, self.role, self.foreign)
            self.foreign = []
        if self.later:
            self.found += self.later
            self.later = []
        self.since = 0
        self.home, self.role = self.here, self.elements.role

    def _text(self, start: int, end: int, *, references: bool = True) -> None:
        if not self.elements.unseen:
            self._write(self.writer, start, end, self._plain if references else self._verbatim)

    def _write(self, writer: Writer, start: int, end: int, plain: Plain) -> None:
        if self.sink:
            self.sink.text(self, writer, start, end, plain)
        else:
            plain(writer, start, end)

    def _plain(self, writer: Writer, start: int, end: int) -> None:
        write(writer, self.source[start:end], start)

    def _verbatim(self, writer: Writer, start: int, end: int) -> None:
        writer.add(self.source[start:end], start)

    def _value(self, writer: Writer, start: int, end: int) -> None:
        write(writer, self.source[start:end], start, attribute=True)

    def _tag(self, token: re.Match[str], end: int) -> int:
        """Take a tag; the answer is where to read on."""
        source, name = self.source, token["name"].lower()
        at = token.end()
        if self.elements.foreign and name.lstrip("/") in LEAVE and (name[0] != "/" or name in {"/br", "/p"}):
            self._turn(self.elements.leave_foreign())
        if name[0] == "/" and name != "/br":
            self._end_tag(name[1:])
            return at
        if name in {"br", "/br"}:  # browsers read both as a line break
            self.writer.add_for("\n", token.start(), at)
            return at
        block = name in APART or PLACE_TAKER in name
        if block:
            self.flush()
        inside, closing = token.span("attributes")
        said = attributes(source, inside, closing) if inside < closing and self._asks(name, inside, closing) else {}
        locale = self._locale(said)
        if name not in EMPTY:
            self._open(name, said, locale)
        if block:
            self.home, self.role = self.here, self.elements.role
        self._speak(token, name, said, self.here if locale is None else locale)
        if (name in RAW or name in RCDATA) and not self.elements.foreign:
            close = end_of_raw(source, name, at, end)
            if close > at:
                self._text(at, close, references=name in RCDATA)
            return close
        if name == "plaintext":
            self._text(at, end, references=False)
            return end
        if source[closing - 1] == "/" and self.elements.foreign and name not in EMPTY:
            self._end_tag(name)
        return at

    def _speak(self, token: re.Match[str], name: str, said: dict[str, Value], locale: str) -> None:
        """What an element shows or says by itself: a picture stands between the words, and a footnote's sign is no part
        of the word before it."""
        if self.elements.unseen:
            return
        words = said["alt"].text if name == "img" and "alt" in said else ""
        pictured = words and "".join(read for read, _, _ in decoded(words, attribute=True)).strip()
        if pictured or (name == "sup" and FOOTNOTE.match(self.source, token.end())):
            self.writer.add_for(PLACEHOLDER, token.start(), token.end())
        if said and name not in UNSAID:
            for spoken in SAID:
                if spoken in said:
                    self._say(said[spoken], locale)

    def _asks(self, name: str, start: int, end: int) -> bool:
        return name == "dl" or _OF_INTEREST.search(self.source, start, end) is not None

    def _locale(self, said: dict[str, Value]) -> str | None:
        value = said.get("lang") or said.get("xml:lang")
        return locale_in("".join(read for read, _, _ in decoded(value.text, attribute=True))) if value else None

    def _open(self, name: str, said: dict[str, Value], locale: str | None) -> None:
        glossary = name == "dl" and "class" in said and "glossary" in said["class"].text.lower().split()
        self._turn(self.elements.open(name, locale, glossary=glossary))

    def _end_tag(self, name: str) -> None:
        block = name == "p" or ((name in APART or PLACE_TAKER in name) and self.elements.is_open(name))
        if block:
            self.flush()
        self._turn(self.elements.close(name))
        if block:
            self.home, self.role = self.here, self.elements.role

    def _turn(self, locale: str) -> None:
        """From here on the text is in this language."""
        if locale != self.here:
            self._mark_foreign()
            self.here = locale

    def _mark_foreign(self) -> None:
        length = self.writer.length
        if self.here != self.home and length > self.since and language_of(self.here) != language_of(self.home):
            self.foreign.append((self.since, length, self.here))
        self.since = length

    def _say(self, value: Value, locale: str) -> None:
        writer = Writer()
        self._write(writer, value.at, value.at + len(value.text), self._value)
        self.later += writer.take(self.part, locale, SPOKEN)

    def _comment(self, token: re.Match[str]) -> None:
        """Outlook reads what stands in a conditional comment; for all others it tears nothing apart."""
        condition = CONDITION.match(token["comment"])
        if condition is None or self.depth >= _DEEPEST_CONDITION or self.elements.unseen:
            return
        start = token.start("comment")
        inner = Reader(self.source, self.part, self.sink, self.depth + 1, self.here)
        self.later += inner.read(start + condition.end(), token.end("comment"))

    def _other(self, start: int, end: int) -> int:
        source = self.source
        if self.elements.foreign and source.startswith("<![CDATA[", start):
            close = source.find("]]>", start, end)
            self._text(start + 9, end if close < 0 else close, references=False)
            return end if close < 0 else close + 3
        close = source.find(">", start, end)
        return end if close < 0 else close + 1


def write(writer: Writer, text: str, at: int, *, attribute: bool = False) -> None:
    """Write the text that stands at an offset of the source, its references resolved."""
    if "&" not in text and "\r" not in text:
        writer.add(text, at)
        return
    for read, start, end in decoded(text, attribute=attribute):
        if read == text[start:end]:
            writer.add(read, at + start)
        else:
            writer.add_for(read, at + start, at + end)
