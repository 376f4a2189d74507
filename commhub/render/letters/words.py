"""The words of a finished letter as its PDF has them: runs of text on a line, each character with its place on the page.

PDFium reads the pages in the order in which they were drawn, which for our letters is that of the text. What it adds of its
own, spaces and line ends that no font drew, is not believed but measured.
"""

from __future__ import annotations

import ctypes
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from commhub.contracts import RenderError
from commhub.render.letters.press import ONE_AT_A_TIME

MAX_CHARACTERS: Final = 2_000_000
"""Characters of a document that are read; a letter of 500,000 characters of HTML has fewer, also with those generated."""
WIDE: Final = 0.6
"""How far apart two runs on a line stand, as a share of the line's height, when they are of two cells or columns."""
SPREAD: Final = 1.6
"""How much wider than the usual gap between spaced-out letters one is that stands for a space."""
HYPHEN: Final = "\u2010"
"""What is drawn where a word was cut at the end of a line."""
_CUT: Final = re.compile("[\x02\ufffe]")
"""What PDFium makes of a hyphen-minus at the end of a line; no line end follows it then."""
_BREAK: Final = re.compile("[\r\n]+|[\x02\ufffe]| +")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_WORD_OR_GAP: Final = re.compile(r"\s+|\S+")
Box = tuple[float, float, float, float]
"""Left, bottom, right and top in PDF points, from the bottom left of the page."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand on one line with no wide gap between them. Character i of `text` is the character `at[i]` of the
    page, as PDFium counts. `box` is the line that they stand on, from the first character to the last."""

    page: int
    text: str
    at: Sequence[int]
    box: Box


