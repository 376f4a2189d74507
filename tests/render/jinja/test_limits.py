"""No template, however it is written, keeps a worker busy or eats its memory; ordinary ones notice nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from commhub.contracts import CompileError, RenderError
from commhub.render.jinja.binding import check_names
from commhub.render.jinja.environment import run
from commhub.render.jinja.values import Money
from commhub.render.letters.pdf import make_pdf


def show(source: str, **context: object) -> str:
    return run(source, context, locale="en-GB", markup=True, part="body")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", "more than 200,000 steps"),
        ("{% for a in range(9999) %}{{ range(9999)|map('string')|list|length }}{% endfor %}", "200,000 steps"),
        ("{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 30, "longer than 100,000"),
        ("{% set x = 'aaaaaaaaaa' %}" + "{% set x = x + x %}" * 30, "longer than 100,000"),
        ("{% set x = [1] %}" + "{% set x = x + x %}" * 30, "longer than 10,000"),
        ("{% set x = 9999999 %}" + "{% set x = x * x %}" * 30, "a number that nobody can read"),
        ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 40, "short lists"),
        ("{% set a = [1] %}" + "{% set a = {'x': a, 'y': a} %}" * 40, "short lists"),
        ("{{ [1] * 100000000 }}", "not lists"),
        ("{{ '%0300000000d' % 1 }}", "'%' takes numbers"),
        ("{{ [1]|batch(100000000, 'x')|list|length }}", "'batch' takes numbers up to 10,000"),
        ("{{ [1]|batch(linecount=100000000, fill_with='x')|list|length }}", "'batch' takes numbers up to 10,000"),
        ("{{ [1]|slice(100000000)|list|length }}", "'slice' takes numbers up to 10,000"),
        ("{{ 1.5|round(100000000, 'ceil') }}", "'round' takes numbers up to 10,000"),
        ("{{ 1|percent(500000000) }}", "'percent' takes numbers up to 10,000"),
        ("{{ [[1], [2]]|sum(start=[]) }}", "'sum' takes texts and numbers"),
        ("{{ ('x' * 99999)|replace('x', 'y' * 99999) }}", "'replace' would make"),
        ("{{ range(9999)|map('replace', '', 'x' * 9)|map('upper')|join('x' * 99) }}", "longer than 100,000"),
        ("{{ [[1, 2], [3]]|string }}", "a list or object is no text"),
    ],
)
def test_a_render_that_would_cost_too_much_ends_in_an_error(source: str, reason: str) -> None:
    with pytest.raises(RenderError, match=reason):
        show(source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(40) }}", "macros are not available"),
        ("{% set x %}{% for a in range(9999) %}{{ 'x' * 9999 }}{% endfor %}{% endset %}", "set blocks"),
        ("{% filter upper %}x{% endfilter %}", "filter blocks are not available"),
        ("{% for a in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}", "range|recursive"),
        ("{% for a in [1] %}" * 25 + "{% endfor %}" * 25, "more than 8 loops"),
        ("{% if 1 %}" * 120 + "{% endif %}" * 120, "too much stands inside each other"),
        ("{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "too much stands inside each other"),
        ("{{ " + "not " * 3000 + "1 }}", "too much stands inside each other"),
        ("{{ 'x'.ljust(500000000) }}", r"ljust\(\) is not available"),
        ("{{ '{:500000000}'.format(1) }}", r"format\(\) is not available"),
    ],
)
def test_what_could_grow_without_bounds_is_refused_when_it_is_compiled(source: str, reason: str) -> None:
    with pytest.raises(CompileError, match=reason):
        check_names(source, [], "body (en)")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% for a in [x, '<b>'] %}{{ loop.index }}/{{ loop.length }}{{ a }}{% endfor %}", "1/2v2/2&lt;b&gt;"),
        ("{% for a in [] %}{{ a }}{% else %}none{% endfor %}", "none"),
        ("{% for a, b in [(1, x)] if a %}{{ loop.cycle('odd', 'even') }} {{ b }}{% endfor %}", "odd v"),
        ("{{ x ~ ' <' ~ 3 }}", "v &lt;3"),
        ("{{ [x, 'y']|join(' & ') }}", "v &amp; y"),
        ("{{ rows|map(attribute='n')|join(', ') }}={{ rows|join('+', attribute='n') }}", "1, 2=1+2"),
        ("{{ rows|sum(attribute='n') }}", "3"),
        ("{{ 'a-b'|replace('-', '+')|upper }}", "A+B"),
        ("{{ ('-' * 5) ~ (7 % 4) }}", "-----3"),
        ("{% if x in ['v', 'w'] %}yes{% endif %}", "yes"),
        ("{% for group in rows|batch(1) %}{{ group[0].n }};{% endfor %}", "1;2;"),
    ],
)
def test_ordinary_templates_notice_nothing(source: str, expected: str) -> None:
    assert show(source, x="v", rows=[{"n": 1}, {"n": 2}]) == expected


def test_an_amount_within_a_text_is_written_in_the_readers_language_too() -> None:
    due = Money(Decimal("12.3"), "GBP")
    assert show("{{ 'Pay ' ~ due }}, {{ [due]|join }}, {{ due|upper }}", due=due) == "Pay £12.30, £12.30, £12.30"


def test_a_letter_without_end_is_refused_before_it_is_laid_out() -> None:
    with pytest.raises(RenderError, match="500,000 "):
        make_pdf("<p>" + "x" * 500_000, {}, {})


@pytest.mark.parametrize("turns", [2_040, 3_000, 9_000])
def test_short_pieces_add_up_whether_they_are_put_together_on_the_way_or_at_the_end(turns: int) -> None:
    source, context = "{% for row in rows %}{{ v }}{% endfor %}", {"rows": ["x"] * turns, "v": "a" * 990}
    with pytest.raises(RenderError, match="the result is longer than 2,000,000 characters"):
        run(source, context, locale="en", markup=True, part="body")
