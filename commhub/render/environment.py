"""The Jinja environments in which templates run: a sandbox that knows our filters and plain data, and nothing else.

One environment per output format and locale; they are cached for the life of the process and hold no data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any, Final

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from commhub.contracts import RenderError
from commhub.render import escapers, filters
from commhub.render.escapers import Raw
from commhub.render.limits import STEPS, Steps, bound, check_operator, few, measured_filters
from commhub.render.values import Field, show
from commhub.render.wording import in_plain_words

MAX_OUTPUT: Final = 2_000_000
"""Characters that one part of a message may have; a longer one is a mistake in the template or hostile data."""
TOO_DEEP: Final = "too much stands inside each other here"

HARMLESS_FILTERS: Final = (
    "abs", "batch", "capitalize", "default", "d", "first", "groupby", "int", "join", "last", "length", "count", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr", "slice",
    "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper", "urlencode",
)  # fmt: skip
HARMLESS_TESTS: Final = (
    "defined", "undefined", "none", "string", "number", "mapping", "iterable", "sequence", "boolean", "true", "false",
    "integer", "odd", "even", "divisibleby", "in", "eq", "==", "ne", "!=", "lt", "<", "le", "<=", "gt", ">", "ge", ">=",
    "equalto", "greaterthan", "lessthan", "sameas", "lower", "upper",
)  # fmt: skip


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox with our filters only, and the bounds of render.limits on what a template may cost."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        check_operator(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            return super()._parse(source, name, filename)
        except RecursionError as error:
            raise TemplateSyntaxError(TOO_DEEP, 1) from error

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        try:
            return super()._generate(bound(source), *args, **kwargs)
        except RecursionError as error:
            raise TemplateSyntaxError(TOO_DEEP, 1) from error

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError) as error:  # Python's own bounds on nesting
            raise TemplateSyntaxError(TOO_DEEP, 1) from error


def _sandbox(locale: str, *, markup: bool, mark: bool) -> Sandbox:
    def finalize(value: object) -> object:
        if type(value) is Raw:
            return Markup(value)  # noqa: S704 - an escaper made it
        return show(value, locale, mark=mark)

    sandbox = Sandbox(
        autoescape=markup,
        undefined=StrictUndefined,
        finalize=finalize,
        keep_trailing_newline=True,
        trim_blocks=not markup,
        lstrip_blocks=not markup,
        cache_size=0,
        auto_reload=False,
    )
    builtin = dict(sandbox.filters)
    sandbox.filters = {name: builtin[name] for name in HARMLESS_FILTERS} | filters.for_locale(locale)
    sandbox.filters |= escapers.for_locale(locale)
    for name in ("upper", "lower", "title", "capitalize", "trim", "truncate", "replace"):
        sandbox.filters[name] = keeping_field(builtin[name])
    sandbox.filters = measured_filters(sandbox.filters, lambda value: show(value, locale, mark=False))
    sandbox.tests = {name: sandbox.tests[name] for name in HARMLESS_TESTS}
    sandbox.globals = {"range": few}
    return sandbox


def keeping_field(jinja_filter: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, with its result still knowing which field of the request it came from."""

    def kept(*args: Any, **kwargs: Any) -> Any:
        result = jinja_filter(*args, **kwargs)
        source = next((arg for arg in args if isinstance(arg, Field)), None)
        if source is None:
            return result
        # Letters that a filter puts into a name are not the name's own: they are linted like any others.
        texts = [arg for arg in (*args, *kwargs.values()) if isinstance(arg, str)]
        put_in = texts[-1] if texts[0] is source else texts[0]
        own = put_in is source or not any(map(str.isalnum, put_in))
        return Field(result, source.path, source.holds if own else "")

    if hasattr(jinja_filter, "jinja_pass_arg"):  # Jinja's note that the filter wants the environment first
        kept.jinja_pass_arg = jinja_filter.jinja_pass_arg  # type: ignore[attr-defined]
    return kept


@lru_cache(maxsize=256)
def environment(locale: str, *, markup: bool, mark: bool = True) -> Sandbox:
    """The environment for a locale. `markup` escapes what is printed for HTML; `mark` makes printed fields carry
    their origin (see render.marks)."""
    return _sandbox(locale, markup=markup, mark=mark)


@lru_cache(maxsize=1)
def lexing_environment() -> Sandbox:
    """The environment that sources are taken apart with; nothing runs in it."""
    return _sandbox("en", markup=True, mark=False)


@lru_cache(maxsize=2048)
def compiled(source: str, locale: str, markup: bool) -> Template:
    """The compiled template; the cache makes a template's parsing a cost per process, not per message."""
    return environment(locale, markup=markup).from_string(source)


def run(source: str, context: Mapping[str, object], *, locale: str, markup: bool, part: str) -> str:
    """The source rendered with this context; fields in it carry their marks. Raises RenderError naming the part."""
    pieces: list[str] = []
    size = 0
    try:
        for piece in compiled(source, locale, markup).generate({**context, STEPS: Steps()}):
            size += len(piece)
            if size > MAX_OUTPUT:
                raise RenderError(f"the result is longer than {MAX_OUTPUT:,} characters")
            pieces.append(piece)
    except RenderError as error:
        raise RenderError(f"{part}: {error}") from error
    except TemplateError as error:
        raise RenderError(f"{part}: {in_plain_words(error.message)}") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise RenderError(f"{part}: {error}") from error
    return "".join(pieces)
