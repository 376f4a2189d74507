"""Typographic punctuation in the characters of GSM-7, where that is all that keeps a text message out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from commhub.contracts import DataSpan
from commhub.render.sms.parts import PLAIN, size_of

_SPACES: Final = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_BREAKS: Final = "\x0b\x85\u2028\u2029"
# Soft hyphen, zero-width space and joiners, marks of direction, word joiner, invisible operators, byte order mark. In a
# text of which all the rest is in GSM-7 they change nothing that anybody sees.
_UNSEEN: Final = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff"
)
EQUIVALENTS: Final[Mapping[str, str]] = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a`\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u2022\u2023\u2043\u25aa\u25cf\u25e6", "-"),
    **dict.fromkeys("\u2044\u2215", "/"),
    "\u2026": "...",
    "\u2025": "..",
    "\u2024": ".",
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    **dict.fromkeys(_UNSEEN, ""),
}
"""What stands for what. No letter, digit or accent is among them: a name keeps every one of its letters. Left out as well is
what may belong to a word (the middle dot of Catalan) or would change what is said (fractions, trade marks)."""
_TABLE: Final = str.maketrans(dict(EQUIVALENTS))


@dataclass(frozen=True, slots=True)
class Replaced:
    """One character that was put in plain: what stands for it now (nothing, for what cannot be seen), and how often."""

    character: str
    by: str
    count: int


def in_plain(text: str) -> str:
    """The text with plain punctuation if that brings it into GSM-7, and the very same text if it does not."""
    candidate = text.translate(_TABLE)
    return candidate if size_of(candidate).encoding == PLAIN else text


def in_plain_with_spans(text: str, spans: Sequence[DataSpan]) -> tuple[str, tuple[DataSpan, ...]]:
    """As `in_plain`, with the places of the request's values in the new text. Spans are in order and do not overlap."""
    plain = in_plain(text)
    if len(plain) == len(text):
        return plain, tuple(spans)
    moved: list[DataSpan] = []
    seen = length = 0
    for span in spans:
        start = length + len(text[seen : span.start].translate(_TABLE))
        length = start + len(text[span.start : span.end].translate(_TABLE))
        moved.append(replace(span, start=start, end=length))
        seen = span.end
    return plain, tuple(moved)


def replaced_in(text: str) -> tuple[Replaced, ...]:
    """Which characters plain punctuation replaces in a text, in order of appearance."""
    counts = Counter(character for character in text if character in EQUIVALENTS)
    return tuple(Replaced(character, EQUIVALENTS[character], count) for character, count in counts.items())
