"""The source html: a finished e-mail or letter, read as the customer can see or hear it."""

from __future__ import annotations

from commhub.lint.blocks import Block
from commhub.lint.sources import text as plain


def blocks(html: str, part: str = "") -> tuple[Block, ...]:
    """The blocks of an HTML source; offsets are those of the source."""
    return plain.blocks(html, part)
