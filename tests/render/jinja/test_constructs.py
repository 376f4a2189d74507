"""Jinja taken out of a source and put back."""

from __future__ import annotations

import pytest

from commhub.contracts import CompileError
from commhub.render.jinja.constructs import Constructs, quote_braces, segments
from commhub.render.jinja.environment import run


def constructs() -> Constructs:
    return Constructs(lambda inner, place, line: "bound" if inner == "brand.name" else None)


def test_a_source_comes_back_as_it_was_with_known_expressions_written_out() -> None:
    kept = constructs()
    protected = kept.protect("Dear {{ name }} of {{ brand.name }}, {% if late %}hurry{% endif %}", "body")
    assert "{" not in protected
    assert kept.restore(protected, quote=quote_braces) == "Dear {{ name }} of bound, {% if late %}hurry{% endif %}"


def test_comments_vanish_and_white_space_control_is_carried_out() -> None:
    kept = [(segment.kind, segment.inner) for segment in segments("a  {#- secret -#}  b {%- if x -%} c", "body")]
    assert kept == [("text", "a"), ("text", "b"), ("statement", "if x"), ("text", "c")]


def test_raw_text_stays_text_when_it_becomes_source_again() -> None:
    kept = constructs()
    source = kept.restore(kept.protect("{% raw %}{{ 7 * 7 }}{% endraw %}", "body"), quote=quote_braces)
    assert run(source, {}, locale="en", markup=False, part="body") == "{{ 7 * 7 }}"


@pytest.mark.parametrize(("source", "line"), [("a\nb {{ x", 2), ("{% if\n\n'", 3), ("a {# b", 1), ("{{ a ] }}", 1)])
def test_a_mistake_is_named_with_its_line(source: str, line: int) -> None:
    with pytest.raises(CompileError) as error:
        list(segments(source, "sms (en)"))
    assert (error.value.place, error.value.line) == ("sms (en)", line)


def test_the_placeholder_s_own_letters_are_refused_in_a_source() -> None:
    with pytest.raises(CompileError, match="qzjx"):
        constructs().protect("qzjx0z", "body")
