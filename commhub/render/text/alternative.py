"""The plain text that goes along with an e-mail: compiled from its HTML once, or read from a finished message.

A message's text is the same on both ways; text_source.py says when it can be compiled.
"""

from __future__ import annotations

import re

from commhub.render.jinja.constructs import Constructs
from commhub.render.text.layout import lay_out
from commhub.render.text.readable import readable
from commhub.render.text.reading import Undecided
from commhub.render.text.source import Writer
from commhub.render.text.structure import BLOCK, GAPS, INNER_GAP, LOOSE, TIGHT

__all__ = ["laid_out", "readable", "text_source", "tidy", "to_text"]


def to_text(html: str) -> str:
    """The text of a finished HTML document, in lines of 76 columns."""
    return lay_out(Writer(None).document(html))


def text_source(html: str, constructs: Constructs) -> str:
    """The text of a document with tokens, as Jinja source that prints what `laid_out` finishes.

    Empty where the text can only be read from each finished message, by `to_text`.
    """
    try:
        written = Writer(constructs).document(html)
    except Undecided:
        return ""
    written = GAPS.sub(_widest, f"{LOOSE}{written}{LOOSE}")
    statics = constructs.token.split(written)[::2]
    settled = [INNER_GAP.sub(_line_breaks, static) for static in statics]
    tokens = [match.group() for match in constructs.token.finditer(written)]
    return constructs.restore("".join(part for pair in zip(settled, [*tokens, ""], strict=True) for part in pair))


def _widest(match: re.Match[str]) -> str:
    return LOOSE if LOOSE in match.group() else TIGHT


def _line_breaks(match: re.Match[str]) -> str:
    return "\n\n" if match.group() == LOOSE else "\n"


def laid_out(printed: str) -> str:
    """The text as it is sent. `printed` is what a source of `text_source` printed, without marks of provenance.

    A source that was compiled before there was anything to lay out printed its lines as they are sent.
    """
    return lay_out(printed) if LOOSE in printed or BLOCK in printed else tidy(printed)


def tidy(text: str) -> str:
    """Text with no space at the ends of lines and at most one empty line in a row, ending in one line break."""
    text = re.sub(r"[ \t]+\n", "\n", text)
    text = re.sub(r"\n[ \t]+(?=\S)", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
