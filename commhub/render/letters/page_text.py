"""The text of a letter as its pages show it, block by block, with the fields that brought it and its places on the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from commhub.contracts import DataSpan, Note, Readable
from commhub.render.letters.paragraphs import NOWHERE, paragraphs
from commhub.render.letters.printed_words import PrintedWords
from commhub.render.letters.provenance import notes_of, spans_of
from commhub.render.letters.words import PageBox, opened, places, read_runs

PART: Final = "page"
"""The part of a message that was read from its pages."""


@dataclass(frozen=True, slots=True)
class PageText:
    """Blocks are separated by line breaks. Character i of `text` is character `at[i]` of the page `pages[i]` (from 0), as
    PDFium counts; what stands between two lines is nowhere (-1)."""

    text: str
    pages: Sequence[int] = field(repr=False)
    at: Sequence[int] = field(repr=False)
    spans: tuple[DataSpan, ...] = ()
    locale: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def readable(self) -> Readable:
        """What the linter reads."""
        return Readable(PART, self.text, self.spans, self.locale, self.notes)

    def boxes(self, content: bytes, stretches: Sequence[tuple[int, int]]) -> list[list[PageBox]]:
        """For each stretch of the text (start, end), where it stands on the pages of its PDF: one box for each line."""
        wanted: dict[int, list[tuple[int, list[int]]]] = {}
        for number, (start, end) in enumerate(stretches):
            for page in dict.fromkeys(self.pages[start:end]):
                if page != NOWHERE:
                    here = range(start, min(end, len(self.text)))
                    wanted.setdefault(page, []).append(
                        (number, [self.at[one] for one in here if self.pages[one] == page])
                    )
        found: list[list[PageBox]] = [[] for _ in stretches]
        with opened(content) as document:
            for page, lists in sorted(wanted.items()):
                for (number, _), boxes in zip(lists, places(document, page, [at for _, at in lists]), strict=True):
                    found[number] += boxes
        return found


def read_pages(content: bytes, said: Readable | None = None) -> PageText:
    """The text of a PDF. `said` is what its HTML says, block by block. Raises RenderError if it is no PDF."""
    with opened(content) as document:
        return read_opened(document, said)


def read_opened(document: Any, said: Readable | None = None, pages: Sequence[int] | None = None) -> PageText:
    """The same of a document that is open already, or of these of its pages."""
    words = PrintedWords(read_runs(document, pages), said or Readable(PART, ""))
    made = paragraphs(words)
    return PageText(made.text, made.pages, made.at, spans_of(words, made), words.said.locale, notes_of(words, made))
