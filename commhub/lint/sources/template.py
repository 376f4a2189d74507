"""The source template: Jinja in HTML or in text, as an author writes it, before any data is known."""

from __future__ import annotations

from commhub.lint.blocks import Block
from commhub.lint.sources import html
from commhub.lint.sources import text as plain


def blocks(source: str, part: str = "", *, markup: bool) -> tuple[Block, ...]:
    """The blocks of a template's source; offsets are those of the source."""
    return html.blocks(source, part) if markup else plain.blocks(source, part)
