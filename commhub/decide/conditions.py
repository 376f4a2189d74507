"""The tree of conditions of a channel rule: whether it holds, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commhub.contracts import JSON, CommhubError
from commhub.decide.operators import operators
from commhub.decide.operators.base import MISSING, Missing

GROUPS = ("all", "any", "not")
LEAF = ("field", "operator", "value")
FACTS = ("template", "category", "locale", "brand", "data", "customer")
"""What a field can begin with: the facts that the pipeline gives to a decision."""
MAX_DEPTH = 10


class CannotTell(CommhubError):
    """Conditions that cannot be evaluated; the rule that has them does not match."""


def holds(tree: JSON, facts: Mapping[str, JSON], looked_at: dict[str, JSON], depth: int = 0) -> bool:
    """Whether the conditions hold. Notes each field that it reads, with its value (None if missing), in `looked_at`.

    Every branch is evaluated, so that an unknown operator is found wherever it stands. Raises CannotTell.
    """
    if not isinstance(tree, Mapping) or depth > MAX_DEPTH:
        raise CannotTell("its conditions do not have the form of conditions")
    if not tree:
        return True
    groups = [key for key in tree if key in GROUPS]
    if len(groups) == 1 and len(tree) == 1:
        branch = tree[groups[0]]
        if groups[0] == "not":
            return not holds(branch, facts, looked_at, depth + 1)
        if not isinstance(branch, list):
            raise CannotTell(f"what stands under '{groups[0]}' is not a list")
        outcomes = [holds(child, facts, looked_at, depth + 1) for child in branch]
        return all(outcomes) if groups[0] == "all" else any(outcomes)
    field, operator = tree.get("field"), tree.get("operator")
    if groups or not isinstance(field, str) or not isinstance(operator, str):
        raise CannotTell("one of its conditions does not have the form of a condition")
    if operator not in operators:
        raise CannotTell(f"it uses the operator '{operator}', which is not installed")
    fact = look_up(facts, field)
    looked_at[field] = None if isinstance(fact, Missing) else fact
    return operators.get(operator).holds(fact, tree.get("value"))


def look_up(facts: Mapping[str, JSON], field: str) -> JSON | Missing:
    """The fact at a dotted path such as `data.amount` or `data.items.0.name`; null counts as missing."""
    node: JSON = facts
    for step in field.split("."):
        if isinstance(node, Mapping) and step in node:
            node = node[step]
        elif isinstance(node, list) and step.isdecimal() and int(step) < len(node):
            node = node[int(step)]
        else:
            return MISSING
    return MISSING if node is None else node


def problems(tree: JSON, place: Sequence[str] = ()) -> Iterator[str]:
    """What is wrong with the tree, each as a sentence that begins with the place in it."""
    where = ", ".join(place) or "The conditions"
    if not isinstance(tree, Mapping):
        yield f"{where}: expected an object in braces."
        return
    if len(place) > 2 * MAX_DEPTH:
        yield f"{where}: this is nested more than {MAX_DEPTH} deep."
        return
    if not tree:
        if place:
            yield f"{where}: this condition is empty."
        return
    groups = [key for key in tree if key in GROUPS]
    if not groups:
        yield from _problems_with_leaf(tree, where)
    elif len(tree) > 1:
        others = ", ".join(f"'{key}'" for key in tree if key != groups[0])
        yield f"{where}: '{groups[0]}' must stand alone, but beside it there is {others}."
    else:
        yield from _problems_with_group(groups[0], tree[groups[0]], place)


def operator_names(tree: JSON) -> set[str]:
    """Every operator's name that a stored tree mentions, however broken the tree is otherwise."""
    names: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            if isinstance(node.get("operator"), str):
                names.add(node["operator"])
            waiting.extend(node[key] for key in GROUPS if key in node)
        elif isinstance(node, list):
            waiting.extend(node)
    return names


def _problems_with_group(group: str, branch: JSON, place: Sequence[str]) -> Iterator[str]:
    if group == "not":
        yield from problems(branch, (*place, "not", "its condition"))
        return
    if not isinstance(branch, list) or not branch:
        where = ", ".join((*place, group))
        yield f"{where}: expected a list with at least one condition."
        return
    for number, child in enumerate(branch, 1):
        yield from problems(child, (*place, group, f"condition {number}"))


def _problems_with_leaf(leaf: Mapping[str, JSON], where: str) -> Iterator[str]:
    unknown = ", ".join(f"'{key}'" for key in leaf if key not in LEAF)
    if unknown:
        yield f"{where}: unknown {unknown}; a condition has field, operator and value, or is all, any or not."
    field, operator = leaf.get("field"), leaf.get("operator")
    if not isinstance(field, str) or not all(field.split(".")):
        yield f"{where}: 'field' must be a path such as 'data.amount'."
    elif field.split(".")[0] not in FACTS:
        yield f"{where}: there is no field '{field}'; a field begins with {', '.join(FACTS[:-1])} or {FACTS[-1]}."
    if not isinstance(operator, str) or operator not in operators:
        given = f"there is no operator '{operator}'" if operator else "the operator is missing"
        yield f"{where}: {given}; the operators are {', '.join(operators.names())}."
        return
    problem = operators.get(operator).problem_with(leaf.get("value"))
    if problem:
        yield f"{where}: {problem}."
