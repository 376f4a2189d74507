"""The source pdf: a finished letter, read from its pages as they will be printed."""

from __future__ import annotations

from commhub.contracts import Readable
from commhub.lint.blocks import Block
from commhub.lint.sources import readables
from commhub.render.letters.page_text import PageText, read_pages


def read(content: bytes, said: Readable | None = None) -> PageText:
    """The text of a PDF with its places on the pages. `said` is what the letter's HTML says, with its fields: it tells which
    value brought a word, and which lines are one paragraph. Raises RenderError if it is no PDF."""
    return read_pages(content, said)


def blocks(pages: PageText) -> tuple[Block, ...]:
    """The blocks of a letter; offsets are those of `pages.text`, and `pages.boxes` finds them on the paper."""
    return readables.blocks(pages.readable)
