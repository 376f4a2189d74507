"""Which selectors look at elements around or within the one they style that only some messages have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cssselect2 import parser as css

from commhub.render.html.css.selectors import STRUCTURAL, Selector, simple_selectors
from commhub.render.html.css.sheets import Sheet
from commhub.render.html.tree import IMPLIED, Element, Tree

ALWAYS_THERE: Final = frozenset({"html", "head", "body"})


def selectors_of(sheets: Iterable[Sheet]) -> Iterator[tuple[int, Selector]]:
    """Every selector that bears on style attributes, with the offset of its rule in the document.

    Those in media queries count, too: what they may match decides whether a declaration has to be marked `!important`;
    of siblings they ask nothing there (selectors.read_selector). Those with a pseudo-element style nothing that has a
    style attribute.
    """
    for sheet in sheets:
        for node in sheet.nodes:
            for rule in (node.rule, *node.inner):
                for selector in rule.selectors if rule else ():
                    if rule is not None and not selector.pseudo:
                        yield sheet.start + rule.start, selector


def attributes_read(sheets: Iterable[Sheet]) -> frozenset[str]:
    """The attributes whose values some selector reads; whether one is there at all does not depend on its value."""
    return frozenset(
        simple.lower_name
        for _, selector in selectors_of(sheets)
        for simple in simple_selectors(selector.tree)
        if isinstance(simple, css.AttributeSelector) and simple.operator is not None
    )


@dataclass(frozen=True, slots=True)
class Look:
    """One compound selector that looks around: `at` the siblings before or after ("before", "after", "both"), or "inside".

    `compound` is what it is a part of (None: it may be any element); `beside` what stands left of `+` or `~`.
    """

    at: str
    compound: Any
    beside: Any = None


def looks_of(tree: Any) -> Iterator[Look]:
    """Every look that a parsed selector takes at siblings or contents."""
    if isinstance(tree, css.CombinedSelector):
        yield from looks_of(tree.left)
        yield from looks_of(tree.right)
        if tree.combinator in {"+", "~"}:
            left = tree.left.right if isinstance(tree.left, css.CombinedSelector) else tree.left
            yield Look("before", tree.right, left)
        return
    for simple in tree.simple_selectors:
        name = getattr(simple, "name", "")
        if name in STRUCTURAL:
            yield Look(STRUCTURAL[name], tree)
        for selector in getattr(simple, "selector_list", ()):
            within = selector.parsed_tree
            alone = isinstance(within, css.CompoundSelector)
            for look in looks_of(within):
                yield Look(look.at, tree if alone else None, None)


def may_match(compound: Any, element: Element, *, quirks: bool) -> bool:
    """Whether a compound selector can match an element, by its type, classes and id alone."""
    if compound is None:
        return True
    names = str(element.attributes.get("class", "")).split()
    ident = str(element.attributes.get("id", ""))
    for simple in compound.simple_selectors:
        if isinstance(simple, css.LocalNameSelector) and simple.lower_local_name != str(element.name).lower():
            return False
        if isinstance(simple, css.ClassSelector) and not _among(simple.class_name, names, quirks=quirks):
            return False
        if isinstance(simple, css.IDSelector) and not _among(simple.ident, [ident], quirks=quirks):
            return False
    return True


def _among(name: str, names: Sequence[str], *, quirks: bool) -> bool:
    return name in names or (quirks and name.lower() in {one.lower() for one in names})


class Surroundings:
    """What may be different around each element from message to message.

    `spans` are the regions of the document, as offsets in its source; `changing` the elements whose contents depend on a
    message's data.
    """

    def __init__(self, tree: Tree, spans: Sequence[tuple[int, int]], changing: Iterable[Element]) -> None:
        self.tree = tree
        self.spans = spans
        self._regions: dict[int, frozenset[int] | None] = {}
        self._changing: set[int] = set()
        self._children: dict[int, list[tuple[Element, bool]]] = {}
        for element in tree.elements:
            self._regions[id(element)] = self._regions_of(element)
        for element in tree.elements:
            for child, comes_and_goes in self.children(element):
                if comes_and_goes:
                    self._mark(child)
        for element in changing:
            self._mark(element)

    def _regions_of(self, element: Element) -> frozenset[int] | None:
        """The regions in which an element begins; None where that cannot be said."""
        if element.number == IMPLIED:
            if element.name in ALWAYS_THERE:
                return frozenset()
            first = next((one for one in element._children if one.number != IMPLIED), None)
            return self._regions_at(first) if first else None
        return self._regions_at(element)

    def _regions_around(self, element: Element) -> frozenset[int] | None:
        """The regions that hold the whole of an element: one that nobody wrote may outlive the region it begins in."""
        while element.number == IMPLIED and isinstance(element.parent, Element):
            element = element.parent
        return self._regions[id(element)]

    def _regions_at(self, element: Element) -> frozenset[int]:
        at = self.tree.pieces[element.number].start
        return frozenset(index for index, (start, end) in enumerate(self.spans) if start <= at < end)

    def _mark(self, element: Any) -> None:
        while isinstance(element, Element) and id(element) not in self._changing:
            self._changing.add(id(element))
            element = element.parent

    def children(self, parent: Element) -> list[tuple[Element, bool]]:
        """The children of an element, each with whether there may be none of it, or several."""
        if id(parent) not in self._children:
            own = self._regions_around(parent)
            self._children[id(parent)] = [(child, self._moves(child, own)) for child in parent._children]
        return self._children[id(parent)]

    def _moves(self, child: Element, own: frozenset[int] | None) -> bool:
        begins = self._regions[id(child)]
        return own is None or begins is None or not begins <= own

    def unsteady(self, look: Look) -> Element | None:
        """An element for which the look may answer otherwise in another message, or None."""
        quirks = self.tree.quirks
        for element in self.tree.elements:
            if not may_match(look.compound, element, quirks=quirks):
                continue
            if look.at == "inside":
                if id(element) in self._changing:
                    return element
                continue
            if not isinstance(element.parent, Element):
                continue
            family = self.children(element.parent)
            index = next(at for at, (child, _) in enumerate(family) if child is element)
            if look.beside is not None and not any(may_match(look.beside, one, quirks=quirks) for one, _ in family):
                continue
            before = any(moves for _, moves in family[: index + 1])
            after = any(moves for _, moves in family[index:])
            if (before and look.at in {"before", "both"}) or (after and look.at in {"after", "both"}):
                return element
        return None
