"""The conditions of a message as their authors wrote them: in a layout, in the part that stands in it, in content blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from jinja2 import nodes

from commhub.publish.references.trees import line_and_column, read_tree
from commhub.render.jinja.watching import signature

FIXED: Final = frozenset({"locale", "brand", "window", "asset"})
"""Names that an edition decides and no data does: another language or brand has the other side."""
MAX_DEPTH: Final = 8
_CLOSING: Final = re.compile(r"\s*[-+]?(?:%\}|\}\})")
_ASKED: Final = re.compile(r"\bif\b\s*(.+?)\s*(?:\belse\b|[)|,]?\s*$)", re.DOTALL)

Guards = tuple[tuple[nodes.Node, bool], ...]
"""What must hold, or not, for a place to be reached; in the order in which it is asked. Of a loop, that it has rows."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands: `where` is `body (en)`, `layout northlight-email` or `content block complaints (en)`;
    `line` and `column` count from 1 and tell where what is asked begins (a loop: where it does)."""

    where: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. `text` is what it asks, as written. `test` is its tree (of a loop, what it goes through), `guards`
    what is asked before it, `loops` what the names of the loops around it stand for."""

    place: Place
    text: str
    loop: bool
    signature: str
    test: nodes.Node = field(compare=False, repr=False)
    guards: Guards = field(compare=False, repr=False)
    loops: Mapping[str, nodes.Node] = field(compare=False, repr=False)

    @property
    def fixed(self) -> bool:
        """Whether it goes one way in all messages of an edition."""
        return _is_fixed(self.test)

    @property
    def within_fixed(self) -> bool:
        """Whether a condition before it does, so that it may never be asked."""
        return any(_is_fixed(test) for test, _ in self.guards)

    def side(self, holds: bool) -> str:
        """One way that it can go, in words."""
        if self.loop:
            return f"{self.text} has rows" if holds else f"{self.text} has no rows"
        return self.text if holds else f"not: {self.text}"


def _is_fixed(test: nodes.Node) -> bool:
    names = {one.name for one in test.find_all(nodes.Name)} | ({test.name} if isinstance(test, nodes.Name) else set())
    return bool(names) and names <= FIXED


Reader = Callable[[str, str], tuple[str, str, str]]
"""The source of a content block by its key and a locale, what it is called, and the locale in which it
speaks; empty for one that is not there."""


@dataclass(frozen=True, slots=True)
class Written:
    """One source with its name, the language that blocks are put in, and how those are read."""

    source: str
    where: str
    locale: str
    block: Reader


def conditions_of(written: Written, content: Written | None = None) -> Iterator[Condition]:
    """The conditions of a source in the order in which they stand in what it becomes: with each content block in its place,
    and `content` in the place of a layout's. A source that cannot be read has none."""
    yield from _Walk(content).source(written, (), {}, 0)


class _Walk:
    def __init__(self, content: Written | None) -> None:
        self.content = content

    def source(
        self, written: Written, guards: Guards, loops: Mapping[str, nodes.Node], depth: int
    ) -> Iterator[Condition]:
        tree = read_tree(written.source)
        if tree.root is not None and depth <= MAX_DEPTH:
            yield from _Source(self, written, tree.text, depth).walk(tree.root, guards, loops)


class _Source:
    def __init__(self, whole: _Walk, written: Written, text: str, depth: int) -> None:
        self.whole = whole
        self.written = written
        self.text = text
        self.depth = depth

    def walk(self, node: nodes.Node, guards: Guards, loops: Mapping[str, nodes.Node]) -> Iterator[Condition]:
        match node:
            case nodes.If():
                yield from self._if(node, guards, loops)
            case nodes.CondExpr():
                yield self._found(node, node.test, guards, loops)
                yield from self.walk(node.test, guards, loops)
                yield from self.walk(node.expr1, (*guards, (node.test, True)), loops)
                if node.expr2 is not None:
                    yield from self.walk(node.expr2, (*guards, (node.test, False)), loops)
            case nodes.For():
                yield from self._for(node, guards, loops)
            case nodes.Include(template=nodes.Const(value=str() as key)):
                source, where, locale = self.written.block(key, self.written.locale)
                block = Written(source, where, locale, self.written.block)
                yield from self.whole.source(block, guards, loops, self.depth + 1)
            case nodes.Name(name="content", ctx="load") if self.whole.content is not None and self.depth == 0:
                content, self.whole.content = self.whole.content, None
                yield from self.whole.source(content, guards, loops, self.depth + 1)
            case _:
                for child in node.iter_child_nodes():
                    yield from self.walk(child, guards, loops)

    def _if(self, node: nodes.If, guards: Guards, loops: Mapping[str, nodes.Node]) -> Iterator[Condition]:
        yield self._found(node, node.test, guards, loops)
        yield from self.walk(node.test, guards, loops)
        for child in node.body:
            yield from self.walk(child, (*guards, (node.test, True)), loops)
        otherwise: Guards = (*guards, (node.test, False))
        for other in node.elif_:
            yield from self._if(other, otherwise, loops)
            otherwise = (*otherwise, (other.test, False))
        for child in node.else_:
            yield from self.walk(child, otherwise, loops)

    def _for(self, node: nodes.For, guards: Guards, loops: Mapping[str, nodes.Node]) -> Iterator[Condition]:
        if node.else_:
            yield self._found(node, node.iter, guards, loops)
        yield from self.walk(node.iter, guards, loops)
        inner = {**loops, node.target.name: node.iter} if isinstance(node.target, nodes.Name) else loops
        for child in node.body:
            yield from self.walk(child, (*guards, (node.iter, True)), inner)
        for child in node.else_:
            yield from self.walk(child, (*guards, (node.iter, False)), loops)
        if node.test is not None:
            yield from self.walk(node.test, (*guards, (node.iter, True)), inner)

    def _found(
        self,
        node: nodes.If | nodes.CondExpr | nodes.For,
        test: nodes.Node,
        guards: Guards,
        loops: Mapping[str, nodes.Node],
    ) -> Condition:
        word = re.compile(r"if\s+").match(self.text, node.lineno) if isinstance(node, nodes.If) else None
        line, column = line_and_column(self.text, word.end() if word else node.lineno)
        place = Place(self.written.where, line, column)
        text = self._asked(node)
        return Condition(place, text, isinstance(node, nodes.For), signature(node), test, guards, loops)

    def _asked(self, node: nodes.Node) -> str:
        """What is asked, as it is written: from the condition's place to the end of its construct."""
        closing = _CLOSING.search(self.text, node.lineno)
        written = self.text[node.lineno : closing.start() if closing else node.lineno + 80]
        match node:
            case nodes.CondExpr():
                found = _ASKED.search(written)
                written = found.group(1) if found else written
            case nodes.For():
                written = re.sub(r"^for\b.*?\bin\b", "", written, count=1, flags=re.DOTALL)
            case _:
                written = re.sub(r"^if\b", "", written, count=1)
        return " ".join(written.split())