@dataclass(frozen=True, slots=True)
class PageBox:
    """A place on a page (from 0): left, top, right and bottom in PDF points, from the top left, on a page of this size."""

    page: int
    box: Box
    size: tuple[float, float]


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The document as PDFium has it; nobody else may call PDFium meanwhile. Raises RenderError if it is no PDF."""
    with ONE_AT_A_TIME, io.BytesIO(content) as stream:
        try:
            document = pypdfium2.PdfDocument(stream)
        except pypdfium2.PdfiumError as error:
            raise RenderError(f"the letter's pages cannot be read: {error}") from error
        try:
            yield document
        finally:
            document.close()


def read_runs(document: Any, pages: Iterable[int] | None = None) -> tuple[Run, ...]:
    """The runs of a document, or of these pages of it, in the order in which they were drawn. What stands beside the
    page is not on it. Raises RenderError for more than MAX_CHARACTERS."""
    runs: list[Run] = []
    count = 0
    for number in range(len(document)) if pages is None else pages:
        page = document[number]
        text_page = page.get_textpage()
        try:
            count += text_page.count_chars()
            if count > MAX_CHARACTERS:
                raise RenderError(f"the letter has more than {MAX_CHARACTERS:,} characters on its pages")
            runs += _Reader(number, page, text_page).runs()
        finally:
            text_page.close()
            page.close()
    return tuple(runs)


def places(document: Any, number: int, lists: Iterable[Sequence[int]]) -> list[list[PageBox]]:
    """For each list of characters of a page, the boxes in which they stand: one for those side by side on a line."""
    page = document[number]
    text_page = page.get_textpage()
    try:
        reader = _Reader(number, page, text_page)
        return [list(_side_by_side(reader, at)) for at in lists]
    finally:
        text_page.close()
        page.close()


class _Reader:
    """One page while it is read."""

    def __init__(self, number: int, page: Any, text_page: Any) -> None:
        self.number, self.raw = number, text_page.raw
        self.size: tuple[float, float] = page.get_size()
        self._count: int = text_page.count_chars()
        self._rectangle = pdfium.FS_RECTF()
        self._pointer = ctypes.byref(self._rectangle)

    def box(self, index: int) -> Box:
        """The line's height at a character, and its width."""
        pdfium.FPDFText_GetLooseCharBox(self.raw, index, self._pointer)
        one = self._rectangle
        return one.left, one.bottom, one.right, one.top

    def runs(self) -> Iterator[Run]:
        """The runs of the page in the order of drawing."""
        text = self._text()
        for start, end in self._pieces(text):
            run = self._run(text, start, end)
            if run is not None:
                yield run

    def _text(self) -> str:
        """Every character of the page as one code unit of UTF-16, so that its place is its number."""
        units = (ctypes.c_ushort * (self._count + 1))()
        if pdfium.FPDFText_GetText(self.raw, 0, self._count, units) - 1 == self._count:
            return "".join(map(chr, units[: self._count]))
        codes = (pdfium.FPDFText_GetUnicode(self.raw, index) for index in range(self._count))
        return "".join(chr(code) if code < 0x10000 else "\ufffd" for code in codes)

    def _pieces(self, text: str) -> Iterator[tuple[int, int]]:
        """First and last place of what stands between line ends and wide gaps."""
        start, wide_at = 0, self._wide_gaps(text)
        for match in _BREAK.finditer(text):
            at = match.start()
            if _CUT.match(match[0]):  # the hyphen itself belongs to the line
                yield start, match.end()
            elif match[0][0] in "\r\n" or at in wide_at:
                yield start, at
            else:
                continue
            start = match.end()
        yield start, len(text)

    def _wide_gaps(self, text: str) -> set[int]:
        """Where a space that PDFium made up stands between two cells, columns or lines."""
        found = set()
        for match in _BREAK.finditer(text):
            at = match.start()
            if text[at] != " " or not 0 < at < match.end() < len(text):
                continue
            if not pdfium.FPDFText_IsGenerated(self.raw, at):
                continue
            if self._drawn_with(at - 1) != self._drawn_with(match.end()):
                before, after = self.box(at - 1), self.box(match.end())
                if not same_line(before, after) or after[0] - before[2] > WIDE * (before[3] - before[1]):
                    found.add(at)
        return found

    def _run(self, text: str, start: int, end: int) -> Run | None:
        piece = text[start:end]
        if not piece.strip():
            return None
        at: Sequence[int] = range(start, end)
        if " " in piece:
            piece, at = self._without_made_up_spaces(piece, start)
        piece = _CUT.sub("-", piece)
        if _SURROGATES.search(piece):
            piece, at = _joined(piece, at)
        if _RIGHT_TO_LEFT.search(piece):
            piece, at = self._as_read(piece, at)
        first = len(piece) - len(piece.lstrip())
        last = len(piece.rstrip())
        box = _around((self.box(at[first]), self.box(at[last - 1])))
        if box[2] <= 0 or box[0] >= self.size[0] or box[3] <= 0 or box[1] >= self.size[1]:
            return None
        return Run(self.number, piece[first:last], at[first:last], box)

    def _without_made_up_spaces(self, piece: str, start: int) -> tuple[str, Sequence[int]]:
        """Letters that are spaced out have a made-up space between most of them, all of one drawn text."""
        gaps: dict[int, float] = {}
        for offset, character in enumerate(piece):
            at = start + offset
            if character != " " or not 0 < offset < len(piece) - 1 or not pdfium.FPDFText_IsGenerated(self.raw, at):
                continue
            if self._drawn_with(at - 1) == self._drawn_with(at + 1):
                gaps[offset] = self.box(at + 1)[0] - self.box(at - 1)[2]
        if 2 * len(gaps) < len(piece) - len(gaps):
            return piece, range(start, start + len(piece))
        usual = median(gaps.values())
        kept = [offset for offset in range(len(piece)) if gaps.get(offset, usual * 9) > usual * SPREAD]
        return "".join(piece[offset] for offset in kept), array("i", (start + offset for offset in kept))

    def _drawn_with(self, index: int) -> int:
        drawn = pdfium.FPDFText_GetTextObject(self.raw, index)
        return ctypes.cast(drawn, ctypes.c_void_p).value or 0

    def _as_read(self, piece: str, at: Sequence[int]) -> tuple[str, Sequence[int]]:
        """Words that run to the left but stand in the order of the page, which is that of a line to the right, turned."""
        words = [(match.start(), match.end()) for match in _WORD_OR_GAP.finditer(piece)]
        order: list[tuple[int, int]] = []
        group: list[tuple[int, int]] = []
        for start, end in words:
            word = piece[start:end]
            if _RIGHT_TO_LEFT.search(word) or (group and word.isspace()):
                group.append((start, end))
                continue
            order += self._turned(group, piece, at)
            group = []
            order.append((start, end))
        order += self._turned(group, piece, at)
        return (
            "".join(piece[start:end] for start, end in order),
            array("i", (at[place] for start, end in order for place in range(start, end))),
        )

    def _turned(self, group: list[tuple[int, int]], piece: str, at: Sequence[int]) -> list[tuple[int, int]]:
        tail: list[tuple[int, int]] = []
        while group and piece[group[-1][0] : group[-1][1]].isspace():
            tail.insert(0, group.pop())
        if len(group) > 1 and self.box(at[group[0][0]])[0] < self.box(at[group[-1][0]])[0]:
            group = group[::-1]
        return group + tail


def same_line(one: Box, other: Box) -> bool:
    """Whether two boxes share at least half of the lower one's height."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _joined(piece: str, at: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The halves of a character beyond the first 65,536 as one character, at the place of the first half."""
    text = piece.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept, place = array("i"), 0
    for character in text:
        kept.append(at[place])
        place += 2 if ord(character) > 0xFFFF else 1
    return text, kept


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _side_by_side(reader: _Reader, at: Sequence[int]) -> Iterator[PageBox]:
    line: list[Box] = []
    for index in at:
        box = reader.box(index)
        if line and not (same_line(line[-1], box) and abs(box[0] - line[-1][2]) < 4 * (box[3] - box[1])):
            yield _from_the_top(reader, _around(line))
            line = []
        line.append(box)
    if line:
        yield _from_the_top(reader, _around(line))


def _from_the_top(reader: _Reader, box: Box) -> PageBox:
    height = reader.size[1]
    return PageBox(reader.number, (box[0], height - box[3], box[2], height - box[1]), reader.size)
