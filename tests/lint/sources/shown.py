"""Short ways to say what blocks a source has."""

from __future__ import annotations

from collections.abc import Iterable

from commhub.lint.blocks import TEXT, Block
from commhub.lint.sources import source_blocks


def read(source: str, channel: str = "email_html", stage: str = "rendered") -> tuple[Block, ...]:
    return source_blocks(source, channel, stage)


def texts(source: str, channel: str = "email_html", stage: str = "rendered") -> list[str]:
    return [block.text for block in read(source, channel, stage)]


def marked(blocks: Iterable[Block]) -> list[str]:
    """Each block's text behind its role and locale, where it has any."""
    return [":".join([one for one in (block.role * (block.role != TEXT), block.locale) if one] + [block.text])
            for block in blocks]  # fmt: skip


def place(source: str, words: str, channel: str = "email_html", stage: str = "rendered") -> list[str]:
    """What stands in the source for each occurrence of these words in its blocks."""
    found = []
    for block in read(source, channel, stage):
        assert len(block.text) == len(block.starts) == len(block.ends)
        assert list(block.starts) == sorted(block.starts)
        at = block.text.find(words)
        while at >= 0:
            start, end = block.place(at, at + len(words))
            found.append(source[start:end])
            at = block.text.find(words, at + 1)
    return found
