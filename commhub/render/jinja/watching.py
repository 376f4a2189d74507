"""Watches which way the conditions of a template go while it runs: the same sandbox, with an eye on each condition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from jinja2 import Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from commhub.render.jinja.environment import WATCHER, Sandbox
from commhub.render.jinja.refusals import check

WATCHED: Final = "commhub_watched"
"""The filter through which a condition passes. No source can name it: what is watched was compiled without it before."""


@dataclass(slots=True)
class Seen:
    """One source that ran. `part` is what it was called, `signatures` its conditions in the order in which they stand
    there, and `sides` which way each of them went, by its place in that order; one that was not reached is missing."""

    part: str
    source: str
    signatures: tuple[str, ...]
    sides: dict[int, set[bool]] = field(default_factory=dict)


class Watch:
    """What was seen of all sources that ran while it watched."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def template(self, source: str, locale: str, part: str, *, markup: bool) -> Template:
        """The template that tells about its conditions, ready to run once."""
        template, signatures = _watched(source, locale, markup)
        self.seen.append(Seen(part, source, signatures))
        return template


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch all templates that run within the block."""
    watch = Watch()
    token = WATCHER.set(watch)
    try:
        yield watch
    finally:
        WATCHER.reset(token)


def conditions(tree: nodes.Node) -> Iterator[nodes.If | nodes.CondExpr | nodes.For]:
    """The conditions below a node, as they stand in the source: each `if` and `elif`, each `... if ... else ...` within
    an expression, and each loop that says what to write when it has no turn."""
    if isinstance(tree, nodes.If | nodes.CondExpr) or (isinstance(tree, nodes.For) and tree.else_):
        yield tree
    for child in tree.iter_child_nodes():
        yield from conditions(child)


def signature(node: nodes.If | nodes.CondExpr | nodes.For) -> str:
    """What is asked, so that the same condition is known again in another source."""
    return f"for {node.iter!r}" if isinstance(node, nodes.For) else repr(node.test)


class _WatchingSandbox(Sandbox):
    """The sandbox for one locale, whose conditions pass through a filter that tells the watch of them."""

    def __init__(self, locale: str, *, markup: bool) -> None:
        super().__init__(locale, markup=markup)
        self.filters[WATCHED] = _tell
        self.signatures: tuple[str, ...] = ()

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        check(source, self.filters, self.tests)
        found = list(conditions(source))
        self.signatures = tuple(map(signature, found))
        for number, node in enumerate(found):
            if isinstance(node, nodes.For):
                node.body.insert(0, nodes.ExprStmt(_told(nodes.Const(True), number)))
                node.else_.insert(0, nodes.ExprStmt(_told(nodes.Const(False), number)))
            else:
                node.test = _told(node.test, number)
        return ImmutableSandboxedEnvironment._generate(self, source, *args, **kwargs)


def _told(value: nodes.Node, number: int) -> nodes.Filter:
    return nodes.Filter(value, WATCHED, [nodes.Const(number)], [], None, None, lineno=value.lineno)


def _tell(value: Any, number: int) -> Any:
    watch = WATCHER.get()
    if isinstance(watch, Watch):
        watch.seen[-1].sides.setdefault(number, set()).add(bool(value))
    return value


@lru_cache(maxsize=512)
def _watched(source: str, locale: str, markup: bool) -> tuple[Template, tuple[str, ...]]:
    sandbox = _WatchingSandbox(locale, markup=markup)
    template = sandbox.from_string(source)
    return template, sandbox.signatures
