"""Which coded values a template prints: found in its syntax tree, in favour of "printed" wherever that is not plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from commhub.contracts import VariableSpec
from commhub.render.jinja.environment import lexing_environment

NO_VALUE: Final = frozenset({"count", "length", "wordcount"})
"""Filters that say nothing of what a value is."""
FOR_MACHINES: Final = frozenset({"css_text", "json_text", "safe_url", "tag_word", "urlencode"})
"""Escapers of places that nobody reads, where a code stands as it is."""
ROWS: Final = frozenset({"list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"})
"""Filters that leave rows of a list, and print nothing of what they are given."""
BY_NAME: Final = frozenset({"join", "map", "sum"})
"""Filters that with an `attribute` give that member of each row, and nothing else of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One declared value by its dotted name (`papers.kind`; a row of a list is named as the list), with its members."""

    name: str
    coded: bool
    rows: bool = False
    members: tuple[tuple[str, Place], ...] = ()

    def all(self) -> Iterator[Place]:
        """The value and everything inside it."""
        yield self
        for _, member in self.members:
            yield from member.all()


Places = frozenset[Place]
NOTHING: Final[Places] = frozenset()


def printed_codes(sources: Iterable[str], variables: Iterable[VariableSpec]) -> frozenset[str]:
    """The dotted names of the enums that one of these sources may print; all of them where a source cannot be read."""
    places = tuple((one.name, _place(one, "")) for one in variables)
    if not any(one.coded for _, place in places for one in place.all()):
        return frozenset()
    return frozenset(chain.from_iterable(_printed(source, places) for source in sources if "{" in source))


def _place(variable: VariableSpec, within: str) -> Place:
    name = within + variable.name
    members = tuple((one.name, _place(one, f"{name}.")) for one in variable.fields)
    return Place(name, variable.type == "enum", variable.type == "list", members)


@lru_cache(maxsize=1024)
def _printed(source: str, places: tuple[tuple[str, Place], ...]) -> frozenset[str]:
    try:
        tree = lexing_environment().parse(source)
    except TemplateSyntaxError:
        return _codes(frozenset(place for _, place in places), deep=True)
    reader = _Reader({name: frozenset({place}) for name, place in places})
    return reader.read(tree)


def _codes(places: Places, *, deep: bool = False) -> frozenset[str]:
    return frozenset(one.name for place in places for one in (place.all() if deep else (place,)) if one.coded)


class _Reader:
    """Follows values through a template. Names only ever gain values, and it is read until they gain none."""

    def __init__(self, names: dict[str, Places]) -> None:
        self.names = names
        self.gained = True

    def read(self, tree: nodes.Template) -> frozenset[str]:
        while self.gained:
            self.gained = False
            for node in tree.find_all((nodes.For, nodes.Assign, nodes.With)):
                self._bind(node)
        shown = (self.of(child) for output in tree.find_all(nodes.Output) for child in output.nodes)
        return _codes(frozenset(chain.from_iterable(shown)))

    # ---- what names stand for -------------------------------------------------------------------------------------

    def _bind(self, node: nodes.Node) -> None:
        match node:
            case nodes.For():
                rows = self._rows(self.of(node.iter))
                self._give(node.target, rows)
                self._give(nodes.Name("loop", "store"), rows)
            case nodes.Assign():
                self._give(node.target, self.of(node.node))
            case nodes.With():
                for target, value in zip(node.targets, node.values, strict=True):
                    self._give(target, self.of(value))

    def _give(self, target: nodes.Node, value: Places) -> None:
        """Let a name stand for these as well; each of several names may stand for any part of them."""
        if isinstance(target, nodes.Tuple):
            for one in target.items:
                self._give(one, _inside(value))
            return
        if isinstance(target, nodes.NSRef):
            value = _flat(value)
        name = str(getattr(target, "name", ""))
        known = self.names.get(name, NOTHING)
        if not value <= known:
            self.names[name] = known | value
            self.gained = True

    # ---- what expressions come to -----------------------------------------------------------------------------------

    def of(self, node: nodes.Node | None) -> Places:
        """The values that an expression can come to, whole or in part."""
        match node:
            case nodes.Name():
                return self.names.get(node.name, NOTHING)
            case nodes.Getattr(node=nodes.Name(name="loop"), attr="previtem" | "nextitem"):
                return self.of(node.node)
            case nodes.Getattr():
                return self._member(self.of(node.node), node.attr)
            case nodes.Getitem(arg=nodes.Const(value=str() as name)):
                return self._member(self.of(node.node), name)
            case nodes.Getitem(arg=nodes.Slice()):
                return self.of(node.node)
            case nodes.Getitem():
                return self._rows(self.of(node.node))
            case nodes.Filter():
                return self._filtered(node)
            case nodes.CondExpr():
                return self.of(node.expr1) | self.of(node.expr2)
            case nodes.Compare() | nodes.Test() | nodes.Not() | nodes.Const() | nodes.TemplateData() | None:
                return NOTHING
            case nodes.Call(node=nodes.Getattr(attr="get") as asked):
                return _inside(self.of(asked.node)) | self._all(node.args[1:])
            case nodes.Call():
                asked_of = self.of(node.node.node) if isinstance(node.node, nodes.Getattr) else NOTHING
                return _inside(asked_of) | _flat(self._all(node.args) | self._all(one.value for one in node.kwargs))
        return _flat(self._all(node.iter_child_nodes()))

    def _all(self, several: Iterable[nodes.Node]) -> Places:
        return frozenset(chain.from_iterable(map(self.of, several)))

    def _filtered(self, node: nodes.Filter) -> Places:
        if node.name in NO_VALUE or node.name in FOR_MACHINES:
            return NOTHING
        value = self.of(node.node)
        if node.name in ROWS:
            return value
        if node.name in {"first", "last"}:
            return self._rows(value)
        given = {str(one.key): one.value for one in node.kwargs}
        attribute = given.get("attribute") or (node.args[1] if node.name == "join" and len(node.args) > 1 else None)
        if node.name in BY_NAME and isinstance(attribute, nodes.Const):
            found = self._rows(value)
            for name in str(attribute.value).split("."):
                found = self._member(found, name)
            return found | self._all(one for one in (*node.args, *given.values()) if one is not attribute)
        passed = value if all(not place.members for place in value) else _inside(value)
        return passed | self._all(node.args) | self._all(given.values())

    @staticmethod
    def _rows(value: Places) -> Places:
        """The rows of lists, the values of objects, and whatever is neither."""
        found: set[Place] = set()
        for place in value:
            if place.rows:
                found.add(Place(place.name, place.coded, members=place.members))
            elif place.members:
                found |= _inside(frozenset({place}))
            else:
                found.add(place)
        return frozenset(found)

    @staticmethod
    def _member(value: Places, name: str) -> Places:
        """The member of that name; what has no members stays, for a name of the template's own may hold it."""
        found: set[Place] = set()
        for place in value:
            members = dict(place.members)
            if name in members:
                found.add(members[name])
            elif not members:
                found.add(place)
        return frozenset(found)


def _flat(value: Places) -> Places:
    """The values with everything inside them, each by itself: whatever is asked of them by name may be any of them."""
    return frozenset(Place(one.name, one.coded) for one in _inside(value))


def _inside(value: Places) -> Places:
    return frozenset(one for place in value for one in place.all())
