"""The CSS cascade of a document: for each element, every declaration that applies to it or may, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from commhub.contracts import CompileError
from commhub.render.html.css.properties import family, longhands, modelled, sure
from commhub.render.html.css.selectors import Selector, buckets_of, wrap
from commhub.render.html.css.sheets import Declaration, Rule, Sheet, read_declarations
from commhub.render.html.tree import IMPLIED, XHTML, Element, Tree

# Importance and origin (CSS Cascade 4, 6.1): sheets, style attributes, and the same again for `!important`.
SHEET, ATTRIBUTE, IMPORTANT_SHEET, IMPORTANT_ATTRIBUTE = range(4)
_EVERYTHING = "*"
# What these hold is never drawn, so it needs no styles.
_UNSEEN = frozenset({"head", "style", "script", "title", "meta", "link", "base", "template"})

MAX_TESTS: Final = 2_000_000
MAX_ENTRIES: Final = 200_000
"""Selectors tried on elements, and declarations on elements: a large newsletter has a tenth of this."""

Key = tuple[int, tuple[int, int, int], tuple[int, int]]


@dataclass(eq=False, slots=True)
class Entry:
    """One declaration on one element. `key` is its place in the cascade: the highest wins. `rule` is None for one of
    the style attribute. `static` ones always apply; of the others only the client knows whether they do."""

    declaration: Declaration
    rule: Rule | None
    key: Key
    static: bool

    @property
    def opaque(self) -> bool:
        return self.rule is not None and self.rule.layered


@dataclass(eq=False, slots=True)
class Styled:
    """An element with its entries by family of properties, each in the order of the cascade."""

    element: Element
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    attribute: list[Declaration | str] = field(default_factory=list)


@dataclass(slots=True)
class Cascade:
    """The elements that are drawn, and the selectors of static rules that match at least one of them."""

    styled: list[Styled]
    matched: set[tuple[Rule, Selector]]


def cascade_of(tree: Tree, sheets: Sequence[Sheet]) -> Cascade:
    """Match every rule with every element. Raises CompileError where they are too many."""
    index = _index(sheets)
    cascade = Cascade([], set())
    unseen: set[Element] = set()
    tests = kept = 0
    by_etree = {element.etree: element for element in tree.elements}
    for wrapper in wrap(tree.root.etree, quirks=tree.quirks):
        element = by_etree[wrapper.etree_element]
        if element.parent in unseen or (element.name in _UNSEEN and element.namespace == XHTML):
            unseen.add(element)
            continue
        styled = Styled(element, attribute=list(read_declarations(element.attributes.get("style", ""))))
        tests += sum(len(index.get(bucket, ())) for bucket in buckets_of(wrapper))
        entries = [*_of_rules(wrapper, index, cascade), *_of_attribute(styled)]
        kept += len(entries)
        if tests > MAX_TESTS or kept > MAX_ENTRIES:
            raise CompileError(
                "there are too many rules for too many elements; name fewer elements in each rule", "styles"
            )
        entries.sort(key=lambda entry: entry.key)
        for entry in entries:
            styled.entries.setdefault(family(entry.declaration.name), []).append(entry)
        cascade.styled.append(styled)
    if any("all" in styled.entries for styled in cascade.styled):
        for styled in cascade.styled:
            entries = sorted((one for some in styled.entries.values() for one in some), key=lambda entry: entry.key)
            styled.entries = {_EVERYTHING: entries} if entries else {}
    return cascade


_Index = dict[tuple[str, str], list[tuple[Selector, Rule, bool]]]


def _index(sheets: Sequence[Sheet]) -> _Index:
    """Selectors by what each element that they match has, with their rule and whether they always apply."""
    index: _Index = defaultdict(list)
    for sheet in sheets:
        for node in sheet.nodes:
            for rule in (node.rule, *node.inner):
                if rule is None:
                    continue
                always = sheet.static and rule is node.rule and rule.certain
                for selector in rule.selectors:
                    if not selector.pseudo:
                        index[selector.bucket].append((selector, rule, always and not selector.dynamic))
    return index


def _of_rules(wrapper: Any, index: _Index, cascade: Cascade) -> list[Entry]:
    found: list[Entry] = []
    best: dict[Rule, tuple[int, int, int]] = {}
    for bucket in buckets_of(wrapper):
        for selector, rule, static in index.get(bucket, ()):
            if not selector.test(wrapper):
                continue
            if static:
                cascade.matched.add((rule, selector))
                best[rule] = max(best.get(rule, (0, 0, 0)), selector.specificity)
            else:
                found.extend(_entries(rule, selector.specificity, static=False))
    for rule, specificity in best.items():
        found.extend(_entries(rule, specificity, static=True))
    return found


def _of_attribute(styled: Styled) -> Iterable[Entry]:
    own = [one for one in styled.attribute if isinstance(one, Declaration)]
    for position, declaration in enumerate(own):
        layer = IMPORTANT_ATTRIBUTE if declaration.important else ATTRIBUTE
        yield Entry(declaration, None, (layer, (0, 0, 0), (0, position)), static=True)


def _entries(rule: Rule, specificity: tuple[int, int, int], *, static: bool) -> Iterable[Entry]:
    for position, declaration in enumerate(rule.declarations):
        layer = IMPORTANT_SHEET if declaration.important else SHEET
        yield Entry(declaration, rule, (layer, specificity, (rule.order, position)), static)


ABOVE, BELOW, MIXED, FREE = "above", "below", "mixed", "free"


def compare(one: Entry, statics: Sequence[Entry], *, table: bool) -> str:
    """Where an entry stands to the static ones of its family: it wins over all that count, it loses to one that is
    surely understood, neither (MIXED), or nothing static sets what it sets (FREE).

    Only those count that may be seen: from the winner of each longhand down to the first one that every client
    understands. Without `table` (see `modelled`) all of them count.
    """
    if not table:
        over = [other.key < one.key for other in statics]
        return FREE if not over else ABOVE if all(over) else MIXED if any(over) else BELOW
    answers: set[str] = set()
    for longhand in longhands(one.declaration.name):
        over = [other.key < one.key for other in candidates(statics, longhand)]
        if over:
            answers.add(ABOVE if all(over) else MIXED if any(over) else BELOW)
    return (answers.pop() if len(answers) == 1 else MIXED) if answers else FREE


def candidates(statics: Sequence[Entry], longhand: str) -> list[Entry]:
    """The static entries for a longhand that some client may show, the winner first."""
    found: list[Entry] = []
    for entry in reversed(statics):
        if longhand in longhands(entry.declaration.name):
            found.append(entry)
            if sure(entry.declaration.name, entry.declaration.value):
                break
    return found


def has_table(entries: Sequence[Entry]) -> bool:
    return modelled(frozenset(entry.declaration.name for entry in entries))


def overlap(one: Entry, other: Entry, *, table: bool) -> bool:
    return not table or bool(longhands(one.declaration.name) & longhands(other.declaration.name))


def written(element: Element) -> bool:
    """Whether the source has a start tag for the element that can take a style attribute."""
    return element.number != IMPLIED
