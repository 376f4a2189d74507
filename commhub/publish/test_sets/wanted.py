"""Data that makes a condition go one way: guessed from what it asks, where it asks simply. Rendering says if it does."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice, product
from typing import Any, Final

from jinja2 import nodes

from commhub.contracts import JSON, VariableSpec
from commhub.publish.test_sets.conditions import Condition

MOST: Final = 8
"""Guesses for one side of one condition."""
ROW: Final = "*"
ABSENT: Final = object()
PASSED: Final = frozenset({"lower", "upper", "trim", "string", "int", "float"})
"""Filters that are looked through."""
COUNTS: Final = frozenset({"length", "count"})
COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt,
    "gteq": operator.ge, "in": lambda one, many: one in many, "notin": lambda one, many: one not in many,
}  # fmt: skip
TURNED: Final = {"lt": "gt", "lteq": "gteq", "gt": "lt", "gteq": "lteq", "eq": "eq", "ne": "ne"}

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked of one value: `how` is a comparison (COMPARED), `is` (whether it is anything) or `there`."""

    path: Path
    how: str
    against: Any
    holds: bool
    counted: bool = False


def data_for(
    condition: Condition, holds: bool, variables: Sequence[VariableSpec], usual: Mapping[str, JSON]
) -> Iterator[tuple[dict[str, JSON], dict[str, JSON]]]:
    """Data (and attributes of the recipient) with which the condition is reached and goes this way, as far as can be
    told; `usual` is what all else is taken from. Nothing when it is not simple."""
    asked = [*condition.guards, (condition.test, holds)]
    alternatives = [list(_alternatives(test, side, condition.loops)) for test, side in asked]
    for chosen in islice(product(*alternatives), MOST):
        found = _solved([one for several in chosen for one in several], variables, usual)
        if found is not None:
            yield found


def _alternatives(test: nodes.Node, holds: bool, loops: Mapping[str, nodes.Node]) -> Iterator[list[Asked]]:
    match test:
        case nodes.Not():
            yield from _alternatives(test.node, not holds, loops)
        case nodes.And() | nodes.Or():
            both = isinstance(test, nodes.And) is holds
            left, right = (list(_alternatives(one, holds, loops)) for one in (test.left, test.right))
            if both:
                yield from ([*one, *other] for one in left for other in right)
            else:
                yield from [*left, *right]
        case nodes.Const():
            if bool(test.value) is holds:
                yield []
        case nodes.Compare() if len(test.ops) == 1:
            yield from _compared(test.expr, test.ops[0].op, test.ops[0].expr, holds, loops)
        case nodes.Test(name="true" | "false"):
            yield from _of(test.node, "eq", test.name == "true", holds, loops)
        case nodes.Test(name="defined" | "undefined" | "none"):
            yield from _of(test.node, "there", None, holds is (test.name == "defined"), loops)
        case nodes.Filter(name=name, node=nodes.Node() as counted) if name in COUNTS:
            yield from _of(counted, "is", None, holds, loops)
        case _:
            yield from _of(test, "is", None, holds, loops)


def _of(
    node: nodes.Node, how: str, against: Any, holds: bool, loops: Mapping[str, nodes.Node]
) -> Iterator[list[Asked]]:
    if path := _path(node, loops):
        yield [Asked(path, how, against, holds)]


def _compared(
    left: nodes.Node, how: str, right: nodes.Node, holds: bool, loops: Mapping[str, nodes.Node]
) -> Iterator[list[Asked]]:
    if isinstance(left, nodes.Const) and how in TURNED:
        left, how, right = right, TURNED[how], left
    known, against = _constant(right)
    if not known or how not in COMPARED:
        return
    counted = isinstance(left, nodes.Filter) and left.name in COUNTS
    inner = left.node if counted and isinstance(left, nodes.Filter) else left
    if inner is not None and (path := _path(inner, loops)):
        yield [Asked(path, how, against, holds, counted)]


def _constant(node: nodes.Node) -> tuple[bool, Any]:
    if isinstance(node, nodes.Const):
        return True, node.value
    if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const):
        return True, -node.node.value
    if isinstance(node, nodes.List | nodes.Tuple) and all(isinstance(one, nodes.Const) for one in node.items):
        return True, [one.value for one in node.items if isinstance(one, nodes.Const)]
    return False, None


def _path(node: nodes.Node, loops: Mapping[str, nodes.Node]) -> Path:
    """Where a value stands in the data; () for what is no value of it. A row of a list is ROW."""
    match node:
        case nodes.Filter(name=name) if name in PASSED and node.node is not None:
            return _path(node.node, loops)
        case nodes.Name(name=name) if name in loops:
            outer = {other: source for other, source in loops.items() if other != name}
            within = _path(loops[name], outer)
            return (*within, ROW) if within else ()
        case nodes.Name(name=name):
            return (name,)
        case nodes.Getattr(attr=attribute):
            within = _path(node.node, loops)
            return (*within, attribute) if within else ()
        case nodes.Getitem(arg=nodes.Const(value=str() as attribute)):
            within = _path(node.node, loops)
            return (*within, attribute) if within else ()
    return ()


# ---- values that answer what is asked -----------------------------------------------------------------------------


