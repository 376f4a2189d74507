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
from commhub.render.text.elements import APART, is_comment
from commhub.render.text.spoken import (
    ASIDE,
    ASIDE_END,
    BLOCK_END,
    BLOCK_IN,
    DOCUMENT_IN,
    GAP,
    HEADING,
    INLINE_END,
    INLINE_IN,
    LINE,
    PICTURE,
    RAISED,
    SHOWN,
    SPLIT,
    TERM,
    TERM_TEXT,
    Listener,
    tidy,
)

SILENT: Final = frozenset({"head", "style", "script", "template"})
"""Elements of which nothing is read. A document's title is in the head: it repeats the subject, which is read by itself."""
SETTINGS: Final = "xml"
"""What Office keeps of its settings in a conditional comment. Anywhere else it is an element like any other, and shows."""
SPOKEN: Final = ("alt", "title", "aria-label")
UNSAID: Final = frozenset({"base", "link", "meta", "param", "script", "source", "style", "template", "track"})
"""Elements whose attributes nobody hears."""
CONDITION: Final = re.compile(r"\s*\[if[^\]]*\]>(.*?)(?:<!\[endif\](?:--)?\s*)?\Z", re.IGNORECASE | re.DOTALL)
"""The text of a conditional comment, which Outlook reads as HTML."""
_DEEPEST: Final = 3
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTROL = re.compile("[\x01-\x08\x0e-\x1b]")


def readable(html: str, part: str) -> Readable:
    """What a finished document says; its fields may be marked."""
    return read("".join(_said(parse_with_comments(html), None)), part)


def readable_source(html: str, constructs: Constructs) -> str:
    """A document with tokens as Jinja source that prints what `read` takes. Empty where that cannot be compiled."""
    written = "".join(_said(parse_with_comments(html), constructs))
    if _names_set(html, constructs) - _names_set(written, constructs):
        return ""
    return constructs.restore(tidy(written), quote=quote_braces)


def read(printed: str, part: str) -> Readable:
    """What was printed, with the places of its fields. Editions from before there were roles and languages print blocks
    and nothing else; they read as they did."""
    return Listener(printed).readable(part)


def _said(
    element: ET.Element, constructs: Constructs | None, depth: int = 0, *, glossary: bool = False
) -> Iterator[str]:
    if is_comment(element):
        yield from _of_comment(element, constructs, depth)
        return
    name = element.tag.rpartition("}")[2]
    if name in SILENT or (name == SETTINGS and depth):
        return
    if name == "br":
        yield LINE
        return
    apart = name in APART
    yield GAP if apart else ""
    if name == "dl":
        glossary = "glossary" in (element.get("class") or "").lower().split()
    role = HEADING if name in _HEADINGS else {"dt": TERM, "dd": TERM_TEXT}.get(name, "") if glossary else ""
    lang = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("xml:lang")
    special = bool(role or lang)
    if special:
        opening = DOCUMENT_IN if name == "html" else BLOCK_IN if apart else INLINE_IN
        yield f"{opening}{role}{_words(lang)}{SPLIT}"
    yield RAISED if name == "sup" else PICTURE if name == "img" and element.get("alt") else ""
    for spoken in SPOKEN:
        if element.get(spoken) and name not in UNSAID:
            yield f"{ASIDE}{_words(element.get(spoken))}{ASIDE_END}"
    yield _words(element.text)
    for child in element:
        yield from _said(child, constructs, depth, glossary=glossary)
        yield _words(child.tail)
    yield GAP if apart else ""
    if special and name != "html":
        yield BLOCK_END if apart else INLINE_END


def _of_comment(comment: ET.Element, constructs: Constructs | None, depth: int) -> Iterator[str]:
    """A statement of the template, or what Outlook shows: it stands aside, for to all others it tears nothing apart."""
    text = comment.text or ""
    match = constructs.token.fullmatch(text) if constructs else None
    if match and constructs and constructs.get(match.group(1)).kind == STATEMENT:
        yield match.group()
    elif depth < _DEEPEST and (condition := CONDITION.match(text)):
        yield f"{SHOWN}{''.join(_said(parse_with_comments(condition[1]), constructs, depth + 1))}{ASIDE_END}"


def _words(text: str | None) -> str:
    return _CONTROL.sub("", text) if text else ""


def _names_set(text: str, constructs: Constructs) -> set[str]:
    """The statements of a text that set a name, which others may read wherever they stand."""
    return {number for number in constructs.token.findall(text) if constructs.get(number).word == "set"}
