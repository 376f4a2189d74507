"""What a stretch of a template weighs: how much a turn of a loop costs, and which parts cost nothing."""

from __future__ import annotations

from typing import Final

from jinja2 import nodes

EXPRESSIONS_PER_STEP: Final = 25


def constant(node: nodes.Node) -> bool:
    """Whether a node is a literal: a text, a number, or a list of them."""
    if isinstance(node, nodes.List | nodes.Tuple):
        return all(isinstance(item, nodes.Const) for item in node.items)
    if isinstance(node, nodes.Dict):
        return all(isinstance(pair.key, nodes.Const) and isinstance(pair.value, nodes.Const) for pair in node.items)
    return isinstance(node, nodes.Const)


def expressions(node: nodes.Node) -> int:
    """How many nodes there are in a node, but for the bodies of loops in it, which pay for themselves."""
    count = 1
    for child in node.iter_child_nodes(exclude=("body",) if isinstance(node, nodes.For) else None):
        count += expressions(child)
    return count


def weight(loop: nodes.For) -> int:
    """The steps that one turn of a loop costs."""
    return 1 + sum(map(expressions, loop.body)) // EXPRESSIONS_PER_STEP
