"""What the elements of a finished page look like, in light and in dark: colour, background, size, and whether they show.

Styles are inlined by now, so an element's own attributes tell nearly all. The rules that stayed in the head are laid over
them in the order of the cascade (CSS Cascading 4, 6.1): those that a link in use would lose if they were inlined, and,
for a dark screen, those within `@media (prefers-color-scheme: dark)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cssselect2
import tinycss2

from commhub.render.html.page.colours import BLACK, WHITE, Colour, colour_of, legacy_colour
from commhub.render.html.page.nodes import Node

Declarations = Mapping[str, str]
"""Values by property."""
Ranked = tuple[int, tuple[int, ...], str, str]
"""Level (rule, style attribute, important rule, important style attribute), specificity with order, name, value."""

_DARK = re.compile(r"prefers-color-scheme\s*:\s*dark")
_SCHEME = re.compile(r"prefers-color-scheme\s*:\s*(dark|light)\s*")
_FONT_BOLD = re.compile(r"(?:^|\s)(?:bold|bolder|[6-9]00)\s")
_FONT_SIZE = re.compile(
    r"(?:^|\s)((?:[0-9]*\.)?[0-9]+(?:px|pt|em|rem|%)|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?=[\s/])"
)
_PICTURE = re.compile(r"url\(|gradient\(", re.IGNORECASE)
_PLAIN = re.compile(r"[^\"'()\\/{]*\Z")
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)(px|pt|em|rem|%|)\Z")
_DARK_CANVAS: Final = Colour(0x12 / 255, 0x12 / 255, 0x12 / 255)
_LINK: Final = Colour(0, 0, 0xEE / 255)
_DARK_LINK: Final = Colour(0x9E / 255, 0x9E / 255, 1)
_SIZES: Final = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 0.83, "sub": 0.83, "sup": 0.83}
_WORDS: Final = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_FONT_SIZES: Final = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_BOLD_TAGS: Final = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_COLOURS: Final = ("color", "background-color", "background")
_INHERITED: Final = frozenset({"", "inherit", "unset"})
_RESETS: Final = {"background": ("background-color", "background-image"), "font": ("font-size", "font-weight")}
"""What a shorthand sets anew."""
_READ: Final = frozenset({
    *_COLOURS, "background-image", "font", "font-size", "font-weight", "display", "visibility", "opacity", "overflow",
    "height", "max-height",
})  # fmt: skip
_UNSEEN_TAGS: Final = frozenset({"head", "style", "script", "title", "template"})


@dataclass(frozen=True, slots=True)
class Paint:
    """How an element's own text looks. `picture` means that a picture or gradient lies behind it, above `background`;
    `bare` that no colour is set for the place itself, so that only the page's shows through if the picture is missing.
    With `known` false, a colour is written in a way that cannot be read here (`oklch()`, `var()`). `size` is in px."""

    colour: Colour
    background: Colour
    picture: bool
    bare: bool
    size: float
    bold: bool
    shown: bool
    known: bool = True


def paint(root: Node, *, dark: bool = False) -> dict[Node, Paint]:
    """The look of every element, on a light or a dark screen."""
    rules = _matched(root, dark=dark)
    canvas = dark and "dark" in _color_scheme(root)
    start = Paint(
        colour=WHITE if canvas else BLACK,
        background=_DARK_CANVAS if canvas else WHITE,
        picture=False,
        bare=True,
        size=16.0,
        bold=False,
        shown=True,
    )
    found: dict[Node, Paint] = {}
    link = _DARK_LINK if canvas else _LINK
    todo = [(root, start)]
    while todo:
        node, above = todo.pop()
        found[node] = here = _paint(node, above, _declared(node, rules.get(node, ())), link)
        todo += [(child, here) for child in node.children if isinstance(child, Node)]
    return found


def has_dark_look(root: Node) -> bool:
    """Whether the page says itself how it looks on a dark screen."""
    return "dark" in _color_scheme(root) or any(_DARK.search(sheet) for sheet in _sheets(root))


def _paint(node: Node, above: Paint, style: Declarations, link: Colour) -> Paint:
    size = _size(node, above.size, style)
    weight = style.get("font-weight", "")
    if not weight and "font" in style:
        weight = "bold" if _FONT_BOLD.search(style["font"]) else "normal"
    weight = weight or ("bold" if node.tag in _BOLD_TAGS else "")
    bold = above.bold if weight in _INHERITED else weight in {"bold", "bolder"} or _is_heavy(weight)
    colour = _text_colour(node, above, style, link)
    background, picture, bare, known = above.background, above.picture, above.bare, above.known
    given = _background(node, style)
    if given is not None and given.alpha > 0:
        background = given.over(above.background)
        if given.alpha == 1:
            picture, known = False, True
        bare = False
    if _has_picture(node, style):
        picture, bare = True, given is None or given.alpha == 0
    known = known and not any(_is_unknown(style.get(name, "")) for name in _COLOURS)
    shown = above.shown and _is_shown(node, style)
    return Paint(colour, background, picture, bare, size, bold, shown, known)


def _is_heavy(weight: str) -> bool:
    return weight.isdecimal() and int(weight) >= 600


def _is_unknown(value: str) -> bool:
    return "(" in value and not _PICTURE.search(value) and colour_of(value) is None and _shorthand_colour(value) is None


def _text_colour(node: Node, above: Paint, style: Declarations, link: Colour) -> Colour:
    if "color" in style:
        value = style["color"].lower()
        found = colour_of(value)
        if found or value in _INHERITED or value == "currentcolor" or "(" in value:
            return found or above.colour
    attribute = {"font": "color", "body": "text"}.get(node.tag)
    if attribute and (found := legacy_colour(node.get(attribute))):
        return found
    return link if node.tag == "a" and node.get("href") else above.colour


def _background(node: Node, style: Declarations) -> Colour | None:
    if "background-color" in style:
        return colour_of(style["background-color"])
    if "background" in style:
        return _shorthand_colour(style["background"])
    return legacy_colour(node.get("bgcolor"))


@lru_cache(maxsize=2048)
def _shorthand_colour(value: str) -> Colour | None:
    """The colour in a `background` shorthand; none sets the background to transparent."""
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        found = colour_of(token.serialize()) if token.type in {"ident", "hash", "function"} else None
        if found is not None:
            return found
    return None


def _has_picture(node: Node, style: Declarations) -> bool:
    if node.get("background"):
        return True
    return any(name in style and _PICTURE.search(style[name]) for name in ("background", "background-image"))


def _size(node: Node, above: float, style: Declarations) -> float:
    value = style.get("font-size", "").lower()
    if not value and "font" in style and (found := _FONT_SIZE.search(style["font"].lower())):
        value = found.group(1)
    if not value:
        if node.tag == "font":
            return _FONT_SIZES.get(node.get("size"), above)
        return above * _SIZES.get(node.tag, 1.0)
    match = _LENGTH.match(value)
    if not match:
        return _WORDS.get(value, above * {"smaller": 0.83, "larger": 1.2}.get(value, 1.0))
    number, unit = float(match.group(1)), match.group(2)
    return number * {"px": 1.0, "": 1.0, "pt": 96 / 72, "em": above, "rem": 16.0, "%": above / 100}[unit]


def _is_shown(node: Node, style: Declarations) -> bool:
    value = {name: declared.replace(" ", "").lower() for name, declared in style.items()}
    closed = value.get("overflow") == "hidden" and (
        value.get("max-height") in {"0", "0px"} or value.get("height") in {"0", "0px"}
    )
    return not (
        node.tag in _UNSEEN_TAGS
        or "hidden" in node.attributes
        or value.get("display") == "none"
        or value.get("visibility") == "hidden"
        or value.get("opacity") in {"0", "0.0"}
        or closed
    )


# ---- the cascade ------------------------------------------------------------------------------------------------


def _declared(node: Node, laid_over: Iterable[Ranked]) -> Declarations:
    """The values that count for an element, with the rules that are laid over its own style."""
    style = node.attributes.get("style", "")
    ranked = [*laid_over, *((3 if important else 1, (), name, value) for name, value, important in _read(style))]
    found: dict[str, str] = {}
    for _, _, name, value in sorted(ranked, key=lambda one: one[:2]):
        for longhand in _RESETS.get(name, ()):
            found.pop(longhand, None)
        found[name] = value
    return found


@lru_cache(maxsize=4096)
def _read(style: str) -> tuple[tuple[str, str, bool], ...]:
    """Name, value and importance of each declaration."""
    if _PLAIN.match(style):  # nearly all are: no need for a whole parser
        return tuple(_split(style))
    return tuple(
        (one.lower_name, tinycss2.serialize(one.value).strip(), one.important)
        for one in tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
        if one.type == "declaration"
    )


def _split(style: str) -> Iterator[tuple[str, str, bool]]:
    for piece in style.split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            before, mark, after = value.rpartition("!")
            important = bool(mark) and after.strip().lower() == "important"
            yield name.strip().lower(), (before if important else value).strip(), important


def _sheets(root: Node) -> Iterator[str]:
    for node in root.walk():
        if node.tag == "style":
            yield "".join(child for child in node.children if isinstance(child, str))


def _color_scheme(root: Node) -> str:
    return " ".join(
        node.get("content").lower() for node in root.walk() if node.tag == "meta" and node.get("name") == "color-scheme"
    )


def _matched(root: Node, *, dark: bool) -> dict[Node, list[Ranked]]:
    """What the rules of the head declare for each element, with its rank in the cascade."""
    rules = [rule for sheet in _sheets(root) for rule in _rules(sheet, dark)]
    if not rules:
        return {}
    matcher = cssselect2.Matcher()
    for selector, declared in rules:
        matcher.add_selector(selector, declared)
    nodes = {node.element: node for node in root.walk()}
    found: dict[Node, list[Ranked]] = {}
    for element in cssselect2.ElementWrapper.from_html_root(root.element).iter_subtree():
        for specificity, order, pseudo, declared in matcher.match(element):
            if pseudo is None:
                found.setdefault(nodes[element.etree_element], []).extend(
                    (2 if important else 0, (*specificity, order), name, value) for name, value, important in declared
                )
    return found


@lru_cache(maxsize=256)
def _rules(sheet: str, dark: bool) -> tuple[tuple[cssselect2.CompiledSelector, tuple[tuple[str, str, bool], ...]], ...]:
    """The rules of a style sheet that hold on a light or a dark screen, one for each selector."""
    found = []
    for rule in _applied(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), dark):
        declared = tuple(one for one in _read(tinycss2.serialize(rule.content)) if one[0] in _READ)
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude) if declared else []
        except cssselect2.SelectorError:
            continue  # a client's own notation: no browser applies the rule either
        found += [(selector, declared) for selector in selectors]
    return tuple(found)


def _applied(rules: Iterable[Any], dark: bool) -> Iterator[Any]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and _media_holds(rule, dark):
            inner = tinycss2.parse_rule_list(rule.content or (), skip_comments=True, skip_whitespace=True)
            yield from _applied(inner, dark)


def _media_holds(rule: Any, dark: bool) -> bool:
    return any(_holds(one, dark) for one in tinycss2.serialize(rule.prelude).lower().split(","))


def _holds(query: str, dark: bool) -> bool:
    """Whether a media query holds on every screen of that kind: one about width or anything else does not."""
    scheme = _SCHEME.search(query)
    if scheme and (scheme.group(1) == "dark") is not dark:
        return False
    return set(_SCHEME.sub("", query).replace("()", " ").split()) <= {"only", "screen", "all", "and"}
