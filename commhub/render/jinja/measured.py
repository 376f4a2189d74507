"""Filters and tests with bounds: what each costs is paid for in steps, and what it makes is never out of proportion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from jinja2 import pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context
from jinja2.utils import _PassArg

from commhub.render.jinja.fields import Coded, Field, in_both, read_as, told
from commhub.render.jinja.limits import CONTAINERS, MAX_LIST, MAX_TEXT, Steps
from commhub.render.jinja.printing import in_words

TEXT_FILTERS: Final = frozenset(
    {"capitalize", "center", "indent", "lower", "replace", "string", "striptags", "title", "trim", "truncate", "upper"}
    | {"urlencode", "wordcount", "wordwrap"}
)
KEEPING: Final = frozenset(
    {
        "capitalize",
        "center",
        "indent",
        "lower",
        "replace",
        "striptags",
        "title",
        "trim",
        "truncate",
        "upper",
        "wordwrap",
    }
)
"""Filters after which a text still knows which field of the request it came from."""
LIST_FILTERS: Final = frozenset(
    {
        "batch",
        "dictsort",
        "groupby",
        "items",
        "list",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "select",
        "selectattr",
    }
    | {"slice", "sort", "sum", "unique"}
)
SCALAR_FILTERS: Final = frozenset({"money", "date", "datetime", "number", "percent", "e", "escape", "forceescape"})
"""Filters of ours that look at one amount, date, number or text, and at nothing in it."""
SLOW: Final[Mapping[str, int]] = dict.fromkeys(LIST_FILTERS, 100) | {
    "float": 100, "int": 100, "striptags": 100, "wordwrap": 100, "title": 5, "urlencode": 5, "wordcount": 5,
}  # fmt: skip
"""Filters that take so many times as long for a letter as others do."""
CODES_PASS: Final = frozenset(
    {"count", "d", "default", "e", "escape", "float", "forceescape", "int", "length", "string", "wordcount"}
    | {"css_text", "json_text", "safe_url", "tag_word", "urlencode"}
)
"""Filters that get a code as it is: what they make is no text, is for machines to read, or is the code still."""
MOST_NAMES: Final = 200
"""Letters of the names that a filter may look up in each row."""


def steps_of(context: Context) -> Steps:
    found: Steps = context.steps  # type: ignore[attr-defined]  # what render.environment runs templates with
    return found


def text_of(value: object, locale: str) -> str:
    if isinstance(value, str):
        return read_as(value)
    if isinstance(value, CONTAINERS):
        raise SecurityError("a list or object is no text; name one of its fields, or use 'join'")
    return in_words(value, locale)


def putting_together(locale: str) -> Callable[..., str]:
    """What `~` does: the texts of its operands, one after the other."""

    def put_together(steps: Steps, *values: object) -> str:
        texts = [value if type(value) is str else text_of(value, locale) for value in values]
        length = sum(map(len, texts))
        if length > MAX_TEXT:
            raise SecurityError(f"this would be a text longer than {MAX_TEXT:,}")
        steps.pay(len(texts) + length // 100)
        return "".join(texts)

    return put_together


def measured_filters(known: Mapping[str, Callable[..., Any]], locale: str) -> dict[str, Callable[..., Any]]:
    """The filters with bounds, and `join`, which has them built in."""

    @pass_context
    def join(context: Context, values: Any, d: object = "", attribute: str | int | None = None, /, **named: Any) -> str:
        d, attribute = named.pop("d", d), named.pop("attribute", attribute)
        if named or (attribute is not None and len(str(attribute)) > MOST_NAMES):
            raise SecurityError("'join' takes a text, and the name of a field")
        steps = steps_of(context)
        separator = text_of(d, locale)
        get = make_attrgetter(context.environment, attribute) if attribute is not None else None
        texts: list[str] = []
        length = 0
        for value in steps.turns(values, 1):
            texts.append(text_of(get(value) if get else value, locale))
            length += len(texts[-1]) + len(separator)
            if length > MAX_TEXT:
                raise SecurityError(f"this would be a text longer than {MAX_TEXT:,}")
        steps.pay(length // 100)
        return separator.join(texts)

    return {name: _measured(name, filter_, locale) for name, filter_ in known.items()} | {"join": join}


def _measured(name: str, jinja_filter: Callable[..., Any], locale: str) -> Callable[..., Any]:
    wants = _PassArg.from_obj(jinja_filter)
    is_text, keeps, slow = name in TEXT_FILTERS, name in KEEPING, SLOW.get(name, 1)
    scalar = name in SCALAR_FILTERS

    @pass_context
    def run(context: Context, value: Any, /, *args: Any, **kwargs: Any) -> Any:
        steps: Steps = context.steps  # type: ignore[attr-defined]
        if not args and not kwargs:  # what most filters are asked for, in the shortest way
            if scalar:
                steps.pay(1)
                return jinja_filter(value)
            if is_text and type(value) is Field and len(value) < 100:
                steps.pay(2)
                text = jinja_filter(value) if wants is None else jinja_filter(_wanted(wants, context), value)
                return told(text, value.origin) if keeps else text
        source = value
        if isinstance(value, str):
            steps.pay(1 + len(value) * slow // 100)
        else:
            steps.spend(value)
            if isinstance(value, Iterator):
                value = steps.each(value)
            if is_text:
                value = text_of(value, locale)
        if args or kwargs:
            _check(name, value, [*args, *kwargs.values()], kwargs, steps, locale)
        before = () if wants is None else (_wanted(wants, context),)
        try:
            result = jinja_filter(*before, value, *args, **kwargs)
        except TypeError as error:
            raise SecurityError(f"'{name}' does not go with what it was given here") from error
        if isinstance(result, str):
            if len(result) > 100:
                _pay_for(name, result, value, steps)
            return _kept(result, source, args, kwargs) if keeps else result
        if isinstance(result, list):
            steps.pay(len(result))
        return result

    if scalar or name in CODES_PASS:
        return run

    @pass_context
    def run_in_words(context: Context, value: Any, /, *args: Any, **kwargs: Any) -> Any:
        if keeps and (args or kwargs):
            args, kwargs = tuple(map(_words_of, args)), {key: _words_of(one) for key, one in kwargs.items()}
        if type(value) is Coded:
            if keeps:
                return in_both(value, lambda text: cast("str", run(context, text, *args, **kwargs)))
            value = _words_of(value)
        return run(context, value, *args, **kwargs)

    return run_in_words


def _words_of(argument: Any) -> Any:
    """What a filter puts into a text: of a code, what customers read for it. Raises RenderError without words."""
    return told(read_as(argument), argument.origin) if type(argument) is Coded else argument


def _pay_for(name: str, result: str, value: object, steps: Steps) -> None:
    steps.pay(len(result) // 100)
    if len(result) > MAX_TEXT and not (isinstance(value, str) and len(result) <= len(value)):
        raise SecurityError(f"'{name}' would make something longer than {MAX_TEXT:,}")


def _kept(result: str, source: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The result of a filter, still knowing which field of the request it came from."""
    own = True
    if type(source) is not Field:
        source = next((arg for arg in args if isinstance(arg, Field)), None)
        if source is None:
            return result
        own = False
    # Letters that a filter puts into a name are not the name's own: they are linted like any others.
    put_in = [arg for arg in (*args, *kwargs.values()) if isinstance(arg, str)][-1:] if args or kwargs else []
    if own and not any(one.isalnum() for text in put_in if text is not source for one in text):
        return told(result, source.origin)
    return Field(result, source.path, "")


