"""How much a source may hold, so that no renderer is kept busy by it or runs out of calls; counted, never timed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from commhub.render.html.passive import conditional_content
from commhub.render.html.places import Places, Run, text_of
from commhub.render.html.tree import COMMENT, RAW, START, scan

MAX_TAGS: Final = 10_000
"""Elements that one source may write. The longest newsletters have some 3,000; what a loop repeats does not count here."""
MAX_ATTRIBUTES: Final = 250
MAX_BRACKETS: Final = 64
"""Brackets of a style that may be open at once. Parsers of CSS call themselves for each."""
_BRACKET = re.compile(r"\\.|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|([({\[])|([)}\]])", re.DOTALL)


_MANY_LINES = re.compile(
    r"(?:grid[\w-]*\s*:|repeat\(|--[\w-]+\s*:"
    r"|(?:^|[;{])\s*[\w-]*\\[^;{}:\"']*:"  # a property whose name is spelt with escapes may be one of these
    r")[^;{}]*?(?<![\w.#])[+-]?[0-9]{6,}",
    re.IGNORECASE,
)
"""A grid with a million lines takes gigabytes."""


def refuse_giants(runs: Sequence[Run]) -> None:
    """Raises CompileError, with the place, for the first thing in a document of which there is more than anybody needs."""
    source = text_of(runs)
    if found := _too_much(source):
        raise Places(runs).at(found[0]).error(found[1])


def _too_much(source: str, tags: int = 0) -> tuple[int, str] | None:
    """Where it stands, and what to say of it."""
    for piece in scan(source):
        if piece.kind == START:
            tags += 1
            if tags > MAX_TAGS:
                return piece.start, f"this is tag number {MAX_TAGS + 1:,}; put what repeats itself into a loop"
            if len(piece.attributes) > MAX_ATTRIBUTES:
                return piece.start, f"<{piece.name}> has more than {MAX_ATTRIBUTES} attributes"
            for one in piece.attributes:
                if one.name == "style" and (reason := _of_style(one.value)):
                    return one.start, reason
        elif piece.kind == RAW and piece.name == "style":
            if reason := _of_style(source[piece.start : piece.end]):
                return piece.start, reason
        elif piece.kind == COMMENT and (inner := conditional_content(source[piece.start : piece.end])):
            if found := _too_much(inner[1], tags):
                return piece.start + inner[0] + found[0], found[1]
            tags += inner[1].count("<")
    return None


def _of_style(style: str) -> str:
    if too_deep(style):
        return f"more than {MAX_BRACKETS} brackets of this style stand inside each other"
    return "a grid has fewer lines than this style says" if _MANY_LINES.search(style) else ""


def too_deep(style: str) -> bool:
    """Whether the brackets of a style stand deeper inside each other than MAX_BRACKETS; mismatched ones count, too."""
    if sum(map(style.count, "({[")) <= MAX_BRACKETS:
        return False
    depth = 0
    for found in _BRACKET.finditer(style):
        if found[1]:
            depth += 1
            if depth > MAX_BRACKETS:
                return True
        elif found[2]:
            depth = max(0, depth - 1)
    return False
