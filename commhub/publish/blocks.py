"""Content blocks put in the place of `{% include "key" %}`, nested ones too, in the form that the part needs."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Protocol

from commhub.contracts import CompileError
from commhub.render.html.document import markdown_as_html, markdown_as_text
from commhub.render.jinja.binding import check_names
from commhub.render.jinja.constructs import STATEMENT, TEXT, quote_braces, segments

_INCLUDE = re.compile(r"include\s+(?:\"([^\"]+)\"|'([^']+)')\Z")
MAX_DEPTH = 8


class Blocks(Protocol):
    """Where blocks come from: publish.sources.Sources, or a folder of files."""

    def block_text(self, key: str, locale: str, place: str) -> tuple[str, str, str]:
        """The block's source in that language, its name for error messages, and the locale in which it speaks (another
        than was asked for where the brand's language stands in). Raises CompileError."""


def is_plain(part: str) -> bool:
    """Whether a part is plain text (subject, sms, ...) rather than Markdown (body) or HTML (...-html)."""
    return part != "body" and not part.endswith("-html")


def place_blocks(
    source: str,
    part: str,
    locale: str,
    sources: Blocks,
    names: Collection[str] | None,
    place: str,
    path: tuple[str, ...] = (),
) -> str:
    """The source with every content block in place, as Jinja source. Raises CompileError with block and line."""
    check_names(source, names, place, includes=True)
    if len(path) > MAX_DEPTH:
        raise CompileError(f"content blocks stand inside each other more than {MAX_DEPTH} deep", place)
    if not any(segment.kind == STATEMENT and segment.word == "include" for segment in segments(source, place)):
        return source  # as it was written, so that every line and column stays where its author knows it
    pieces = []
    for segment in segments(source, place):
        if segment.kind == TEXT:
            pieces.append(quote_braces(segment.inner))
            continue
        if segment.kind != STATEMENT or segment.word != "include":
            pieces.append(segment.source)
            continue
        match = _INCLUDE.match(segment.inner)
        if not match:
            raise CompileError(
                "include takes the key of a content block in quotes, and nothing else", place, segment.line
            )
        key = match.group(1) or match.group(2)
        if key in path:
            raise CompileError(f"content blocks include each other: {' > '.join([*path, key])}", place, segment.line)
        text, where, speaks = sources.block_text(key, locale, place)
        text = place_blocks(text.strip("\n"), "body", speaks, sources, names, where, (*path, key))
        if path:
            pieces.append(text)
        elif is_plain(part):
            pieces.append(markdown_as_text(text, where))
        elif part == "body":
            pieces.append(text)
        else:
            pieces.append(markdown_as_html(text, where))
    return "".join(pieces)
