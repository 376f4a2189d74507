"""What the linter reads of an HTML document: all that a customer can see or hear of it, block by block.

It is compiled once, as Jinja source, or read from a finished document; both give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from commhub.contracts import Readable
from commhub.render.html.tree import parse_with_comments
from commhub.render.jinja.constructs import STATEMENT, Constructs, quote_braces
from commhub.render.jinja.marks import read_marks
from commhub.render.text.elements import INLINE, name_of
from commhub.render.text.structure import LOOSE

SILENT: Final = frozenset({"head", "style", "script", "template"})
SPOKEN: Final = ("alt", "title", "aria-label")
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_GAPS = re.compile(f" *{LOOSE}[ {LOOSE}]*")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1b]")


def readable(html: str, part: str) -> Readable:
    """What a finished document says; its fields may be marked. Blocks are separated by line breaks."""
    return read("".join(_said(parse_with_comments(html), None)), part)


def readable_source(html: str, constructs: Constructs) -> str:
    """A document with tokens as Jinja source that prints what `read` takes. Empty where that cannot be compiled."""
    written = "".join(_said(parse_with_comments(html), constructs))
    if _names_set(html, constructs) - _names_set(written, constructs):
        return ""
    return constructs.restore(_GAPS.sub(LOOSE, _SPACE.sub(" ", written)), quote=quote_braces)


def read(printed: str, part: str) -> Readable:
    """What was printed, with the places of its fields."""
    text, spans = read_marks(_GAPS.sub("\n", _SPACE.sub(" ", printed)).strip())
    return Readable(part, text, spans)


def _said(element: ET.Element, constructs: Constructs | None) -> Iterator[str]:
    name = name_of(element)
    if not name:
        match = constructs.token.fullmatch(element.text or "") if constructs else None
        if match and constructs and constructs.get(match.group(1)).kind == STATEMENT:
            yield match.group()
        return
    if name in SILENT:
        return
    block = name == "br" or name not in INLINE
    yield LOOSE if block else ""
    for spoken in SPOKEN:
        if element.get(spoken):
            yield f"{LOOSE}{_words(element.get(spoken))}{LOOSE}"
    yield _words(element.text)
    for child in element:
        yield from _said(child, constructs)
        yield _words(child.tail)
    yield LOOSE if block else ""


def _words(text: str | None) -> str:
    return _CONTROL.sub("", text) if text else ""


def _names_set(text: str, constructs: Constructs) -> set[str]:
    """The statements of a text that set a name, which others may read wherever they stand."""
    return {number for number in constructs.token.findall(text) if constructs.get(number).word == "set"}
