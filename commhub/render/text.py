"""HTML read as text: the alternative that goes along with every e-mail, and the stretches that the linter reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import html as lxml_html
from lxml.html import HtmlElement

from commhub.contracts import Readable
from commhub.render.marks import read_marks

INLINE: Final = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
        "wbr",
    )
)  # fmt: skip
SILENT: Final = frozenset({"head", "style", "script", "template", "noscript"})
SPOKEN: Final = ("alt", "title", "aria-label")
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def to_text(source: str, statement_comment: re.Pattern[str] | None = None) -> str:
    """An HTML document as plain text: paragraphs, `- ` lists, tables a row a line, links with their address.

    Hidden elements (a preheader) are left out. Comments that match `statement_comment` stay, as their first group,
    with no white space of their own: they are Jinja statements.
    """
    root = lxml_html.document_fromstring(source)
    text = "".join(_lines(root, statement_comment))
    return tidy(text)


def tidy(text: str) -> str:
    """Text with no space at the ends of lines and at most one empty line in a row, ending in one line break."""
    text = re.sub(r"[ \t]+\n", "\n", text)
    text = re.sub(r"\n[ \t]+(?=\S)", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _lines(element: HtmlElement, keep: re.Pattern[str] | None) -> Iterator[str]:
    if not isinstance(element.tag, str):
        match = keep.match(f"<!--{element.text}-->") if keep and element.text else None
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


def _inside(element: HtmlElement, keep: re.Pattern[str] | None) -> Iterator[str]:
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


def _row(row: HtmlElement, keep: re.Pattern[str] | None) -> Iterator[str]:
    first = True
    for cell in row:
        if isinstance(cell.tag, str):
            yield "" if first else " | "
            first = False
            yield _SPACE.sub(" ", "".join(_inside(cell, keep))).strip()
        else:
            yield from _lines(cell, keep)
    yield "\n"


def readable(source: str, part: str) -> Readable:
    """What a customer can see or hear of rendered HTML whose fields are marked; blocks are separated by line breaks."""
    root = lxml_html.document_fromstring(source)
    text = re.sub(r" *\n[ \n]*", "\n", "".join(_visible(root))).strip()
    clean, spans = read_marks(text)
    return Readable(part, clean, spans)


def _visible(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in {"head", "style", "script", "template"}:
        return
    block = element.tag not in INLINE and element.tag != "img"
    yield "\n" if block else ""
    for name in SPOKEN:
        if element.get(name):
            yield f"\n{_SPACE.sub(' ', element.get(name, ''))}\n"
    if element.text:
        yield _SPACE.sub(" ", element.text)
    for child in element:
        yield from _visible(child)
        if child.tail:
            yield _SPACE.sub(" ", child.tail)
    yield "\n" if block else ""
