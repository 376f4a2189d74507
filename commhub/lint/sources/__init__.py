"""From a source to blocks: one file for each kind of source, each `blocks(text, part) -> tuple[Block, ...]`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from commhub.contracts import DataSpan
from commhub.lint.blocks import Block
from commhub.lint.sources import html, markdown, template, text

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
    return _with_spans(blocks, spans) if spans else blocks


def _with_spans(blocks: Sequence[Block], spans: Sequence[DataSpan]) -> tuple[Block, ...]:
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))
    return tuple(_with_those_in(block, ordered, starts, reach) for block in blocks)


def _with_those_in(block: Block, spans: Sequence[DataSpan], starts: Sequence[int], reach: Sequence[int]) -> Block:
    """The block with the spans that hold characters of it; `reach` is how far the spans up to each one go."""
    own: list[DataSpan] = []
    number = bisect_left(starts, block.ends[-1])
    while number and reach[number - 1] > block.starts[0]:
        number -= 1
        span = spans[number]
        first, behind = bisect_left(block.starts, span.start), bisect_right(block.ends, span.end)
        if first < behind:
            own.append(DataSpan(first, behind, span.field, span.holds))
    return replace(block, spans=tuple(reversed(own))) if own else block
