"""Refuses HTML that could do something of its own: a message is read, it does not run, submit or lead away."""

from __future__ import annotations

import re
from typing import Final, cast

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from commhub.contracts import CompileError

REFUSED: Final = frozenset(
    {"applet", "base", "embed", "form", "frame", "frameset", "iframe", "link", "object", "portal", "script"}
    | {"pattern", "use"}  # drawings that can repeat themselves without end: those come in as assets, which are measured
)
ADDRESSES: Final = frozenset(
    {"action", "background", "cite", "data", "formaction", "href", "longdesc", "ping", "poster", "src", "xlink:href"}
)
DANGEROUS: Final = re.compile(r"(javascript|vbscript|file|data(?!:image/(png|jpe?g|gif);)):", re.IGNORECASE)
_NOT_SEEN = re.compile(r"[\x00-\x20\x7f]")
_WHOLE = re.compile(r"<html[\s>]", re.IGNORECASE)
_CONDITIONAL = re.compile(r"\[if[^\]]*\]>(.*)<!\[endif\]\Z", re.DOTALL | re.IGNORECASE)


def refuse_active(source: str, place: str, *, above: int = 0) -> None:
    """Raises CompileError, with the line, for an element or attribute that could act in the reader's program.

    `above` is how many lines of the place stand above this source.
    """
    if not source.strip():
        return
    try:
        root = lxml_html.document_fromstring(source if _WHOLE.search(source) else f"<html><body>{source}</body></html>")
    except (etree.LxmlError, ValueError) as error:
        raise CompileError(f"the HTML cannot be read: {error}", place) from error
    for element in root.iter():
        line = above + int(cast("int | None", element.sourceline) or 0)
        if isinstance(element, etree._Comment):
            conditional = _CONDITIONAL.match(str(element.text or ""))
            if conditional:  # Outlook reads this as HTML
                refuse_active(conditional.group(1), place, above=line - 1)
        elif isinstance(element, HtmlElement) and (reason := _reason(element)):
            raise CompileError(f"{reason}; messages only show and link", place, line)


def _reason(element: HtmlElement) -> str:
    tag = str(element.tag).lower()
    if tag in REFUSED:
        return f"<{tag}> cannot be used"
    if tag == "meta" and str(element.get("http-equiv", "")).strip().lower() == "refresh":
        return "<meta> cannot send the reader to another page"
    for raw, value in element.attrib.items():
        name = str(raw).lower()
        if name.startswith("on") or name in {"srcdoc", "srcset"}:
            return f'"{name}" cannot be used on <{tag}>'
        if name in ADDRESSES and DANGEROUS.match(_NOT_SEEN.sub("", str(value))):
            return f'"{name}" cannot be {str(value)[:40]!r} on <{tag}>'
    return ""
