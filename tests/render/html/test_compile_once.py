"""Inlining a template once and inlining each message agree wherever the analysis says so (docs/compile-once.md)."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commhub.channels.both_ways import unlike
from commhub.render.html.inline import inline_message
from commhub.render.html.tree import parse
from commhub.render.jinja.environment import run
from tests.render.html.both_ways import SAFE, Verdict, filled, judge, printed
from tests.render.html.made_templates import template


@settings(max_examples=120, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False, note_method_calls=False), st.integers(0, 2**32))
def test_what_is_said_to_be_safe_agrees(rnd: Random, seed: int) -> None:
    source = template(rnd)
    verdict = judge(source, Random(seed))
    assert not verdict.wrong, f"{verdict.wrong}\n{source}"


def test_most_made_templates_are_safe_and_the_same_to_the_byte() -> None:
    """So that the property above is about something."""
    verdicts = [judge(template(Random(seed)), Random(seed), messages=1) for seed in range(40)]
    assert sum(verdict.said == SAFE for verdict in verdicts) >= 18
    assert all(verdict == Verdict(SAFE) for verdict in verdicts if verdict.said == SAFE)


PAGE = (
    "{% set late = p %}<!doctype html><html><head><title>{{ v }}</title><style>.a { color: red } .late { margin: 0 }"
    " @media (max-width: 9em) { .a { color: blue } } #outlook a { padding: 0 }</style></head><body>"
    "&#123;&#123; 7*7 }}{{ v }}&nbsp;{%- if p -%}&nbsp;<p class=late>{{ v }}</p>{%- endif -%}"
    "<table>{% for r in rows %}<tr class=a><td>{{ r }}</td></tr>{% endfor %}</table><ul><li></ul>"
    '<a class=a href="{{ u }}">k</a></body></html>'
)


@pytest.mark.parametrize("rows", [[], ["x"], ["<td>", "&#123;&#123;"]])
@pytest.mark.parametrize("p", [True, False])
def test_an_ordinary_template_is_the_same_to_the_byte(rows: list[str], p: bool) -> None:
    context = {"v": "</p>{{ w }}{% endif %}", "w": "", "u": "https://a.example", "p": p, "q": False, "rows": rows}
    document = filled(PAGE)
    assert document.reasons() == ()
    plain = printed(document.html_source(), context)
    document.inline("email-html")
    once = printed(document.html_source(), context)
    assert once.startswith("<!doctype html>")
    assert "&#123;&#123; 7*7 }}&lt;/p&gt;" in once
    assert once.count('<tr style="color:red" class=a>') == len(rows)
    assert ('<p style="margin:0" class=late>' in once) == p
    if p:  # every rule has an element, so that nothing depends on what was decided about the template
        assert unlike(parse(once), parse(inline_message(plain, "email-html"))) is None or not rows


def test_jinja_in_text_is_printed_as_it_is() -> None:
    document = filled("<html><body><p>{% raw %}{{ v }}{% if %}{# x #}{% endraw %}</p></body></html>")
    document.inline("email-html")
    html = run(document.html_source(), {}, locale="en", markup=True, part="body")
    assert "<p>{{ v }}{% if %}{# x #}</p>" in html
