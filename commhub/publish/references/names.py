"""What a source names: content blocks, asset slots, brand tokens and variables, each with its place; read off its tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from commhub.publish.references.trees import PLACING, Fault, line_and_column, read_tree
from commhub.render.jinja.binding import undeclared
from commhub.render.jinja.environment import TOO_DEEP
from commhub.render.jinja.operators import METHODS
from commhub.render.jinja.refusals import refused
from commhub.render.jinja.wording import in_plain_words

BLOCK: Final = "content-block"
ASSET: Final = "asset"
TOKEN: Final = "token"
NOT_LITERAL: Final = "include takes the key of a content block in quotes, and nothing else"
NO_SLOT: Final = "asset takes the name of a slot in quotes, such as asset('logo')"


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a source names. `key` is a block's key, an asset's slot or a token's `path` with dots.

    `line` and `column` count from 1 in the source as its author sees it. An `optional` token may be missing: the source
    asks whether it is there, or says what to take otherwise.
    """

    target: str
    key: str
    line: int
    column: int
    optional: bool = False
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a source by itself, at a line and column from 1."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that a source reads and does not set, at the first place that reads it."""

    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one source names, in order of place, and what is wrong with it by itself. `variables` is empty where the
    source could not be read whole: a loop that is broken may have been what sets a name."""

    named: tuple[Named, ...]
    wrong: tuple[Wrong, ...]
    variables: tuple[Variable, ...]


@lru_cache(maxsize=4096)
def read_names(source: str) -> Reading:
    """What a source names. A mistake is in the answer, and does not keep the rest from being read."""
    tree = read_tree(source)
    faults = list(tree.faults)
    found: list[tuple[int, Named]] = []
    variables: tuple[Variable, ...] = ()
    if tree.root is not None:
        walk = _Walk(tree.text)
        try:
            walk.enter(tree.root)
            faults += walk.faults
            wrong_before = len(faults)
            faults += _refusals(tree.root)
            if not tree.faults:
                sound = len(faults) == wrong_before
                variables = tuple(_variables(tree.root, tree.text, sound=sound))
        except RecursionError:
            faults.append(Fault(0, TOO_DEEP))
        found = walk.found
    wrong = tuple(Wrong(*line_and_column(tree.text, one.offset), one.text) for one in sorted(set(faults)))
    return Reading(tuple(one for _, one in sorted(found, key=lambda pair: pair[0])), wrong, variables)


def _refusals(root: nodes.Template) -> Iterator[Fault]:
    """What the sandbox does not let in; if there is nothing of that, what Jinja's code generator refuses."""
    seen = False
    for offset, reason in refused(root, PLACING.filters, PLACING.tests):
        seen = True
        yield Fault(offset, reason)
    if seen:
        return
    try:
        PLACING.compile(root)
    except TemplateSyntaxError as error:
        yield Fault(error.lineno, in_plain_words(error.message))


def _variables(root: nodes.Template, text: str, *, sound: bool) -> Iterator[Variable]:
    names = list(root.find_all(nodes.Name))
    try:
        free = undeclared(root) if sound else None
    except TemplateError:
        free = None
    if (
        free is None
    ):  # Jinja's analysis stops at what it does not know; names that are set nowhere are told all the same
        free = frozenset(one.name for one in names) - {one.name for one in names if one.ctx != "load"} - {"loop"}
    first: dict[str, int] = {}
    for one in names:
        if one.name in free and one.ctx == "load":
            first[one.name] = min(one.lineno, first.get(one.name, one.lineno))
    for name, offset in sorted(first.items(), key=lambda pair: pair[1]):
        yield Variable(name, *line_and_column(text, offset))


class _Walk:
    """Goes through a tree once and collects what is named."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[tuple[int, Named]] = []
        self.faults: list[Fault] = []

    def enter(self, node: nodes.Node, *, optional: bool = False) -> None:
        match node:
            case nodes.Include():
                self._include(node)
            case nodes.Call(node=nodes.Name(name="asset")):
                self._asset(node)
            case nodes.Name(name="asset", ctx="load"):
                self.faults.append(Fault(node.lineno, NO_SLOT))
            case nodes.Test(name="defined" | "undefined"):
                self._children(node, optional=True)
            case nodes.Filter(name="default" | "d") if node.node is not None:
                self.enter(node.node, optional=True)
                for child in node.iter_child_nodes(exclude=("node",)):
                    self.enter(child)
            case nodes.Call(node=nodes.Getattr(attr=method, node=owner)) if method in METHODS and _tokens_in(owner):
                self.enter(owner, optional=optional)
                for child in node.iter_child_nodes(exclude=("node",)):
                    self.enter(child)
            case nodes.Getattr() | nodes.Getitem() | nodes.Name() if (path := _tokens_in(node)) is not None:
                self._token(path, optional=optional)
                self._within(node)
            case _:
                self._children(node, optional=False)

    def _children(self, node: nodes.Node, *, optional: bool) -> None:
        for child in node.iter_child_nodes():
            self.enter(child, optional=optional)

    def _within(self, node: nodes.Node) -> None:
        """What stands in the brackets of a chain: `brand.links[kind]`."""
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            if isinstance(node, nodes.Getitem):
                self.enter(node.arg)
            node = node.node

    def _add(self, target: str, key: str, offset: int, *, optional: bool = False, path: tuple[str, ...] = ()) -> None:
        line, column = line_and_column(self.text, offset)
        self.found.append((offset, Named(target, key, line, column, optional, path)))

    def _include(self, node: nodes.Include) -> None:
        key = node.template
        named = key.value if isinstance(key, nodes.Const) and not node.ignore_missing else None
        if isinstance(named, str) and self._plain(named, key.lineno):
            self._add(BLOCK, named, key.lineno)
        else:
            self.faults.append(Fault(key.lineno, NOT_LITERAL))

    def _plain(self, key: str, offset: int) -> bool:
        """Whether an include is just its word and its key: that is how blocks are put in their places."""
        end = offset + len(key) + 2
        written = self.text[offset + 1 : end - 1] == key
        before = self.text[:offset].rstrip().endswith("include") and self.text[offset - 1].isspace()
        after = self.text[end:].lstrip()
        return bool(key) and written and before and after.startswith(("%}", "-%}", "+%}"))

    def _asset(self, call: nodes.Call) -> None:
        slot = call.args[0] if len(call.args) == 1 else None
        rest = call.kwargs or call.dyn_args or call.dyn_kwargs
        if rest or not isinstance(slot, nodes.Const) or not isinstance(slot.value, str):
            self.faults.append(Fault(call.node.lineno, NO_SLOT))
        else:
            self._add(ASSET, slot.value, slot.lineno)
            return
        for child in call.iter_child_nodes(exclude=("node",)):
            self.enter(child)

    def _token(self, found: tuple[tuple[str, ...], int], *, optional: bool) -> None:
        path, offset = found
        self._add(TOKEN, ".".join(path), offset, optional=optional, path=path)


def _tokens_in(node: nodes.Node) -> tuple[tuple[str, ...], int] | None:
    """The path of a brand token that a chain such as `brand.links["pay"]` names, as far as it stands there in words, and
    where it begins; None for any other expression."""
    steps: list[str | None] = []
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getattr):
            steps.append(node.attr)
        else:
            known = isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)
            steps.append(node.arg.value if known and isinstance(node.arg, nodes.Const) else None)
        node = node.node
    if not isinstance(node, nodes.Name) or node.name != "brand" or node.ctx != "load":
        return None
    path: list[str] = []
    for step in reversed(steps):
        if step is None:
            break
        path.append(step)
    return tuple(path), node.lineno
