"""The style sheets of an HTML document as rules with their place and their text, read as browsers read them.

tinycss2 parses, so errors are skipped as CSS Syntax 3 says. Texts are slices of the source: nothing is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, Final

import tinycss2

from commhub.render.html.css.selectors import Selector, read_selector
from commhub.render.html.tree import RAW, XHTML, Element, Tree

STATIC_MEDIA: Final = frozenset({"", "all", "screen"})
LEAVE_ALONE: Final = ("data-premailer", "data-embed")
CONDITIONAL_AT_RULES: Final = frozenset(
    {"media", "supports", "container", "scope", "starting-style", "document", "-moz-document"}
)

_IMPORTANT = re.compile(r"!(?:\s|/\*.*?\*/)*important(?:\s|/\*.*?\*/)*\Z", re.IGNORECASE | re.DOTALL)
_PIECE = re.compile(
    r"(?P<gap>[\s;]+|/\*(?:.*?\*/|.*))|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|\\.|[^\s;/\"'\\]+|.", re.DOTALL
)
_NEST = re.compile(
    r"/\*.*?(?:\*/|(?P<comment>\Z))"
    r"|\"(?:[^\"\\\n]|\\.)*(?:\"|(?P<double>\Z)|)"
    r"|'(?:[^'\\\n]|\\.)*(?:'|(?P<single>\Z)|)"
    r"|\burl\(\s*(?![\"'\s])(?:[^)\\]|\\.)*(?:\)|(?P<url>\Z))"
    r"|\\.|(?P<open>[({\[])|(?P<close>[)}\]])",
    re.DOTALL | re.IGNORECASE,
)
_CLOSERS = {"(": ")", "{": "}", "[": "]"}


@dataclass(eq=False, slots=True)
class Declaration:
    """One declaration: `value` as written, without `!important`; `end` is the offset behind it in its sheet's text."""

    name: str
    value: str
    important: bool
    start: int
    end: int


@dataclass(eq=False, slots=True)
class Rule:
    """A style rule. `conditions` are the at-rules around it; `certain` is false where a browser may drop the rule, and
    `layered` true where its place in the cascade is not that of its order."""

    selectors: tuple[Selector, ...]
    declarations: tuple[Declaration, ...]
    start: int
    end: int
    conditions: tuple[str, ...]
    certain: bool
    layered: bool
    order: int = 0


@dataclass(eq=False, slots=True)
class Node:
    """A part of a sheet at its top: a style rule (`rule`), or an at-rule with the style rules in it."""

    start: int
    end: int
    rule: Rule | None
    inner: tuple[Rule, ...]
    useless: bool = False


@dataclass(eq=False, slots=True)
class Sheet:
    """A <style> element: `start` and `end` are its contents' span in the HTML, `text` the CSS with plain line ends."""

    element: Element
    start: int
    end: int
    text: str
    static: bool
    nodes: list[Node] = field(default_factory=list)


def read_sheets(tree: Tree) -> list[Sheet]:
    """The sheets of a document in their order, those in its body too."""
    sheets: list[Sheet] = []
    order = 0
    for element in tree.elements:
        if (
            element.name != "style"
            or element.number < 0
            or element.attributes.get("type", "").strip().lower() not in {"", "text/css"}
        ):
            continue
        if element.number + 1 >= len(tree.pieces):
            continue
        contents = tree.pieces[element.number + 1]
        if contents.kind != RAW or contents.name != "style":
            continue
        raw = tree.source[contents.start : contents.end]
        text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\0", "\ufffd")
        text += closers(text)
        static = (
            element.namespace == XHTML
            and element.attributes.get("media", "").strip().lower() in STATIC_MEDIA
            and not any(name in element.attributes for name in LEAVE_ALONE)
        )
        sheet = Sheet(element, contents.start, contents.end, text, static)
        sheet.nodes = list(_Reader(text, tree.quirks).nodes(() if static else ("media",)))
        if any(text[node.start : node.start + 10].lower() == "@namespace" for node in sheet.nodes):
            sheet.static = False  # its selectors mean something else
        for node in sheet.nodes:
            for rule in (node.rule, *node.inner):
                if rule is not None:
                    rule.order = order
                    order += 1
        sheets.append(sheet)
    return sheets


def closers(text: str) -> str:
    """What ends the comments, strings and blocks that a text leaves open."""
    stack: list[str] = []
    last = ""
    for found in _NEST.finditer(text):
        last = "*/" if found["comment"] is not None else '"' if found["double"] is not None else ""
        last = last or ("'" if found["single"] is not None else ")" if found["url"] is not None else "")
        if found["open"]:
            stack.append(_CLOSERS[found["open"]])
        elif found["close"] and stack and stack[-1] == found["close"]:
            stack.pop()
    return last + "".join(reversed(stack))


def read_declarations(text: str) -> Iterator[Declaration | str]:
    """The declarations of a style attribute; stretches that no browser understands come as text."""
    text = text + closers(text)
    reader = _Reader(text, quirks=False)
    nodes = tinycss2.parse_declaration_list(text)
    yield from reader.declarations(nodes, len(text), broken=True)


