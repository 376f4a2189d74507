"""What a template may not say at all: found in its syntax tree when it is compiled, with the line."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from commhub.render.jinja.operators import METHODS

MAX_SOURCE: Final = 1_000_000
MAX_LOOPS: Final = 8
CALLS: Final = frozenset({"range", "asset", "namespace"})
BLOCKS: Final = "blocks come in with {% include 'key' %}"
REFUSED: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Macro: "macros are not available in templates",
    nodes.CallBlock: "call blocks are not available in templates",
    nodes.FilterBlock: "filter blocks are not available in templates",
    nodes.AssignBlock: "set blocks are not available in templates",
    nodes.Extends: f"'extends' cannot be used here; {BLOCKS}",
    nodes.Import: f"'import' cannot be used here; {BLOCKS}",
    nodes.FromImport: f"'fromimport' cannot be used here; {BLOCKS}",
    nodes.Block: f"'block' cannot be used here; {BLOCKS}",
    nodes.EvalContextModifier: "'autoescape' cannot be switched: values are always escaped for where they stand",
    nodes.Pow: "powers are not available in templates",
}
WHY_NOT: Final[Mapping[str, str]] = {
    "safe": "a value is always escaped, so that no data becomes HTML; write the HTML in the template or a content block",
    "attr": "only the declared data can be read, with a dot",
    "tojson": "in a script that holds data, write the quotes and use 'json_text' between them",
    "xmlattr": "write the attributes out, with their values in quotes",
    "urlize": "write the link out: a value never becomes one by itself",
    "nl2br": "give the element the style white-space: pre-line",
    "random": "the same data gives the same message every time",
    "pprint": "name the fields that are to be shown",
}


def check(tree: nodes.Template, filters: Collection[str], tests: Collection[str]) -> None:
    """Raises TemplateSyntaxError at the line of the first thing in a template that is refused."""
    for lineno, reason in refused(tree, filters, tests):
        raise TemplateSyntaxError(reason, lineno)
    _check_depth(tree, 0)


def refused(tree: nodes.Template, filters: Collection[str], tests: Collection[str]) -> Iterator[tuple[int, str]]:
    """The line of each construct in a template that is refused, and why."""
    for node in tree.find_all(nodes.Node):
        if reason := _reason(node, filters, tests):
            yield node.lineno, reason


def _reason(node: nodes.Node, filters: Collection[str], tests: Collection[str]) -> str:
    for kind, reason in REFUSED.items():
        if isinstance(node, kind):
            return reason
    match node:
        case nodes.Filter() if node.name not in filters:
            why = WHY_NOT.get(node.name)
            return f"there is no filter called '{node.name}'" + (f": {why}" if why else "")
        case nodes.Test() if node.name not in tests:
            return f"there is no test called '{node.name}'"
        case nodes.Call():
            return _why_not_called(node)
        case nodes.Getattr() if node.attr.startswith("_"):
            return f"{node.attr!r} is unsafe: names that begin with an underscore are not data"
        case nodes.Const(value=float() as number) if not math.isfinite(number):
            return "this is a number that nobody can read"
        case nodes.For() if node.recursive:
            return "recursive loops are not available in templates"
    if isinstance(node, nodes.Filter | nodes.Test | nodes.Call) and (node.dyn_args or node.dyn_kwargs):
        return "'*' and '**' are not available in what is called"
    return ""


def _why_not_called(call: nodes.Call) -> str:
    called = call.node
    if call.dyn_args or call.dyn_kwargs:
        return "'*' and '**' are not available in what is called"
    if isinstance(called, nodes.Name) and called.name in CALLS:
        return ""
    if isinstance(called, nodes.Getattr):
        if isinstance(called.node, nodes.Name) and (called.node.name, called.attr) == ("loop", "cycle"):
            return "" if not call.kwargs else "loop.cycle() takes no names"
        if called.attr in METHODS:
            return "" if not call.kwargs else f"{called.attr}() takes no names"
        return f"{called.attr}() is not available in templates; use a filter"
    return "only range(), asset(), namespace(), loop.cycle() and an object's items() can be called in templates"


def _check_depth(node: nodes.Node, loops: int) -> None:
    if isinstance(node, nodes.For):
        loops += 1
        if loops > MAX_LOOPS:
            raise TemplateSyntaxError(f"more than {MAX_LOOPS} loops stand inside each other", node.lineno)
    for child in node.iter_child_nodes():
        _check_depth(child, loops)
