"""Which characters our fonts can show: one that none of them has would be an empty box on paper, so it is a finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from fontTools.ttLib import TTFont

from commhub.contracts import Finding, Readable
from commhub.render.letters.fonts import FOLDER

RULE: Final = "missing-glyph"
_INKLESS: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_SELECTORS: Final = re.compile("[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Marks that only choose between forms of the character before them, and are not drawn."""


@lru_cache(maxsize=1)
def coverage() -> frozenset[int]:
    """The code points that at least one of our upright regular fonts has a glyph for."""
    known: set[int] = set()
    for file in sorted(FOLDER.glob("*-Regular.*")):
        with TTFont(file, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(known)


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    """Whether our fonts can show the character; what leaves no ink needs no glyph."""
    if ord(character) in coverage() or unicodedata.category(character) in _INKLESS or _SELECTORS.match(character):
        return True
    # A letter with its accent can be drawn as two: that is how the layout engine falls back.
    parts = unicodedata.normalize("NFD", character)
    return len(parts) > 1 and all(ord(part) in coverage() for part in parts)


def missing_glyphs(readables: Sequence[Readable]) -> tuple[Finding, ...]:
    """An error for each character without a glyph, once in each field of the data and once in each part's own words."""
    return tuple(finding for readable in readables for finding in _in_one(readable))


def _in_one(readable: Readable) -> Iterator[Finding]:
    strange = {character for character in set(readable.text) if not has_glyph(character)}
    if not strange:
        return
    seen: set[tuple[str, str]] = set()
    for at, character in enumerate(readable.text):
        if character not in strange:
            continue
        field = next((span.field for span in readable.spans if span.start <= at < span.end), "")
        if (character, field) in seen:
            continue
        seen.add((character, field))
        yield Finding(
            rule=RULE,
            kind="glyph",
            severity="error",
            part=readable.part,
            start=at,
            end=at + 1,
            surface=character,
            message=f"None of the fonts of letters has {named(character)}: it would be an empty box on paper.",
            suggestion="Write it in another way, or leave it out.",
            field=field,
        )


def on_pages(finding: Finding, printed: Readable) -> Finding:
    """A finding about one character of the HTML, at its place on the pages: that of the same field, if it is there."""
    at = [match.start() for match in re.finditer(re.escape(finding.surface), printed.text)]
    brought = [
        place
        for place in at
        for span in printed.spans
        if span.field == finding.field and span.start <= place < span.end
    ]
    start = next(iter(brought or at), 0)
    return replace(finding, part=printed.part, start=start, end=start + len(finding.surface) if at else start)


def named(character: str) -> str:
    """The character with its code point and, where it has one, its name in Unicode: “ß” (U+00DF, latin small letter …)."""
    name = unicodedata.name(character, "").lower()
    return f"“{character}” (U+{ord(character):04X}{f', {name}' if name else ''})"