def _solved(
    asked: Sequence[Asked], variables: Sequence[VariableSpec], usual: Mapping[str, JSON]
) -> tuple[dict[str, JSON], dict[str, JSON]] | None:
    """Values for all that is asked together, each chosen so that everything asked of it is answered; None when there are
    none, or something is asked of what is no variable."""
    by_path: dict[Path, list[Asked]] = {}
    for one in asked:
        by_path.setdefault(one.path, []).append(one)
    data: dict[str, JSON] = dict(usual)
    attributes: dict[str, JSON] = {}
    for path in sorted(by_path, key=len):  # a list before its rows
        questions = by_path[path]
        if path == ("large_print",):
            attributes["large_print"] = questions[0].holds
            continue
        spec = _spec(path, variables)
        if spec is None:
            return None
        now = _get(data, path)
        values = [now, *_pool(spec, questions)]
        fitting = next((value for value in values if all(_answers(value, one) for one in questions)), None)
        if fitting is None or not _put(data, path, fitting):
            return None
    return data, attributes


def _spec(path: Path, variables: Sequence[VariableSpec]) -> VariableSpec | None:
    """The variable, or member of one, that a path leads to. The amount and the currency of money are like members."""
    spec = next((one for one in variables if one.name == path[0]), None)
    for step in path[1:]:
        if spec is None:
            return None
        if spec.type == "list" and step == ROW:
            spec = VariableSpec("", "object" if spec.fields else "string", fields=spec.fields)
        elif spec.type == "object":
            spec = next((one for one in spec.fields if one.name == step), None)
        elif spec.type == "money" and step in {"amount", "currency"}:
            spec = VariableSpec(step, "decimal" if step == "amount" else "string")
        else:
            return None
    return spec


def _pool(spec: VariableSpec, questions: Sequence[Asked]) -> Iterator[Any]:
    """Values of the type to choose from: what is compared with, what lies beside it, something, nothing."""
    against = [one.against for one in questions if one.against is not None]
    flat = [value for one in against for value in (one if isinstance(one, list) else [one])]
    match spec.type:
        case "enum":
            yield from spec.choices
        case "boolean":
            yield from (True, False)
        case "string":
            yield from (value for value in flat if isinstance(value, str))
            yield from (spec.sample or "Sample", "Something else", "")
        case "integer" | "decimal":
            near = [value + step for value in map(_number, flat) if value is not None for step in (0, 1, -1)]
            numbers = [*near, Decimal(0), Decimal(1), Decimal(2)]
            yield from (int(number) if spec.type == "integer" else f"{number:f}" for number in numbers)
        case "money":
            currency = (spec.sample or {}).get("currency", "GBP") if isinstance(spec.sample, dict) else "GBP"
            yield from ({"amount": amount, "currency": currency} for amount in ("12.30", "0.00"))
        case "date":
            yield from ("2026-01-31", "2100-12-31", "2020-02-29")
        case "datetime":
            yield from ("2026-01-31T09:30:00+00:00",)
        case "list":
            yield from ([_row(spec)] * int(count) for value in flat if (count := _number(value)) is not None)
            wanted = [int(value) + step for value in flat if isinstance(value, int) for step in (1, -1)]
            yield from ([_row(spec)] * count for count in (*wanted, 1, 2, 0) if count >= 0)
        case "object":
            yield {one.name: next(_pool(one, ())) for one in spec.fields}
    if not spec.required:
        yield ABSENT


def _row(spec: VariableSpec) -> JSON:
    given = spec.sample if isinstance(spec.sample, list) else []
    if given:
        return given[0]
    if not spec.fields:
        return "Sample"
    return {one.name: one.sample if one.sample is not None else next(_pool(one, ())) for one in spec.fields}


def _answers(value: Any, asked: Asked) -> bool:
    seen = None if value is ABSENT else value
    if asked.counted:
        seen = len(seen) if isinstance(seen, list | str) else None
    if asked.how == "there":
        return (seen is not None) is asked.holds
    if asked.how == "is":
        return _is_something(seen) is asked.holds
    against = asked.against
    if seen is None and asked.how not in {"eq", "ne"}:
        return False
    if isinstance(against, int | float) and not isinstance(against, bool):
        seen, against = _number(seen), _number(against)
        if seen is None or against is None:
            return asked.holds is (asked.how == "ne")
    try:
        return COMPARED[asked.how](seen, against) is asked.holds
    except TypeError:
        return False


def _is_something(value: Any) -> bool:
    if isinstance(value, dict) and "amount" in value:
        return _number(value["amount"]) != 0
    return bool(value)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _get(data: Mapping[str, JSON], path: Path) -> Any:
    found: Any = data
    for step in path:
        if step == ROW:
            found = found[0] if isinstance(found, list) and found else None
        else:
            found = found.get(step) if isinstance(found, dict) else None
        if found is None:
            return ABSENT
    return found


def _put(data: dict[str, JSON], path: Path, value: Any) -> bool:
    """Set a value, in copies of all that leads to it; False where nothing leads there. Of rows it is the first."""
    head, rest = path[0], path[1:]
    if not rest:
        if value is ABSENT:
            data.pop(head, None)
        else:
            data[head] = value
        return True
    inner = data.get(head)
    if rest[0] == ROW:
        if not isinstance(inner, list) or not inner:
            return False
        rows = list(inner)
        if len(rest) == 1:
            rows[0] = value
        else:
            rows[0] = dict(rows[0]) if isinstance(rows[0], dict) else {}
            if not _put(rows[0], rest[1:], value):
                return False
        data[head] = rows
        return True
    copied = dict(inner) if isinstance(inner, dict) else {}
    data[head] = copied
    return _put(copied, rest, value)
