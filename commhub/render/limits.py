"""What one render may cost: bounds that hold whatever a template says, so that none keeps a worker busy or eats its memory.

They are counted in steps and lengths, never in seconds: the same template and data end the same way on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from jinja2 import TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context, markup_join, str_join
from jinja2.utils import _PassArg

STEPS: Final = "steps of this render"
"""Where a render's context keeps its Steps; no template can name it."""
MAX_STEPS: Final = 200_000
MAX_TEXT: Final = 100_000
"""The longest text that an operator or a filter may make inside a template."""
MAX_LIST: Final = 10_000
MAX_BITS: Final = 1_024
MAX_LOOPS: Final = 8

EACH: Final = "each of a loop"
JOINED: Final = "texts put together"
WRITTEN: Final = "a list written out"
TEXT_FILTERS: Final = frozenset(
    {"capitalize", "lower", "replace", "string", "title", "trim", "truncate", "upper", "urlencode"}
)
CONTAINERS: Final = (Mapping, list, tuple, set, range, Iterator)
CALLS: Final = frozenset({"range", "asset"})
REFUSED: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Macro: "macros",
    nodes.CallBlock: "call blocks",
    nodes.FilterBlock: "filter blocks",
    nodes.AssignBlock: "set blocks",
}


class Steps:
    """The steps that a render has left: one for each turn of a loop and each filter, more for long texts and lists."""

    def __init__(self) -> None:
        self.left = MAX_STEPS

    def spend(self, value: object) -> None:
        if isinstance(value, str):
            self.left -= 1 + len(value) // 100
        else:
            self.left -= 1 + (len(value) if isinstance(value, list | tuple | Mapping | range) else 0)
        if self.left < 0:
            raise SecurityError(f"this takes more than {MAX_STEPS:,} steps: there are too many loops inside each other")

    def each(self, values: Iterable[object]) -> Iterator[object]:
        for value in values:
            self.spend(None)
            yield value


def steps_of(context: Context) -> Steps:
    found = context.resolve_or_missing(STEPS)
    return found if isinstance(found, Steps) else Steps()


def bound(tree: nodes.Template) -> nodes.Template:
    """The template with its loops counted and what it puts together measured. Raises TemplateSyntaxError."""
    for refused, words in REFUSED.items():
        for node in tree.find_all(refused):
            raise TemplateSyntaxError(f"{words} are not available in templates", node.lineno)
    for call in tree.find_all(nodes.Call):
        _check_call(call)
    _bound_inside(tree, 0)
    return tree


def _check_call(call: nodes.Call) -> None:
    called = call.node
    if isinstance(called, nodes.Name) and called.name in CALLS:
        return
    if isinstance(called, nodes.Getattr):
        if isinstance(called.node, nodes.Name) and (called.node.name, called.attr) == ("loop", "cycle"):
            return
        raise TemplateSyntaxError(f"{called.attr}() is not available in templates; use a filter", call.lineno)
    raise TemplateSyntaxError("only range(), asset() and loop.cycle() can be called in templates", call.lineno)


def _bound_inside(node: nodes.Node, loops: int) -> None:
    if isinstance(node, nodes.For):
        loops += 1
        if node.recursive:
            raise TemplateSyntaxError("recursive loops are not available in templates", node.lineno)
        if loops > MAX_LOOPS:
            raise TemplateSyntaxError(f"more than {MAX_LOOPS} loops stand inside each other", node.lineno)
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Node):
            _bound_inside(value, loops)
            setattr(node, name, _measured(value))
        elif isinstance(value, list):
            for index, member in enumerate(value):
                if isinstance(member, nodes.Node):
                    _bound_inside(member, loops)
                    value[index] = _measured(member)
    if isinstance(node, nodes.For):
        node.iter = _filtered(node.iter, EACH)


def _measured(node: nodes.Node) -> nodes.Node:
    if isinstance(node, nodes.Concat):
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), JOINED)
    if isinstance(node, nodes.List | nodes.Dict) or (isinstance(node, nodes.Tuple) and node.ctx == "load"):
        constant = all(isinstance(part, nodes.Const) for part in node.iter_child_nodes())
        return node if constant else _filtered(node, WRITTEN)
    return node


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno)


