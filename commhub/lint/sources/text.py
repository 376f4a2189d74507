"""The source text: an SMS, the text of an e-mail. A blank line parts two blocks."""

from __future__ import annotations

import re

from commhub.lint.blocks import Block

BLOCK = re.compile(r"\S(?:.*\S)?(?:\n[^\S\n]*\S(?:.*\S)?)*")


def blocks(text: str, part: str = "") -> tuple[Block, ...]:
    """The paragraphs of a plain text."""
    return tuple(
        Block(match[0], range(match.start(), match.end()), range(match.start() + 1, match.end() + 1), part)
        for match in BLOCK.finditer(text)
    )