def _check(name: str, value: object, given: list[Any], kwargs: Mapping[str, Any], steps: Steps, locale: str) -> None:
    """What a filter is given besides its value, before it runs."""
    for one in given:
        if isinstance(one, int):
            if abs(one) > MAX_LIST:
                raise SecurityError(f"{name!r} takes numbers up to {MAX_LIST:,}")
            steps.pay(abs(one) // 100)
        elif isinstance(one, CONTAINERS) and name not in {"default", "d"}:
            raise SecurityError(f"{name!r} takes texts and numbers, not lists")
    texts = [kwargs.get("attribute")] if name == "map" else given if name in LIST_FILTERS else []
    if any(isinstance(one, str) and len(one) > MOST_NAMES for one in texts):
        raise SecurityError(f"{name!r} looks up short names")
    if name == "replace" and isinstance(value, str) and len(given) > 1:
        old, new = text_of(given[0], locale), text_of(given[1], locale)
        if len(value) + value.count(old) * len(new) > MAX_TEXT:
            raise SecurityError(f"'replace' would make something longer than {MAX_TEXT:,}")
    if name == "indent" and isinstance(value, str):
        width = max((len(one) if isinstance(one, str) else int(one) for one in given), default=4)
        if len(value) + (value.count("\n") + 1) * width > MAX_TEXT:
            raise SecurityError(f"'indent' would make something longer than {MAX_TEXT:,}")


def _wanted(wants: _PassArg, context: Context) -> object:
    if wants is _PassArg.context:
        return context
    return context.eval_ctx if wants is _PassArg.eval_context else context.environment


def measured_tests(known: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The tests; those that compare pay for what is long, and do not compare lists of objects."""
    return {name: _paid(test) if name in COMPARING else test for name, test in known.items()}


COMPARING: Final = frozenset(
    {"in", "eq", "==", "equalto", "ne", "!=", "lt", "<", "lessthan", "le", "<=", "gt", ">", "greaterthan", "ge", ">="}
)


def _paid(test: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def run(context: Context, value: Any, /, *others: Any) -> Any:
        steps = steps_of(context)
        for one in (value, *others):
            steps.spend(one)
        if all(isinstance(one, list | tuple | Mapping) for one in (value, *others)):
            raise SecurityError("lists and objects cannot be compared; compare one of their fields")
        return test(value, *others)

    return run
