"""A content block in a text message: its HTML as the few lines that a telephone shows, with the tokens in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import html as lxml_html
from lxml.html import HtmlElement

from commhub.render.text.alternative import tidy

INLINE: Final = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
        "wbr",
    )
)  # fmt: skip
SILENT: Final = frozenset({"head", "style", "script", "template", "noscript"})
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def block_text(source: str, statement_comment: re.Pattern[str]) -> str:
    """A block as plain text: paragraphs, `- ` lists, tables a row a line, links with their address. Nothing is folded.

    Comments that match `statement_comment` stay, as their first group,
    with no white space of their own: they are Jinja statements.
    """
    root = lxml_html.document_fromstring(source)
    text = "".join(_lines(root, statement_comment))
    return tidy(text)


def _lines(element: HtmlElement, keep: re.Pattern[str]) -> Iterator[str]:
    if not isinstance(element.tag, str):
        match = keep.match(f"<!--{element.text}-->") if element.text else None
        if match:
            yield match.group(1)
        return
    tag = element.tag.lower()
    if tag in SILENT or _HIDDEN.search(element.get("style", "")):
        return
    if tag == "br":
        yield "\n"
        return
    if tag == "img":
        alt = element.get("alt", "").strip()
        yield f"[{alt}]" if alt and element.get("role") != "presentation" else ""
        return
    if tag == "hr":
        yield "\n----------\n\n"
        return
    if tag == "tr" and _is_data_table(element):
        yield from _row(element, keep)
        return
    yield "- " if tag == "li" else ""
    yield from _inside(element, keep)
    yield _after(tag)
    if tag == "a":
        href = element.get("href", "")
        label = element.text_content().strip()
        target = href.removeprefix("mailto:").removeprefix("tel:")
        said = label.replace(" ", "") in {target, target.removeprefix("https://").rstrip("/")}
        if href and not said and not href.startswith("#"):
            yield f" ({target})" if label else target


def _inside(element: HtmlElement, keep: re.Pattern[str]) -> Iterator[str]:
    holds_text = element.tag not in {"table", "tbody", "thead", "tfoot", "tr", "ul", "ol", "html"}
    if element.text and holds_text:
        yield _SPACE.sub(" ", element.text)
    for child in element:
        yield from _lines(child, keep)
        if child.tail and holds_text:
            yield _SPACE.sub(" ", child.tail)


def _after(tag: str) -> str:
    if tag in INLINE or tag in {"tbody", "thead", "tfoot", "tr", "html", "body"}:
        return ""
    return "\n" if tag in {"li", "dt", "dd"} else "\n\n"


def _is_data_table(row: HtmlElement) -> bool:
    table = next(row.iterancestors("table"), None)
    return table is not None and table.get("role") != "presentation" and table.find(".//th") is not None


def _row(row: HtmlElement, keep: re.Pattern[str]) -> Iterator[str]:
    first = True
    for cell in row:
        if isinstance(cell.tag, str):
            yield "" if first else " | "
            first = False
            yield _SPACE.sub(" ", "".join(_inside(cell, keep))).strip()
        else:
            yield from _lines(cell, keep)
    yield "\n"
