"""The Jinja environments in which templates run: a sandbox that knows our filters and plain data, and nothing else.

One environment per output format and locale; they are cached for the life of the process and hold no data.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from types import CodeType
from typing import Any, Final, Protocol, cast

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from commhub.contracts import RenderError
from commhub.render.jinja import escapers, filters
from commhub.render.jinja.codegen import Generator
from commhub.render.jinja.limits import Printed, Steps, few
from commhub.render.jinja.measured import measured_filters, measured_tests, putting_together
from commhub.render.jinja.operators import look, own_names
from commhub.render.jinja.printing import shower
from commhub.render.jinja.refusals import MAX_SOURCE, check
from commhub.render.jinja.wording import in_plain_words


class Watcher(Protocol):
    """Who wants to see templates run (render.jinja.watching)."""

    def template(self, source: str, locale: str, part: str, *, markup: bool) -> Template:
        """The template that is run in the place of the plain one; it prints the same."""


WATCHER: Final[ContextVar[Watcher | None]] = ContextVar("watcher", default=None)
TOO_DEEP: Final = "too much stands inside each other here"

HARMLESS_FILTERS: Final = (
    "abs", "batch", "capitalize", "center", "count", "dictsort", "filesizeformat", "first", "float", "groupby", "indent",
    "int", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "select",
    "selectattr", "slice", "sort", "string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper",
    "wordcount",
)  # fmt: skip
HARMLESS_TESTS: Final = (
    "defined", "undefined", "none", "string", "number", "mapping", "iterable", "sequence", "boolean", "true", "false",
    "integer", "odd", "even", "divisibleby", "in", "eq", "==", "ne", "!=", "lt", "<", "le", "<=", "gt", ">", "ge", ">=",
    "equalto", "greaterthan", "lessthan", "sameas", "lower", "upper",
)  # fmt: skip


class Scene(Context):
    """What a template runs in: its names, and the steps that it has left."""

    def __init__(
        self,
        environment: Any,
        parent: dict[str, Any],
        name: str | None = None,
        blocks: Any = None,
        globals: Any = None,  # noqa: A002 - Jinja's name
    ) -> None:
        self.parent = parent
        self.vars = {}
        self.exported_vars = set()
        self.environment = environment
        self.eval_ctx = environment.eval_ctx
        self.name = name
        self.blocks = {}
        self.globals_keys = set()
        self.steps = Steps()


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox with our filters only, look-ups in plain data, and bounds on what a template may cost."""

    code_generator_class = Generator
    context_class = Scene

    def __init__(self, locale: str, *, markup: bool) -> None:
        super().__init__(
            autoescape=markup,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            trim_blocks=not markup,
            lstrip_blocks=not markup,
            optimized=False,
            cache_size=0,
            auto_reload=False,
        )
        ours = filters.for_locale(locale) | escapers.for_locale(locale)
        harmless: dict[str, Any] = dict(self.filters)
        known = {name: harmless[name] for name in HARMLESS_FILTERS} | ours
        self.filters = cast("Any", measured_filters(known, locale))
        tests: dict[str, Any] = dict(self.tests)
        self.tests = cast("Any", measured_tests({name: tests[name] for name in HARMLESS_TESTS}))
        self.globals = {"range": few, "namespace": own_names}
        self.eval_ctx = EvalContext(self)
        self.show, self.tell = shower(locale, markup=markup)
        self.put_together = putting_together(locale)

    def getattr(self, obj: Any, attribute: str) -> Any:
        return look(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return look(obj, argument)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > MAX_SOURCE:
            raise TemplateSyntaxError(f"a source has up to {MAX_SOURCE:,} characters", 1)
        try:
            return super()._parse(source, name, filename)
        except RecursionError as error:
            raise TemplateSyntaxError(TOO_DEEP, 1) from error
        except ValueError as error:  # a number with more digits than Python reads
            raise TemplateSyntaxError("there is a number here that nobody can read", 1) from error

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        try:
            check(source, self.filters, self.tests)
            return super()._generate(source, *args, **kwargs)
        except RecursionError as error:
            raise TemplateSyntaxError(TOO_DEEP, 1) from error

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError) as error:  # Python's own bounds on nesting
            raise TemplateSyntaxError(TOO_DEEP, 1) from error


@lru_cache(maxsize=256)
def environment(locale: str, *, markup: bool) -> Sandbox:
    """The environment for a locale. `markup` escapes what is printed for HTML."""
    return Sandbox(locale, markup=markup)


@lru_cache(maxsize=1)
def lexing_environment() -> Sandbox:
    """The environment that sources are taken apart with; nothing runs in it."""
    return Sandbox("en", markup=True)


@lru_cache(maxsize=2048)
def compiled(source: str, locale: str, markup: bool) -> Template:
    """The compiled template; the cache makes a template's parsing a cost per process, not per message."""
    return environment(locale, markup=markup).from_string(source)


def printed(source: str, context: Mapping[str, object], *, locale: str, markup: bool, part: str) -> Printed:
    """What the source prints with this context, with and without marks. Raises RenderError naming the part."""
    try:
        watcher = WATCHER.get()
        template = (
            watcher.template(source, locale, part, markup=markup) if watcher else compiled(source, locale, markup)
        )
        scene = Scene(template.environment, {**template.environment.globals, **context})
        return Printed(cast("list[str]", template.root_render_func(scene)), scene.steps)
    except RenderError as error:
        raise RenderError(f"{part}: {error}") from error
    except TemplateError as error:
        raise RenderError(f"{part}: {in_plain_words(error.message)}") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise RenderError(f"{part}: {in_plain_words(str(error))}") from error


def run(source: str, context: Mapping[str, object], *, locale: str, markup: bool, part: str) -> str:
    """The source rendered with this context; fields in it carry their marks. Raises RenderError naming the part."""
    return printed(source, context, locale=locale, markup=markup, part=part).marked
