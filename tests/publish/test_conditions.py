"""The conditions of a message: each found at its place, each side seen when it is taken, and data made for the others."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.contracts import JSON, RenderError, VariableSpec
from commhub.publish.test_sets.conditions import Condition, Written, conditions_of
from commhub.publish.test_sets.wanted import data_for
from commhub.render.jinja.environment import run
from commhub.render.jinja.values import typed
from commhub.render.jinja.watching import watching
from templates_store.validation import data_problems

BLOCKS = {"inner": "{% if deep %}x{% endif %}", "outer": "A\n{% include 'inner' %}", "round": "{% include 'round' %}"}


def written(source: str, where: str = "body (en)") -> Written:
    def block(key: str, locale: str) -> tuple[str, str, str]:
        return BLOCKS.get(key, ""), f"content block {key} ({locale})", locale

    return Written(source, where, "en", block)


def found(source: str, content: str | None = None) -> list[tuple[str, int, int, str]]:
    inside = written(content) if content is not None else None
    return [
        (one.place.where, one.place.line, one.place.column, one.text) for one in conditions_of(written(source), inside)
    ]


def test_every_kind_of_condition_is_found_at_its_place_in_order() -> None:
    source = (
        "{% if a == 'x' %}1{% elif b %}2{% else %}3{% endif %}\n"
        "  {{ 'p' if c > 2 else 'q' }} {{ ('r' if d else 's')|upper }}\n"
        "{% for row in rows %}{% if row.kind %}4{% endif %}{% else %}none{% endfor %}{% for one in rows %}5{% endfor %}"
    )
    assert found(source) == [
        ("body (en)", 1, 7, "a == 'x'"),
        ("body (en)", 1, 27, "b"),
        ("body (en)", 2, 6, "c > 2"),
        ("body (en)", 2, 35, "d"),
        ("body (en)", 3, 4, "rows"),
        ("body (en)", 3, 28, "row.kind"),
    ]


def test_blocks_and_what_stands_in_a_layout_are_read_where_they_stand() -> None:
    source = "{% if before %}{% endif %}{{ content }}{% if after %}{% endif %}"
    assert found(source, "{% if one %}{% include 'outer' %}{% endif %}") == [
        ("body (en)", 1, 7, "before"),
        ("body (en)", 1, 7, "one"),
        ("content block inner (en)", 1, 7, "deep"),
        ("body (en)", 1, 46, "after"),
    ]


def test_what_cannot_be_read_or_goes_round_ends() -> None:
    assert found("x" * 1_000_001 + "{% if a %}{% endif %}") == []
    assert found("{% include 'round' %}{% if a %}{% endif %}") == [("body (en)", 1, 28, "a")]


def test_what_the_language_or_the_brand_decides_is_known() -> None:
    source = "{% if locale[:2] == 'zh' %}{% if a %}{% endif %}{% elif a and locale == 'en' %}{% endif %}"
    told = [(one.fixed, one.within_fixed) for one in conditions_of(written(source))]
    assert told == [(True, False), (False, True), (False, True)]


def sides(source: str, data: dict[str, Any]) -> list[set[bool]]:
    with watching() as watch:
        printed = run(source, data, locale="en", markup=True, part="body")
    assert printed == run(source, data, locale="en", markup=True, part="body")
    (seen,) = watch.seen
    return [seen.sides.get(number, set()) for number in range(len(seen.signatures))]


def test_the_sides_that_a_message_takes_are_seen_and_it_says_the_same() -> None:
    source = (
        "{% if a == 'x' %}1{% elif b %}2{% else %}3{% endif %}{{ 'p' if c else 'q' }}"
        "{% for r in rows %}{% if r.k == 1 %}4{% endif %}{% else %}none{% endfor %}"
    )
    usual: dict[str, Any] = {"a": "x", "b": 0, "c": 3, "rows": []}
    assert sides(source, usual) == [{True}, set(), {True}, {False}, set()]
    other = {**usual, "a": "y", "c": 0, "rows": [{"k": 1}, {"k": 2}]}
    assert sides(source, other) == [{False}, {False}, {False}, {True}, {True, False}]


def test_the_author_s_conditions_are_those_of_the_compiled_source_in_order() -> None:
    source = "{% if a %}{{ 1 if b else 2 }}{% endif %}{% for r in c %}{{ 3 if r else 4 }}{% else %}{% endfor %}"
    with watching() as watch:
        run(source, {"a": 1, "b": 0, "c": [1]}, locale="en", markup=True, part="body")
    assert watch.seen[0].signatures == tuple(one.signature for one in conditions_of(written(source)))


def test_nothing_is_watched_outside_and_an_error_stays_an_error() -> None:
    with watching() as watch, pytest.raises(RenderError):
        run("{% if a %}{{ nothing }}{% endif %}", {"a": 1}, locale="en", markup=True, part="body")
    assert watch.seen[0].sides == {0: {True}}
    run("{% if a %}{% endif %}", {"a": 1}, locale="en", markup=True, part="body")
    assert len(watch.seen) == 1


# ---- data that reaches a side -------------------------------------------------------------------------------------

ROW = (VariableSpec("kind", "enum", choices=("photos", "quote")), VariableSpec("by", "date", required=False))
VARIABLES = (
    VariableSpec("status", "enum", choices=("open", "paid", "closed"), sample="open"),
    VariableSpec("name", "string", sample="Ann"),
    VariableSpec("count", "integer", sample=3),
    VariableSpec("rate", "decimal", sample="2.5"),
    VariableSpec("sure", "boolean", sample=True),
    VariableSpec("due", "date", required=False, sample="2026-01-31"),
    VariableSpec("price", "money", required=False, sample={"amount": "12.30", "currency": "GBP"}),
    VariableSpec("rows", "list", required=False, fields=ROW, sample=[{"kind": "photos", "by": "2026-01-31"}]),
    VariableSpec("who", "object", fields=(VariableSpec("age", "integer", sample=40), VariableSpec("vip", "boolean"))),
)
USUAL: dict[str, JSON] = {
    **{one.name: one.sample for one in VARIABLES if one.sample is not None},
    "who": {"age": 40, "vip": False},
}


def reached(source: str, condition: Condition, number: int, side: bool) -> bool:
    """Whether one of the guesses is valid data that is seen to take this side."""
    for data, attributes in data_for(condition, side, VARIABLES, USUAL):
        assert data_problems(data, VARIABLES) == []
        context = {**typed(data, VARIABLES), "large_print": attributes.get("large_print", False)}
        if side in sides(source, context)[number]:
            return True
    return False


@pytest.mark.parametrize(
    "asked",
    [
        "status == 'paid'", "status != 'open'", "'paid' == status", "status in ['paid', 'closed']",
        "status not in ('open',)", "count > 10", "count <= 3", "10 < count", "rate >= 2.5", "rate < 0", "sure", "not sure",
        "due", "price", "price.amount > 100", "price.currency == 'EUR'", "name == 'Zoe'", "name", "rows",
        "rows|length > 4", "rows|count == 1", "who.age < 18", "who.vip", "sure and status == 'paid'",
        "due or price", "not (due and price)", "due is none", "status|upper == 'X' or sure", "large_print",
        "count == 3 and not sure", "sure is true",
    ],
)  # fmt: skip
def test_both_sides_of_simple_conditions_are_reached(asked: str) -> None:
    source = f"{{% if {asked} %}}a{{% else %}}b{{% endif %}}"
    (condition,) = conditions_of(written(source))
    assert (reached(source, condition, 0, True), reached(source, condition, 0, False)) == (True, True)


def test_conditions_within_others_and_in_loops_are_reached() -> None:
    source = (
        "{% if status == 'open' %}{% if count > 5 %}{% for row in rows %}{% if row.kind == 'quote' %}a{% elif row.by %}b"
        "{% endif %}{% else %}c{% endfor %}{% endif %}{% elif status == 'paid' %}d{% elif sure %}e{% else %}f{% endif %}"
    )
    for number, condition in enumerate(conditions_of(written(source))):
        for side in (True, False):
            assert reached(source, condition, number, side), condition.side(side)


@pytest.mark.parametrize("asked", ["recipient.name == 'Ann'", "count * 2 > 7", "due < message.date", "nobody"])
def test_what_is_not_simple_is_left_to_people(asked: str) -> None:
    (condition,) = conditions_of(written(f"{{% if {asked} %}}{{% endif %}}"))
    assert list(data_for(condition, True, VARIABLES, USUAL)) == []
