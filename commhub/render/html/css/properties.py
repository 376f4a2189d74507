"""CSS properties as far as an inliner must know them: which overlap, and which values every mail client understands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SIDES = ("top", "right", "bottom", "left")
_CORNERS = ("top-left", "top-right", "bottom-right", "bottom-left")


def _shorthands() -> dict[str, frozenset[str]]:
    """What each shorthand sets (CSS Backgrounds 3, Box 4, Fonts 4, Lists 3, Text Decoration 3, UI 4, Overflow 3)."""
    table: dict[str, list[str]] = {
        "margin": [f"margin-{side}" for side in _SIDES],
        "padding": [f"padding-{side}" for side in _SIDES],
        "border-radius": [f"border-{corner}-radius" for corner in _CORNERS],
        "background": [
            f"background-{part}"
            for part in ("color", "image", "repeat", "attachment", "position", "size", "origin", "clip")
        ],
        "font": [f"font-{part}" for part in ("family", "size", "style", "variant", "weight", "stretch")]
        + ["line-height"],
        "list-style": [f"list-style-{part}" for part in ("type", "position", "image")],
        "text-decoration": [f"text-decoration-{part}" for part in ("line", "style", "color", "thickness")],
        "outline": [f"outline-{part}" for part in ("width", "style", "color")],
        "overflow": ["overflow-x", "overflow-y"],
        "border": [f"border-{side}-{part}" for side in _SIDES for part in ("width", "style", "color")]
        + ["border-image"],
    }
    for side in _SIDES:
        table[f"border-{side}"] = [f"border-{side}-{part}" for part in ("width", "style", "color")]
    for part in ("width", "style", "color"):
        table[f"border-{part}"] = [f"border-{side}-{part}" for side in _SIDES]
    return {name: frozenset(parts) for name, parts in table.items()}


SHORTHANDS: Final = _shorthands()
# Families whose longhands are all in the table above; in others, two different names are compared as a whole.
_MODELLED: Final = frozenset(
    {"margin", "padding", "border-radius", "background", "font", "list-style", "outline", "border"}
)
_PREFIX = re.compile(r"-(?:webkit|moz|ms|o|khtml)-")
_LOGICAL = re.compile(r"(?:inline|block)(?:-|\Z)|(?:\A|-)(?:start|end)\Z|-(?:start|end)-")
_FAMILIES = re.compile(
    r"(border)-(?:collapse|spacing)\Z|"  # these two are alone
    r"(border(?:-\w+)*-radius)\Z|"
    r"(margin|padding|background|font|list-style|text-decoration|outline|overflow|border|flex|grid|transition|animation"
    r"|mask|column|text-emphasis|scroll|white-space|text-wrap|inset|place|align|justify|gap|offset|container)(?:-|\Z)"
)
_SAME_FAMILY: Final = {
    "line-height": "font", "word-wrap": "overflow", "columns": "column", "column-gap": "gap", "row-gap": "gap",
    "text-wrap": "white-space", "place": "grid", "align": "grid", "justify": "grid", "gap": "grid", "top": "inset",
    "right": "inset", "bottom": "inset", "left": "inset", "width": "size", "height": "size", "inline-size": "size",
    "block-size": "size", "min-width": "size", "min-height": "size", "max-width": "size", "max-height": "size",
    "min-inline-size": "size", "max-inline-size": "size", "min-block-size": "size", "max-block-size": "size",
    "page-break-before": "break-before", "page-break-after": "break-after", "page-break-inside": "break-inside",
    "order": "flex", "column": "grid",
}  # fmt: skip
# The names of a family that set themselves and nothing else of it.
_PLAIN: Final = frozenset({"size", "inset"})


@lru_cache(maxsize=2048)
def longhands(name: str) -> frozenset[str]:
    """What a declaration of this property sets."""
    return SHORTHANDS.get(name) or frozenset({name})


@lru_cache(maxsize=2048)
def family(name: str) -> str:
    """The name of the set of properties that may set each other's longhands. Different families never touch."""
    if name.startswith("--"):
        return name
    name = _PREFIX.sub("", name, count=1) if name.startswith("-") else name
    if name in {"border-collapse", "border-spacing"} or name.endswith("font-smoothing"):
        return name
    if name.startswith("border-") and name.endswith("radius"):
        return "border-radius"
    if name == "column-gap":
        return "grid"
    found = _FAMILIES.match(name)
    base = next((group for group in found.groups() if group), name) if found else name
    return _SAME_FAMILY.get(base, base)


