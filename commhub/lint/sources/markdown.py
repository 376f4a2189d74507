"""The source markdown: a part of a template as its author writes it."""

from __future__ import annotations

from commhub.lint.blocks import Block
from commhub.lint.sources import text as plain


def blocks(source: str, part: str = "") -> tuple[Block, ...]:
    """The blocks of a Markdown source; offsets are those of the source."""
    return plain.blocks(source, part)
