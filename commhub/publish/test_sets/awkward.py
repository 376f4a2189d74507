"""The awkward test sets that the system makes by itself from the variables: few, each with as much as goes together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from commhub.contracts import JSON, VariableSpec
from commhub.publish.test_sets.awkward_words import (
    EMOJI_NAME,
    EMOJI_TEXT,
    FAIR_LINE,
    LARGE_PRINT,
    LONG_LINE,
    LONG_LINES,
    LONG_NAMES,
    LONG_TEXT,
    ONE_WORD,
    RIGHT_TO_LEFT,
    RIGHT_TO_LEFT_TEXT,
    SEVEN_LINES,
    WIDE_LINE,
    of_locale,
)
from commhub.publish.test_sets.sets import AWKWARD, DataSet

LEAP_DAY: Final = "2028-02-29"
FAR_DAY: Final = "2100-12-31"
ROWS: Final = (1, 15, 200)
LONGEST_TEXT: Final = 10_000
NAMES: Final = frozenset({"person-name", "company-name"})
DEFAULTS: Final[Mapping[str, JSON]] = {
    "string": "Sample",
    "integer": 12,
    "decimal": "12.50",
    "date": "2026-01-31",
    "datetime": "2026-01-31T09:30:00+00:00",
    "boolean": True,
    "money": {"amount": "12.30", "currency": "GBP"},
}
NUMBERS: Final[Mapping[str, Mapping[str, JSON]]] = {
    "huge": {"integer": 2_147_483_647, "decimal": "123456789012.345", "money": "9876543210.99"},
    "negative": {"integer": -1, "decimal": "-1234.5", "money": "-1234.56"},
    "zero": {"integer": 0, "decimal": "0", "money": "0.00"},
}


@dataclass(slots=True)
class _Plan:
    """What one set is to be. `used` is filled with what the variables had a place for, in words for the set's name."""

    number: int
    locale: str
    name: str = ""
    text: Callable[[str], str] | None = None
    numbers: str = ""
    day: str = ""
    rows: int = 0
    optional: str = "kept"
    used: dict[str, str] = field(default_factory=dict)


def awkward_sets(variables: Iterable[VariableSpec], locale: str) -> list[DataSet]:
    """The awkward sets for these variables; all of them are valid data. Names are in the script of the locale."""
    declared = tuple(variables)
    found: list[DataSet] = []
    known: list[Mapping[str, JSON]] = []
    for recipient, words, plan in _plans(locale):
        data = _members(declared, plan)
        told = [*words, *plan.used.values()]
        if not told or (data in known and not recipient):
            continue
        known.append(data)
        found.append(DataSet(_sentence(told), AWKWARD, data, recipient))
    return found + list(_choices(declared, found, locale))


def usual(variables: Iterable[VariableSpec], locale: str) -> dict[str, JSON]:
    """The samples, with something plain for each variable that has none."""
    return _members(variables, _Plan(0, locale))


def _plans(locale: str) -> Iterator[tuple[dict[str, JSON], list[str], _Plan]]:
    """Recipient, what is awkward about them, and the plan for the data; in the order in which people look at them."""
    long_name, one_word = of_locale(LONG_NAMES, locale), of_locale(ONE_WORD, locale)
    address = {"address": SEVEN_LINES}
    yield (
        {"name": long_name, **address},
        ["longest name", "a seven-line address"],
        _Plan(0, locale, name=long_name, text=_longer, numbers="huge", day=LEAP_DAY, rows=15),
    )
    yield (
        {"name": one_word},
        ["a name that cannot be broken"],
        _Plan(1, locale, name=one_word, numbers="negative", day=FAR_DAY, rows=1),
    )
    yield (
        {**address, "attributes": LARGE_PRINT},
        ["a seven-line address in large print"],
        _Plan(2, locale, numbers="zero", optional="empty"),
    )
    yield (
        {"address": LONG_LINE, "attributes": LARGE_PRINT},
        ["a long line of the address in large print"],
        _Plan(3, locale, optional="left out"),
    )
    yield (
        {"name": RIGHT_TO_LEFT[0], "address": WIDE_LINE},
        ["text from right to left"],
        _Plan(4, locale, name=RIGHT_TO_LEFT[1], text=lambda _: RIGHT_TO_LEFT_TEXT),
    )
    yield (
        {"name": EMOJI_NAME, "address": FAIR_LINE, "attributes": LARGE_PRINT},
        ["emoji", "large print"],
        _Plan(5, locale, name=EMOJI_NAME, text=lambda _: EMOJI_TEXT),
    )
    yield {}, [], _Plan(6, locale, rows=200)


def _sentence(words: list[str]) -> str:
    told = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return told[:1].upper() + told[1:]


