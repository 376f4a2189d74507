"""Which string literals of a Jinja expression its template prints, by Jinja's own grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from commhub.lint.sources.constructs import STRING, Construct

_LITERAL: Final = re.compile(STRING, re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|.)", re.DOTALL
)
_MARK: Final = re.compile("\ue0f5([0-9]+)\ue0f6")
_LONGEST: Final = 20_000
"""Characters of an expression that is taken apart; a longer one is a value like any other."""
_ENVIRONMENT: Final = Environment(autoescape=True)  # it only parses
_ANOTHER: Final = frozenset({"default", "d"})
_KEEP: Final = frozenset(
    (
        "capitalize", "center", "e", "escape", "forceescape", "format", "indent", "join", "lower", "nl2br", "replace", "safe",
        "string", "striptags", "title", "trim", "truncate", "upper", "wordwrap", "first", "last", "list", "reverse", "sort",
        "unique", "random", "strip", "lstrip", "rstrip", "casefold", "swapcase",
    )
)  # fmt: skip
"""Filters and methods that print what they are given, changed in its case, its space or in some of its words."""
_TRANSLATES: Final = {"_": (0,), "gettext": (0,), "ngettext": (0, 1), "pgettext": (1,), "npgettext": (1, 2)}

Chunk = int | str | None
"""A piece of what an expression prints: a literal by its number, a value by its name, or something else unknown."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string literal: its words stand at `start:end` of the source, quotes left out, as they are `written`."""

    start: int
    end: int
    written: str

    def read(self) -> Iterator[tuple[str, int, int]]:
        """What it prints, in stretches with their places in the source; an escape is one."""
        at = 0
        for match in _ESCAPE.finditer(self.written):
            if match.start() > at:
                yield self.written[at : match.start()], self.start + at, self.start + match.start()
            try:
                read = match[0].encode("ascii", "backslashreplace").decode("unicode-escape")
            except UnicodeDecodeError:
                read = match[0]
            yield read, self.start + match.start(), self.start + match.end()
            at = match.end()
        if at < len(self.written):
            yield self.written[at:], self.start + at, self.end


def printed(construct: Construct) -> tuple[Literal | None, ...]:
    """What an expression, or a statement that prints, prints: literals, and None for what only the data tells.

    Alternatives follow each other with None between. An expression that Jinja cannot read prints None.
    """
    if construct.word in {"trans", "translate"}:
        return tuple(_literals(construct)[:1])
    if construct.word:
        return (None,)
    literals = _literals(construct)
    if not literals:
        return (None,)
    return _pieces(_chunks("{{" + _shape(construct, literals) + "}}"), literals)


def set_here(construct: Construct, names: frozenset[str]) -> tuple[Literal | None, ...]:
    """The literals that a statement puts under a name (set, or a loop over a list of them) of those that are printed."""
    literals = _literals(construct)
    end = "{% endfor %}" if construct.word == "for" else ""
    target, *chunks = _chunks("{%" + _shape(construct, literals) + "%}" + end) or (None,)
    return _pieces(tuple(chunks), literals) if target in names else ()


def names_printed(found: Sequence[Construct]) -> frozenset[str]:
    """The names whose values the expressions among these constructs print."""
    names: set[str] = set()
    for one in found:
        if not one.word and one.inner:
            shape = "{{" + _shape(one, _literals(one)) + "}}"
            names.update(chunk for chunk in _chunks(shape) if isinstance(chunk, str))
    return frozenset(names)


def _literals(construct: Construct) -> list[Literal]:
    if "'" not in construct.inner and '"' not in construct.inner:
        return []
    base = construct.inner_at
    return [
        Literal(base + match.start() + 1, base + match.end() - 1, match[0][1:-1])
        for match in _LITERAL.finditer(construct.inner)
    ]


def _shape(construct: Construct, literals: Sequence[Literal]) -> str:
    """The expression with a number in place of each literal's words: many expressions have the same shape."""
    pieces: list[str] = []
    at = 0
    for number, literal in enumerate(literals):
        start, end = literal.start - construct.inner_at, literal.end - construct.inner_at
        pieces += (construct.inner[at:start], f"\ue0f5{number}\ue0f6")
        at = end
    return "".join([*pieces, construct.inner[at:]])


def _pieces(chunks: Sequence[Chunk], literals: Sequence[Literal]) -> tuple[Literal | None, ...]:
    return tuple(literals[chunk] if isinstance(chunk, int) else None for chunk in chunks)


@lru_cache(maxsize=4096)
def _chunks(source: str) -> tuple[Chunk, ...]:
    """What a construct of this shape prints; for a statement first the name that it sets."""
    if len(source) > _LONGEST:
        return (None,)
    try:
        body = _ENVIRONMENT.parse(source).body
        (node,) = body
        if isinstance(node, nodes.Output):
            return tuple(chunk for part in node.nodes for chunk in _of(part))
        if isinstance(node, nodes.Assign | nodes.For) and isinstance(node.target, nodes.Name):
            value = node.node if isinstance(node, nodes.Assign) else node.iter
            return (node.target.name, *_of(value))
    except (TemplateSyntaxError, RecursionError, ValueError, OverflowError):
        return (None,)  # Jinja cannot read it, and says so where the template is compiled
    return (None,)


def _of(node: nodes.Node | None) -> tuple[Chunk, ...]:
    if isinstance(node, nodes.Const):
        return tuple(int(number) for number in _MARK.findall(node.value)) if isinstance(node.value, str) else (None,)
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.CondExpr):
        return _any((node.expr1, node.expr2))
    if isinstance(node, nodes.Or | nodes.And):
        return _any((node.left, node.right))
    if isinstance(node, nodes.Add):
        return (*_of(node.left), *_of(node.right))
    if isinstance(node, nodes.Concat):
        return tuple(chunk for part in node.nodes for chunk in _of(part))
    if isinstance(node, nodes.Mod):
        return _of(node.left)
    if isinstance(node, nodes.List | nodes.Tuple):
        return _any(node.items)
    if isinstance(node, nodes.Filter):
        return _of_filter(node)
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Dict | nodes.List | nodes.Tuple):
        return _of_table(node.node)
    return _of_call(node) if isinstance(node, nodes.Call) else (None,)


def _any(alternatives: Sequence[nodes.Node | None]) -> tuple[Chunk, ...]:
    """What one of several things prints: each of them, and something between that no words go across."""
    found: list[Chunk] = []
    for node in alternatives:
        if node is not None:
            found += (*_of(node), None)
    return tuple(found[:-1])


def _of_filter(node: nodes.Filter) -> tuple[Chunk, ...]:
    if node.name in _ANOTHER:
        other = [*node.args, *(pair.value for pair in node.kwargs if pair.key == "default_value")]
        return _any((node.node, *other[:1]))
    return _of(node.node) if node.name in _KEEP else (None,)


def _of_table(node: nodes.Dict | nodes.List | nodes.Tuple) -> tuple[Chunk, ...]:
    return _any([pair.value for pair in node.items] if isinstance(node, nodes.Dict) else node.items)


def _of_call(node: nodes.Call) -> tuple[Chunk, ...]:
    called = node.node
    if isinstance(called, nodes.Name) and called.name in _TRANSLATES:
        return _any([node.args[at] for at in _TRANSLATES[called.name] if at < len(node.args)])
    if isinstance(called, nodes.Getattr):
        if called.attr == "get":  # the words for a value that a table does not have
            known = _of_table(called.node) if isinstance(called.node, nodes.Dict) else (None,)
            return (*known, None, *_any(node.args[1:2]))
        if called.attr in _KEEP:
            return _of(called.node)
    return (None,)
