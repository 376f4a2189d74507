"""From a source to blocks: one file for each kind of source, each `blocks(text, part) -> tuple[Block, ...]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commhub.contracts import DataSpan
from commhub.lint.blocks import Block
from commhub.lint.sources import html, template, text

CHANNELS = ("email_html", "email_text", "sms", "print_html")
STAGES = ("template", "rendered")


def source_blocks(
    source: str, channel: str, stage: str, spans: Sequence[DataSpan] = (), part: str = ""
) -> tuple[Block, ...]:
    """The blocks of a source as it is given at a door: `channel` and `stage` as in CHANNELS and STAGES.

    `spans` are in code points of the source; each block gets those that stand in it, in code points of its text.
    """
    is_html = channel.endswith("_html")
    if stage == "template":
        blocks = template.blocks(source, part, markup=is_html)
    else:
        blocks = html.blocks(source, part) if is_html else text.blocks(source, part)
    return tuple(_with_spans(block, spans) for block in blocks) if spans else blocks


def _with_spans(block: Block, spans: Sequence[DataSpan]) -> Block:
    own = []
    for span in spans:
        inside = [at for at in range(len(block.text)) if span.start <= block.starts[at] and block.ends[at] <= span.end]
        if inside:
            own.append(DataSpan(inside[0], inside[-1] + 1, span.field, span.holds))
    return replace(block, spans=tuple(own)) if own else block
