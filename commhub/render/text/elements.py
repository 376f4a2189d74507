"""What an HTML element is to a reader of plain text: seen or not, within a line or a block, a button, a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from commhub.render.html.tree import XHTML
from commhub.render.text.structure import ANYWHERE, AT_LEFT, AT_RIGHT

INLINE: Final = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data", "del", "dfn", "em",
        "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
APART: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "col", "colgroup", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
        "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "legend",
        "li", "listing", "main", "menu", "nav", "noembed", "noframes", "noscript", "ol", "optgroup", "option", "p",
        "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead",
        "title", "tr", "ul", "xmp",
    )
)  # fmt: skip
"""Elements that part the words before them from those behind, for the linter; all others, known or not, join them."""
SILENT: Final = frozenset(
    (
        "audio", "canvas", "col", "colgroup", "datalist", "head", "input", "map", "math", "noscript", "param", "rp",
        "rt", "script", "select", "style", "svg", "template", "textarea", "title", "video",
    )
)  # fmt: skip
SECTIONS: Final = frozenset({"tbody", "thead", "tfoot"})
IN_CELLS: Final = frozenset({"address", "center", "div", "p"})
"""Blocks that a cell of a table in columns may hold, as lines."""

NEVER: Final = 0
SOMETIMES: Final = 1
ALWAYS: Final = 2

_HIDDEN = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?(?![.\d]))", re.IGNORECASE
)
_NO_HEIGHT = re.compile(r"(?<![-\w])max-height\s*:\s*0(?![.\d])", re.IGNORECASE)
_CLIPPED = re.compile(r"(?<![-\w])overflow\s*:\s*hidden", re.IGNORECASE)
_SPACED = re.compile(r"(?<![-\w])(?:margin|padding)[a-z-]*\s*:[^;]*[1-9]", re.IGNORECASE)
_PADDED = re.compile(r"(?<![-\w])padding[a-z-]*\s*:[^;]*[1-9]", re.IGNORECASE)
_AS_BOX = re.compile(r"(?<![-\w])display\s*:\s*(?:inline-)?block", re.IGNORECASE)
_COLOURED = re.compile(r"(?<![-\w])background(?:-color)?\s*:\s*(?!none|transparent|inherit)", re.IGNORECASE)
_ALIGNED = re.compile(r"(?<![-\w])text-align\s*:\s*([a-z]+)", re.IGNORECASE)
_BUTTON_WORD = re.compile(r"(?<![a-z])(?:button|btn|cta)(?![a-z])", re.IGNORECASE)
_SIDES: Final = {"right": AT_RIGHT, "end": AT_RIGHT, "left": AT_LEFT, "start": AT_LEFT}

READ_HERE: Final = ("aria-hidden", "class", "hidden", "role", "style")
"""The attributes that say here what an element is; none of them may depend on data."""


def name_of(element: ET.Element) -> str:
    """The element's name; those of SVG and MathML have a prefix, and comments none."""
    return "" if is_comment(element) else element.tag.removeprefix(f"{{{XHTML}}}")


def is_comment(element: ET.Element) -> bool:
    tag: object = element.tag
    return tag is ET.Comment


def attribute(element: ET.Element, name: str) -> str:
    return element.get(name) or ""


def hidden(element: ET.Element) -> bool:
    """Whether nobody gets to see or hear the element, such as a preheader.

    `mso-hide` is no such thing: it hides from Outlook what all others show.
    """
    name = name_of(element)
    if name in SILENT or name.startswith("{") or element.get("hidden") is not None:
        return True
    if attribute(element, "aria-hidden").strip().lower() == "true":
        return True
    style = attribute(element, "style")
    return bool(style) and bool(_HIDDEN.search(style) or (_NO_HEIGHT.search(style) and _CLIPPED.search(style)))


def is_button(element: ET.Element) -> bool:
    """Whether a link looks like a button: by its name, or by its colour or shape."""
    if _BUTTON_WORD.search(attribute(element, "class")) or attribute(element, "role") == "button":
        return True
    style = attribute(element, "style")
    return bool(_COLOURED.search(style) or (_AS_BOX.search(style) and _PADDED.search(style)))


def set_apart(element: ET.Element) -> bool:
    """Whether a block stands with a gap around it."""
    return name_of(element) != "div" or bool(_SPACED.search(attribute(element, "style")))


def alignment(cell: ET.Element) -> str:
    style = _ALIGNED.findall(attribute(cell, "style"))
    return _SIDES.get((style[-1] if style else attribute(cell, "align")).strip().lower(), ANYWHERE)


def span(cell: ET.Element) -> int:
    """The columns that a cell takes, at most nine."""
    value = attribute(cell, "colspan").strip()
    return min(int(value), 9) or 1 if value.isascii() and value.isdigit() else 1


def depth_after(word: str, depth: int) -> int:
    """How many statements are open after one that begins with this word."""
    return depth + (word in {"for", "if"}) - (word in {"endfor", "endif"})


def holds(parts: Iterable[tuple[str, ET.Element]], *, in_cell: bool) -> int:
    """Whether there is a block among what an element holds: NEVER, SOMETIMES (data decides) or ALWAYS.

    `parts` are its children, statements by their first word. `in_cell`: blocks that a cell in columns may hold do not
    count; buttons do.
    """
    found = depth = NEVER
    for word, child in parts:
        if word:
            depth = depth_after(word, depth)
            continue
        inner = _is_block(child, in_cell=in_cell)
        found = max(found, min(inner, SOMETIMES) if depth else inner)
    return found


def _is_block(child: ET.Element, *, in_cell: bool) -> int:
    name = name_of(child)
    if name == "a" and in_cell and is_button(child):
        return ALWAYS
    if name in INLINE or name in SILENT:
        return NEVER
    return NEVER if in_cell and name in IN_CELLS else ALWAYS
