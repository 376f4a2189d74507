"""What the linter reads: blocks of text that know where each character stands in the source. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commhub.contracts import DataSpan

TEXT: Final = "text"
HEADING: Final = "heading"
GLOSSARY_TERM: Final = "glossary-term"
GLOSSARY_TEXT: Final = "glossary-text"
SPOKEN: Final = "spoken"
PLACEHOLDER: Final = "\ufffc"
"""Stands in a block for the value of a template's expression that is not known yet (object replacement character)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table cell or spoken attribute: no term spans two of them.

    `text` is as read (entities decoded, tags gone, `<br>` a line break) and not yet normalised. Its character i stands at
    `starts[i]:ends[i]` of the source (code points, end exclusive). `locale` is that of a `lang` attribute around it, ''
    for the message's own. `role`: text, heading, glossary-term or glossary-text (inside `<dl class="glossary">`),
    spoken (alt, title, aria-label). `spans` are the values of the request in it, in code points of `text`. `foreign` are
    stretches under another `lang`: each is a block of its own too, so what is found wholly inside does not count here.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    part: str = ""
    locale: str = ""
    role: str = TEXT
    spans: tuple[DataSpan, ...] = ()
    foreign: tuple[tuple[int, int], ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text (not empty) stands in the source: from its first to its last character."""
        return self.starts[start], self.ends[end - 1]