def modelled(names: frozenset[str]) -> bool:
    """Whether the longhand table tells all that these properties of one family have to do with each other."""
    if len(names) == 1:
        return True
    if any(name.startswith("-") or _LOGICAL.search(name) for name in names):
        return False
    which = family(next(iter(names)))
    return which in _PLAIN or (which in _MODELLED and all(name in _KNOWN for name in names))


_KNOWN: Final = frozenset(SHORTHANDS) | frozenset().union(*SHORTHANDS.values())

_SIZE = r"(?:0|\d*\.?\d+(?:px|em|pt|%))"
_COLOUR = r"(?:#[0-9a-f]{3}|#[0-9a-f]{6}|black|white|red|green|blue|gray|silver|navy|maroon|purple|teal|yellow)"
_LINE = r"(?:none|solid|dashed|dotted|double)"
_EDGE = rf"(?:none|0|{_SIZE} {_LINE} {_COLOUR}|{_SIZE} {_LINE})"
_SURE: Final = {
    name: re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)
    for names, pattern in (
        ("margin", rf"(?:{_SIZE}|auto)(?: (?:{_SIZE}|auto)){{0,3}}"),
        ("margin-top margin-right margin-bottom margin-left width height", rf"{_SIZE}|auto"),
        ("padding", rf"{_SIZE}(?: {_SIZE}){{0,3}}"),
        ("padding-top padding-right padding-bottom padding-left font-size", _SIZE),
        ("color border-color", _COLOUR),
        ("background background-color", rf"{_COLOUR}|transparent"),
        ("border border-top border-right border-bottom border-left", _EDGE),
        ("border-collapse", "collapse|separate"),
        ("border-width border-top-width border-right-width border-bottom-width border-left-width", r"0|\d+px"),
        ("border-style", _LINE),
        ("line-height", rf"{_SIZE}|\d*\.?\d+|normal"),
        ("font-weight", "normal|bold|[1-9]00"),
        ("font-style", "normal|italic"),
        ("font-family", r"(?:[a-z][\w -]*|'[\w -]+'|\"[\w -]+\")(?:, ?(?:[a-z][\w -]*|'[\w -]+'|\"[\w -]+\"))*"),
        ("text-align", "left|right|center|justify"),
        ("text-decoration", "none|underline|line-through"),
        ("text-transform", "none|uppercase|lowercase|capitalize"),
        ("vertical-align", "top|middle|bottom|baseline"),
        ("display", "none|block|inline|inline-block|table|table-cell|table-row"),
        ("white-space", "normal|nowrap"),
        ("letter-spacing", r"normal|-?\d*\.?\d+px"),
        ("float", "none|left|right"),
        ("clear", "none|left|right|both"),
        ("max-width max-height", rf"{_SIZE}|none"),
        ("min-width min-height", _SIZE),
    )
    for name in names.split()
}


@lru_cache(maxsize=4096)
def sure(name: str, value: str) -> bool:
    """Whether every mail client understands the value, so that what it overrides is never seen.

    A short list of plain values, of which CSS 1 and 2 know each: lengths in px, em, pt and %, colours by name or in 3
    or 6 hexadecimal digits, common keywords. Everything else may be somebody's second choice: `background: #fff;
    background: linear-gradient(...)` keeps both.
    """
    pattern = _SURE.get(name)
    return bool(pattern and pattern.match(value))
