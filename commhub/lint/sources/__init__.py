"""From a source to blocks: one file for each kind of source, each `blocks(text, part) -> tuple[Block, ...]`."""

from __future__ import annotations

from collections.abc import Sequence

from commhub.contracts import DataSpan
from commhub.lint.blocks import Block
from commhub.lint.sources import html, markdown, template, text
from commhub.lint.sources.assembling import with_spans

CHANNELS = ("email_html", "email_text", "sms", "print_html", "markdown")
STAGES = ("template", "rendered")


def source_blocks(
    source: str, channel: str, stage: str, spans: Sequence[DataSpan] = (), part: str = ""
) -> tuple[Block, ...]:
    """The blocks of a source as it is given at a door: `channel` and `stage` as in CHANNELS and STAGES.

    `spans` are in code points of the source; each block gets those that stand in it, in code points of its text.
    """
    kind = "html" if channel.endswith("_html") else "markdown" if channel == "markdown" else "text"
    if stage == "template":
        blocks = template.blocks(source, part, kind=kind)
    elif kind == "markdown":
        blocks = markdown.blocks(source, part)
    else:
        blocks = html.blocks(source, part) if kind == "html" else text.blocks(source, part)
    return with_spans(blocks, spans) if spans else blocks