def _members(variables: Iterable[VariableSpec], plan: _Plan, *, inner: bool = False) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    for variable in variables:
        if not variable.required and plan.optional == "left out":
            plan.used["optional"] = "nothing that may be left out"
            continue
        found[variable.name] = _value(variable, plan, inner=inner)
    return found


def _value(variable: VariableSpec, plan: _Plan, *, inner: bool = False) -> JSON:
    match variable.type:
        case "string":
            return _string(variable, plan)
        case "enum":
            return variable.choices[plan.number % len(variable.choices)]
        case "boolean":
            return plan.number % 2 == 0
        case "integer" | "decimal" | "money" if plan.numbers:
            return _number(variable, plan)
        case "date" | "datetime" if plan.day:
            plan.used["day"] = "29 February" if plan.day == LEAP_DAY else f"the year {plan.day[:4]}"
            return plan.day if variable.type == "date" else f"{plan.day}T23:59:59+00:00"
        case "object":
            return _members(variable.fields, plan, inner=inner)
        case "list":
            return _rows(variable, plan, inner=inner)
        case _:
            return DEFAULTS[variable.type] if variable.sample is None else variable.sample


def _string(variable: VariableSpec, plan: _Plan) -> str:
    sample = str(DEFAULTS["string"] if variable.sample is None else variable.sample)
    if sample.startswith(("https://", "http://")):
        return sample
    if plan.optional == "empty" and not variable.required:
        plan.used["optional"] = "nothing in what may be empty"
        return ""
    if variable.holds in NAMES and plan.name:
        return plan.name
    if variable.holds == "address" and plan.text is _longer:
        return ", ".join(LONG_LINES)
    if plan.text is None:
        return sample
    if plan.text is _longer:
        plan.used["text"] = "long texts"
    return plan.text(sample)[:LONGEST_TEXT]


def _longer(sample: str) -> str:
    """Much more than its author thought of: of a number or a code 34 signs (as many as an IBAN has), of words a line more."""
    if " " not in sample.strip():
        return sample + "8" * (34 - len(sample))
    return f"{sample} {LONG_TEXT}"


def _number(variable: VariableSpec, plan: _Plan) -> JSON:
    plan.used["numbers"] = f"{plan.numbers} amounts"
    number = NUMBERS[plan.numbers][variable.type]
    if variable.type != "money":
        return number
    sample = variable.sample if isinstance(variable.sample, dict) else DEFAULTS["money"]
    return {"amount": number, "currency": sample.get("currency", "GBP")}


def _rows(variable: VariableSpec, plan: _Plan, *, inner: bool) -> JSON:
    """The rows of a list: as many as the plan says, like its samples. Lists within lists stay short."""
    given = variable.sample if isinstance(variable.sample, list) and variable.sample else [None]
    if plan.optional == "empty" and not variable.required:
        plan.used["optional"] = "nothing in what may be empty"
        return []
    count = (min(plan.rows, 2) if inner else plan.rows) or len(given)
    if plan.rows and not inner:
        plan.used["rows"] = "1 row" if plan.rows == 1 else f"{plan.rows} rows"
    return [_row(variable, given[at % len(given)], plan, at) for at in range(count)]


def _row(variable: VariableSpec, given: JSON, plan: _Plan, at: int) -> JSON:
    if not variable.fields:
        return _string(VariableSpec(variable.name, "string", sample=given, holds=variable.holds), plan)
    known: dict[str, Any] = given if isinstance(given, dict) else {}
    fields = [_with_sample(one, known.get(one.name, one.sample)) for one in variable.fields]
    turned = _Plan(
        plan.number + at, plan.locale, plan.name, plan.text, plan.numbers, plan.day, plan.rows, plan.optional, plan.used
    )
    return _members(fields, turned, inner=True)


def _with_sample(spec: VariableSpec, sample: JSON) -> VariableSpec:
    return VariableSpec(
        spec.name, spec.type, spec.required, sample, spec.description, spec.choices, spec.fields, spec.holds
    )


def _choices(variables: tuple[VariableSpec, ...], found: list[DataSet], locale: str) -> Iterator[DataSet]:
    """Sets for the choices and the truth values that none of the others has, as many in one as there are variables."""
    left: dict[str, list[JSON]] = {}
    for variable in variables:
        wanted: list[JSON] = list(variable.choices) if variable.type == "enum" else []
        wanted = [True, False] if variable.type == "boolean" else wanted
        seen = [one.data.get(variable.name) for one in found if variable.name in one.data]
        if missing := [choice for choice in wanted if choice not in seen]:
            left[variable.name] = missing
    whole = usual(variables, locale)
    while any(left.values()):
        chosen = {name: values.pop(0) for name, values in left.items() if values}
        told = ", ".join(f"{name} {_said(value)}" for name, value in chosen.items())
        yield DataSet(f"Other choices: {told}", AWKWARD, {**whole, **chosen})


def _said(value: JSON) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