@lru_cache(maxsize=16)
def _parsed(text: str) -> Sequence[Any]:
    """The nodes of a style sheet, which nobody changes: a layout's is read several times for each edition."""
    return tuple(tinycss2.parse_stylesheet(text))


class _Reader:
    """Reads one text; places come as offsets."""

    def __init__(self, text: str, quirks: bool) -> None:
        self.text = text
        self.quirks = quirks
        self.lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.uncertain = False

    def offset(self, node: Any) -> int:
        return int(self.lines[node.source_line - 1] + node.source_column - 1)

    def nodes(self, conditions: tuple[str, ...]) -> Iterator[Node]:
        parsed = _parsed(self.text)
        begun = False
        for node, end in self._with_ends(parsed, len(self.text)):
            start = self.offset(node)
            if node.type == "qualified-rule":
                rule = self._rule(node, start, end, conditions, layered=False)
                begun = begun or rule is not None
                yield Node(start, rule.end if rule else end, rule, (), useless=rule is None)
            elif node.type == "at-rule":
                name = node.lower_at_keyword
                stop = self.text.rfind("}" if node.content is not None else ";", start, end) + 1 or end
                late = begun and name in {"import", "namespace"}
                begun = begun or name not in {"import", "namespace", "charset", "layer"}
                yield Node(start, stop, None, tuple(self._within(node, stop, conditions, layered=False)), useless=late)

    def _with_ends(self, nodes: Sequence[Any], end: int) -> Iterator[tuple[Any, int]]:
        """Nodes that are neither white space nor comments, each with the offset where the next one begins."""
        starts = [self.offset(node) for node in nodes] + [end]
        for node, (_, stop) in zip(nodes, pairwise(starts), strict=True):
            if node.type not in {"whitespace", "comment"}:
                yield node, stop

    def _within(self, node: Any, end: int, conditions: tuple[str, ...], *, layered: bool) -> Iterator[Rule]:
        name = node.lower_at_keyword
        if node.content is None or (name not in CONDITIONAL_AT_RULES and name != "layer"):
            return
        inside = (*conditions, f"@{name} {tinycss2.serialize(node.prelude).strip()}")
        layered = layered or name in {"layer", "scope"}
        for child, stop in self._with_ends(tinycss2.parse_rule_list(node.content), end - 1):
            start = self.offset(child)
            if child.type == "qualified-rule":
                rule = self._rule(child, start, stop, inside, layered=layered)
                if rule is not None:
                    yield rule
            elif child.type == "at-rule":
                yield from self._within(child, stop, inside, layered=layered)

    def _rule(self, node: Any, start: int, end: int, conditions: tuple[str, ...], *, layered: bool) -> Rule | None:
        opening = self.offset(node.content[0]) - 1 if node.content else self.text.rindex("{", start, end)
        selectors = [read_selector(text, self.quirks, bool(conditions)) for text in self._split(node, opening)]
        known = [selector for selector in selectors if selector is not None]
        if len(known) < len(selectors) or not selectors:
            return None
        stop = self.text.rindex("}", start, end)
        parsed = tinycss2.parse_blocks_contents(node.content)
        declarations = [one for one in self.declarations(parsed, stop) if isinstance(one, Declaration)]
        nested = any(child.type in {"qualified-rule", "at-rule"} for child in parsed)
        certain = not nested and all(selector.known for selector in known)
        return Rule(tuple(known), tuple(declarations), start, stop + 1, conditions, certain, layered or nested)

    def _split(self, node: Any, stop: int) -> list[str]:
        """The texts of a selector list that ends at `stop`."""
        cuts = [self.offset(token) for token in node.prelude if token == ","]
        starts = [self.offset(node), *(cut + 1 for cut in cuts)]
        texts = [self.text[a:b] for a, b in zip(starts, [*cuts, stop], strict=True)]
        return [re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL).strip() for text in texts]

    def declarations(self, nodes: Sequence[Any], end: int, *, broken: bool = False) -> Iterator[Declaration | str]:
        for node, stop in self._with_ends(nodes, end):
            start = self.offset(node)
            if node.type == "declaration":
                name = node.name if node.name.startswith("--") else node.lower_name
                begin = self.offset(node.value[0]) if node.value else self.text.index(":", start) + 1
                text = _trimmed(self.text[begin:stop])
                value = _trimmed(_IMPORTANT.sub("", text)) if node.important else text
                if value.strip() or name.startswith("--"):
                    yield Declaration(name, value.strip(), node.important, start, begin + len(value))
            elif broken and node.type == "error":
                yield self.text[start:stop].strip("; \n\t")


def _trimmed(text: str) -> str:
    """The text without white space, semicolons and comments at its end."""
    end = 0
    for piece in _PIECE.finditer(text):
        if piece["gap"] is None:
            end = piece.end()
    return text[:end]