def check_operator(operator: str, left: object, right: object) -> None:
    """Raises SecurityError when an operator would make something out of proportion."""
    if operator == "**":
        raise SecurityError("powers are not available in templates")
    if operator == "%" and isinstance(left, str):
        raise SecurityError("'%' takes numbers; put texts together with '~'")
    for value, times in ((left, right), (right, left)):
        if operator == "*" and isinstance(value, list | tuple):
            raise SecurityError("'*' takes texts and numbers, not lists")
        if operator == "*" and isinstance(value, str) and isinstance(times, int) and len(value) * times > MAX_TEXT:
            raise SecurityError(f"'*' would make something longer than {MAX_TEXT:,}")
    bits = sum(value.bit_length() for value in (left, right) if isinstance(value, int))
    if operator == "*" and bits > MAX_BITS:
        raise SecurityError("'*' would make a number that nobody can read")
    if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        longest = MAX_TEXT if isinstance(left, str) else MAX_LIST
        if len(left) + len(right) > longest:
            raise SecurityError(f"'+' would make something longer than {longest:,}")


def few(*bounds: int) -> range:
    """range(), for as many turns as a message can want."""
    found = range(*bounds)
    if len(found) > MAX_LIST:
        raise OverflowError(f"Range too big. A template counts up to {MAX_LIST:,}.")
    return found


def measured_filters(
    known: Mapping[str, Callable[..., Any]], show: Callable[[object], object]
) -> dict[str, Callable[..., Any]]:
    """The filters with bounds, and those that `bound` puts in. `show` says how a value that is no text prints."""

    def as_text(value: object) -> str:
        if isinstance(value, CONTAINERS):
            raise SecurityError("a list or object is no text; name one of its fields, or use 'join'")
        return value if isinstance(value, str) else str(show(value))

    def put_together(values: Iterable[object], separator: str = "") -> list[str]:
        texts = [as_text(value) for value in values]
        if sum(map(len, texts)) + len(separator) * len(texts) > MAX_TEXT:
            raise SecurityError(f"this would be a text longer than {MAX_TEXT:,}")
        return texts

    def joined(context: Context, texts: Iterable[str]) -> str:
        return markup_join(texts) if context.eval_ctx.autoescape else str_join(texts)

    @pass_context
    def each(context: Context, values: Iterable[object]) -> Iterator[object]:
        return steps_of(context).each(values)

    @pass_context
    def concatenated(context: Context, values: list[object]) -> str:
        steps_of(context).spend(values)
        return joined(context, put_together(values))

    @pass_context
    def written(context: Context, values: Any) -> Any:
        steps_of(context).spend(values)
        for member in values.values() if isinstance(values, Mapping) else values:
            steps_of(context).spend(member)
            inner = member.values() if isinstance(member, Mapping) else member
            if isinstance(inner, Iterator) or (not isinstance(inner, str) and _holds_lists(inner)):
                raise SecurityError("a list in a template holds texts and numbers, or short lists of them")
        return values

    @pass_context
    def join(context: Context, values: Iterable[object], d: object = "", attribute: str | int | None = None) -> str:
        get = make_attrgetter(context.environment, attribute) if attribute is not None else _itself
        separator = as_text(d)
        texts = put_together((get(value) for value in steps_of(context).each(values)), separator)
        pieces = [piece for text in texts for piece in (separator, text)]
        return joined(context, pieces[1:])

    def check(name: str, text: str, given: list[object]) -> None:
        for one in given:
            if isinstance(one, int) and abs(one) > MAX_LIST:
                raise SecurityError(f"{name!r} takes numbers up to {MAX_LIST:,}")
            if isinstance(one, CONTAINERS) and name != "default":
                raise SecurityError(f"{name!r} takes texts and numbers, not lists")
        if name == "replace" and len(given) > 1:
            old, new = as_text(given[0]), as_text(given[1])
            if len(text) + text.count(old) * len(new) > MAX_TEXT:
                raise SecurityError(f"'replace' would make something longer than {MAX_TEXT:,}")

    def measured(name: str, jinja_filter: Callable[..., Any]) -> Callable[..., Any]:
        wants = _PassArg.from_obj(jinja_filter)

        @pass_context
        def run(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:
            steps = steps_of(context)
            steps.spend(value)
            if isinstance(value, Iterator):
                value = steps.each(value)
            if name in TEXT_FILTERS:
                value = as_text(value)
            check(name, value, [*args, *kwargs.values()])
            if wants is None:
                return jinja_filter(value, *args, **kwargs)
            return jinja_filter(_wanted(wants, context), value, *args, **kwargs)

        return run

    own = {EACH: each, JOINED: concatenated, WRITTEN: written, "join": join}
    return {name: measured(name, jinja_filter) for name, jinja_filter in known.items()} | own


def _wanted(wants: _PassArg, context: Context) -> object:
    if wants is _PassArg.context:
        return context
    return context.eval_ctx if wants is _PassArg.eval_context else context.environment


def _itself(value: object) -> object:
    return value


def _holds_lists(inner: object) -> bool:
    return isinstance(inner, Iterable) and any(isinstance(one, Mapping | list | tuple | Iterator) for one in inner)
