"""How what a document says is written down for a moment, with control characters for its structure, and how it is read.

No text has these characters: what templates and data bring of them is taken out before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from commhub.contracts import DataSpan, Note, Readable
from commhub.render.jinja.marks import read_marks, without_marks
from commhub.render.text.structure import BREAK, LOOSE

GAP: Final = LOOSE
"""Between blocks."""
LINE: Final = BREAK
"""A line break within a block."""
SPLIT: Final = "\x05"
ASIDE: Final = "\x0e"
"""Begins words that are heard, or shown by some programs, but do not stand in the text around them; ASIDE_END ends them."""
SHOWN: Final = "\x15"
"""The same for what a conditional comment holds, which is text of its own blocks."""
ASIDE_END: Final = "\x0f"
BLOCK_IN: Final = "\x10"
"""Begins what is special about a block: the letter of its role, its `lang`, and SPLIT; BLOCK_END ends it."""
BLOCK_END: Final = "\x11"
INLINE_IN: Final = "\x12"
"""The same about words within a block; INLINE_END ends it."""
INLINE_END: Final = "\x13"
DOCUMENT_IN: Final = "\x14"
"""The same about the whole document."""
PICTURE: Final = "\x19"
"""Stands for a picture, directly before the words for it; where those are empty, the picture is no more than a gap."""
RAISED: Final = "\x1a"
"""Begins raised text: where it is the sign of a footnote, it is no part of the word before it."""
HEADING: Final = "\x16"
TERM: Final = "\x17"
TERM_TEXT: Final = "\x18"
LINE_BREAK: Final = "\u2028"
OBJECT: Final = "\u2029"
"""What is written for a picture in the middle of a text, and before the sign of a footnote."""

_ROLES: Final = {HEADING: "heading", TERM: "glossary-term", TERM_TEXT: "glossary-text"}
_SPOKEN: Final = "spoken"
_SPACE: Final = re.compile(rf"[ \t\r\n\f\v\u00a0{LINE_BREAK}{OBJECT}{LINE}]+")
_NO_PICTURE: Final = re.compile(f"{ASIDE}\\s*{ASIDE_END}")
_FOOTNOTE: Final = re.compile(r"(?:[\x10-\x14][^\x05]*\x05|\s)*[0-9*†‡§(\[]")
_OBJECTS: Final = str.maketrans({PICTURE: OBJECT, RAISED: OBJECT})
_GAPS: Final = re.compile(f"[ {LINE_BREAK}]*{GAP}[ {LINE_BREAK}{GAP}]*")
_MARK: Final = re.compile(
    f"[{GAP}{ASIDE}{SHOWN}{ASIDE_END}{BLOCK_END}{INLINE_END}{PICTURE}{RAISED}]|[{BLOCK_IN}{INLINE_IN}{DOCUMENT_IN}][^{SPLIT}]*{SPLIT}"
)
_MARKED_LANG: Final = re.compile(f"([{BLOCK_IN}{INLINE_IN}{DOCUMENT_IN}])([^{SPLIT}]*){SPLIT}")
_WORD: Final = re.compile(r"\w")
_LOCALE: Final = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*\Z")
_NO_LANGUAGE: Final = frozenset({"und", "mul", "mis", "zxx"})
"""Codes of ISO 639 for undetermined, several, uncoded and none: such text is read like that around it."""


def locale_in(value: str) -> str | None:
    """What a `lang` attribute says, or None where it says nothing that could be understood."""
    value = value.strip()
    known = _LOCALE.match(value) and _language(value) not in _NO_LANGUAGE
    return value if known else None


def _language(locale: str) -> str:
    return re.split("[-_]", locale, maxsplit=1)[0].lower()


def tidy(written: str) -> str:
    """Each run of white space as one blank, or as one line break if there is one in it; each gap as one."""
    return _GAPS.sub(GAP, _SPACE.sub(_one_space, written))


def _one_space(match: re.Match[str]) -> str:
    run = match[0]
    return LINE_BREAK if any(sign in run for sign in ("\n", "\r", LINE_BREAK, OBJECT, LINE)) else " "


@dataclass(slots=True)
class _Block:
    """A block while it is read: stretches of what was printed (start, end), and those of its words in another language."""

    locale: str
    role: str
    stretches: list[tuple[int, int]] = field(default_factory=list)
    foreign: list[tuple[int, int, str]] = field(default_factory=list)
    length: int = 0
    since: int = 0


@dataclass(slots=True)
class _Frame:
    """The text under way, or what stands aside of it; `later` comes behind the block that is read now."""

    block: _Block
    depth: int
    done: list[_Block] = field(default_factory=list)
    later: list[_Block] = field(default_factory=list)


class Listener:
    """Reads what was printed, block by block, as it is said: what stands aside comes behind the block around it."""

    def __init__(self, printed: str) -> None:
        plain = _MARKED_LANG.sub(lambda match: f"{match[1]}{without_marks(match[2])}{SPLIT}", tidy(printed))
        self._text, self._spans = read_marks(plain)
        self._open: list[tuple[str, str]] = [("", "")]
        self._frames = [_Frame(_Block("", ""), 1)]
        self._locale = ""

    def readable(self, part: str) -> Readable:
        """What was printed as a Readable."""
        at = 0
        for mark in _MARK.finditer(self._text):
            self._say(at, mark.start())
            at = mark.end()
            if mark[0] not in {PICTURE, RAISED}:
                self._take(mark[0])
            elif self._shows(mark[0], at):
                self._say(mark.start(), at)
        self._say(at, len(self._text))
        while len(self._frames) > 1:
            self._end_aside()
        self._end()
        return _Written(self._text, self._frames[0].done, self._spans, self._locale).readable(part)

    def _shows(self, sign: str, at: int) -> bool:
        if sign == PICTURE:
            return not _NO_PICTURE.match(self._text, at)
        return _FOOTNOTE.match(self._text, at) is not None

    def _say(self, start: int, end: int) -> None:
        if start < end:
            block = self._frames[-1].block
            block.stretches.append((start, end))
            block.length += end - start

    def _take(self, mark: str) -> None:
        sign = mark[0]
        if sign == GAP:
            self._end()
        elif sign in {ASIDE, SHOWN}:
            here = self._open[-1][0]
            self._frames.append(_Frame(_Block(here, _SPOKEN if sign == ASIDE else ""), len(self._open)))
            self._open.append((here, ""))
        elif sign == ASIDE_END:
            self._end_aside()
        elif sign in {BLOCK_IN, INLINE_IN, DOCUMENT_IN}:
            self._turn(sign, mark[1:-1])
        elif len(self._open) > self._frames[-1].depth:
            self._mark_foreign()
            self._open.pop()
            if sign == BLOCK_END:
                self._settle()

    def _turn(self, sign: str, said: str) -> None:
        self._mark_foreign()
        locale, role = self._open[-1]
        own = _ROLES.get(said[:1], "")
        found = locale_in(said[1:] if own else said)
        if sign == DOCUMENT_IN and found is not None:
            self._locale = found
        self._open.append((locale if found is None else found, own or role))
        if sign != INLINE_IN:
            self._settle()

    def _settle(self) -> None:
        """A block begins here, in the language and role of what is open."""
        block = self._frames[-1].block
        block.locale, block.role = self._open[-1]

    def _mark_foreign(self) -> None:
        block, here = self._frames[-1].block, self._open[-1][0]
        if block.length > block.since and _language(here) != _language(block.locale):
            block.foreign.append((block.since, block.length, here))
        block.since = block.length

    def _end(self) -> None:
        self._mark_foreign()
        frame = self._frames[-1]
        if frame.block.stretches:
            frame.done.append(frame.block)
        frame.done += frame.later
        frame.later = []
        frame.block = _Block(*self._open[-1])

    def _end_aside(self) -> None:
        if len(self._frames) > 1:
            self._end()
            frame = self._frames.pop()
            del self._open[frame.depth :]
            self._frames[-1].later += frame.done


class _Written:
    """Blocks written one below the other, and where each character of what was printed came to stand."""

    def __init__(self, text: str, blocks: list[_Block], spans: tuple[DataSpan, ...], locale: str) -> None:
        self._printed, self._spans, self._locale = text, spans, locale
        self._lines: list[str] = []
        self._notes: list[Note] = []
        self._moved: list[tuple[int, int, int]] = []
        self._length = 0
        for block in blocks:
            self._write(block)

    def readable(self, part: str) -> Readable:
        self._moved.sort()
        starts = [start for start, _, _ in self._moved]
        spans = tuple(one for span in self._spans for one in self._places(span, starts))
        return Readable(part, "\n".join(self._lines), spans, self._locale, tuple(self._notes))

    def _write(self, block: _Block) -> None:
        whole = "".join(self._printed[start:end] for start, end in block.stretches)
        if not _WORD.search(whole):
            return
        line = whole.strip()
        at = self._length - len(whole) + len(whole.lstrip())  # where the block's first character would stand
        self._lines.append(line.translate(_OBJECTS))
        end = self._length + len(line)
        passed = at
        for first, last in block.stretches:
            begins, ends = max(passed, self._length), min(passed + last - first, end)
            if begins < ends:
                self._moved.append((first + begins - passed, first + ends - passed, begins))
            passed += last - first
        if block.role or block.locale != self._locale:
            locale = block.locale if block.locale != self._locale else ""
            self._notes.append(Note(self._length, end, locale, block.role))
        for first, last, locale in block.foreign:
            begins, ends = max(at + first, self._length), min(at + last, end)
            if begins < ends:
                self._notes.append(Note(begins, ends, locale))
        self._length = end + 1

    def _places(self, span: DataSpan, starts: list[int]) -> Iterator[DataSpan]:
        """Where a value came to stand: in one piece, but for one that markup of its own parts."""
        begins = ends = -1
        number = max(bisect_right(starts, span.start) - 1, 0)
        while number < len(starts) and starts[number] < span.end:
            first, last, at = self._moved[number]
            number += 1
            start, end = max(first, span.start), min(last, span.end)
            if start >= end:
                continue
            if begins >= 0 and at + start - first > ends + 1:
                yield DataSpan(begins, ends, span.field, span.holds)
                begins = -1
            begins = at + start - first if begins < 0 else begins
            ends = at + end - first
        if begins >= 0:
            yield DataSpan(begins, ends, span.field, span.holds)
