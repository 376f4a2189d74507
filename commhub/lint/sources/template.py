"""The source template: Jinja in HTML, Markdown or text, as an author writes it, before any data is known."""

from __future__ import annotations

from commhub.lint.blocks import Block
from commhub.lint.sources import html, markdown
from commhub.lint.sources import text as plain


def blocks(source: str, part: str = "", *, kind: str) -> tuple[Block, ...]:
    """The blocks of a template's source; offsets are those of the source."""
    reader = {"html": html.blocks, "markdown": markdown.blocks, "text": plain.blocks}[kind]
    return reader(source, part)
