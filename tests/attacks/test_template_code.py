"""Templates that try to leave the sandbox or to use up the worker, and data that tries to become anything but text."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import Any

import pytest

from commhub.contracts import RenderError, VariableSpec
from commhub.render.jinja.environment import run
from commhub.render.jinja.marks import read_marks, without_marks
from commhub.render.jinja.values import typed

ROW = (VariableSpec("n", "integer"), VariableSpec("t", "string"))
SPECS = (
    VariableSpec("name", "string", holds="person-name"),
    VariableSpec("rate", "decimal"),
    VariableSpec("rows", "list", fields=ROW),
    VariableSpec("any", "json"),
)
DATA: dict[str, Any] = {
    "name": "Ann",
    "rate": "1.5",
    "rows": [{"n": 1, "t": "a"}, {"n": 2, "t": "b"}],
    "any": {"big": "x" * 200_000, "many": [{"n": at} for at in range(1000)]},
}
STEPS = "this takes more than 200,000 steps: there are too many loops inside each other"
UNSAFE = "is unsafe: names that begin with an underscore are not data"
CALLS = "only range(), asset(), namespace(), loop.cycle() and an object's items() can be called in templates"
DEEP = "too much stands inside each other here"
STARS = "'*' and '**' are not available in what is called"
SAFE = "a value is always escaped, so that no data becomes HTML; write the HTML in the template or a content block"
JSON = "in a script that holds data, write the quotes and use 'json_text' between them"
FORMAT = "format takes %s, %d, %i, %f and %x, with a width and places"
BLOCKS = "blocks come in with {% include 'key' %}"
NUMBER = "a number that nobody can read would be printed"


def shown(source: str, data: dict[str, Any] | None = None, *, markup: bool = True) -> str:
    return run(source, typed(data or DATA, SPECS, UTC, "/data"), locale="en-GB", markup=markup, part="body")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ ''.__class__ }}", f"'__class__' {UNSAFE}"),
        ("{{ name.__class__.__mro__[1] }}", f"'__mro__' {UNSAFE}"),
        ("{{ name['__class__'] }}", "there is nothing called '__class__' in it"),
        ("{{ name['__cla' ~ 'ss__'] }}", "there is nothing called '__class__' in it"),
        ("{{ name|attr('__class__') }}", "there is no filter called 'attr': only the declared data can be read, with a dot"),
        ("{{ rows.__init__.__globals__ }}", f"'__globals__' {UNSAFE}"),
        ("{{ name.upper.im_func }}", "there is nothing called 'upper' in it"),
        ("{{ cycler.__init__.__globals__ }}", f"'__globals__' {UNSAFE}"),
        ("{{ joiner('a') }}", CALLS),
        ("{{ dict(a=1) }}", CALLS),
        ("{{ lipsum(5) }}", CALLS),
        ("{{ self._TemplateReference__context }}", f"'_TemplateReference__context' {UNSAFE}"),
        ("{{ self }}", "there is nothing called 'self'"),
        ("{{ request.application }}", "there is nothing called 'request'"),
        ("{{ config.items() }}", "there is nothing called 'config'"),
        ("{{ environment }}", "there is nothing called 'environment'"),
        ("{{ context }}", "there is nothing called 'context'"),
        ("{{ steps }}", "there is nothing called 'steps'"),
        ("{{ undefined(name='x') }}", CALLS),
        ("{{ range.__call__(3) }}", "__call__() is not available in templates; use a filter"),
        ("{{ namespace(a=1)['_Namespace__attrs'] }}", "there is nothing called '_Namespace__attrs' in it"),
        ("{% for a in rows %}{{ loop['values'] }}{% endfor %}", "there is nothing called 'values' in it"),
        ("{% for a in rows %}{{ loop.cycle.__self__ }}{% endfor %}", f"'__self__' {UNSAFE}"),
        ("{{ rows[0].shape }}", "there is nothing called 'shape' in it"),
        ("{{ name.origin }}", "there is nothing called 'origin' in it"),
        ("{{ rate.as_integer_ratio }}", "there is nothing called 'as_integer_ratio' in it"),
        ("{{ '{0.__class__}'.format(name) }}", "format() is not available in templates; use a filter"),
        ("{{ '{0.__class__}'|format(name) }}", "format has 0 places and 1 values"),
        ("{{ '%(x)s'|format(x=name) }}", "'format' does not go with what it was given here"),
        ("{{ rows|map(attribute='__class__')|first }}", "there is nothing called '__class__' in it"),
        ("{{ rows|groupby('__class__') }}", "there is nothing called '__class__' in it"),
        ("{{ rows|map('attr', '__class__')|first }}", "there is no filter called 'attr'"),
        ("{{ rows|selectattr('n', '__eq__', 1)|list }}", "there is no test called '__eq__'"),
        ("{{ rows.append(1) }}", "append() is not available in templates; use a filter"),
        ("{{ rows[0].update(n=5) }}", "update() is not available in templates; use a filter"),
        ("{{ range(*rows) }}", STARS),
        ("{{ name|replace(**any) }}", STARS),
        ("{% import 'os' as os %}", f"'import' cannot be used here; {BLOCKS}"),
        ("{% from 'os' import system %}", f"'fromimport' cannot be used here; {BLOCKS}"),
        ("{% extends '/etc/passwd' %}", f"'extends' cannot be used here; {BLOCKS}"),
        ("{% include '/etc/passwd' %}", "a block comes in when an edition is compiled, not later"),
        ("{% block a %}{{ super() }}{% endblock %}", f"'block' cannot be used here; {BLOCKS}"),
        ("{% autoescape false %}{{ name }}{% endautoescape %}",
         "'autoescape' cannot be switched: values are always escaped for where they stand"),
        ("{{ name|safe }}", f"there is no filter called 'safe': {SAFE}"),
        ("{% if 0 %}{{ name|safe }}{% endif %}", f"there is no filter called 'safe': {SAFE}"),
        ("{{ rows|tojson }}", f"there is no filter called 'tojson': {JSON}"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "macros are not available in templates"),
        ("{% set x %}<b>{% endset %}", "set blocks are not available in templates"),
    ],
)  # fmt: skip
def test_no_template_leaves_the_sandbox(source: str, error: str) -> None:
    with pytest.raises(RenderError) as caught:
        shown(source)
    assert str(caught.value) == f"body: {error}"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ 'x' * 1000000000 }}", "'*' would make something longer than 100,000"),
        ("{{ 10 ** 9999999 }}", "powers are not available in templates"),
        ("{{ 'x'|center(1000000000) }}", "'center' takes numbers up to 10,000"),
        ("{{ 'x'|indent(1000000000) }}", "'indent' takes numbers up to 10,000"),
        ("{{ ('a\n' * 40000)|indent(9999) }}", "'indent' would make something longer than 100,000"),
        ("{{ ('a ' * 9000)|wordwrap(1, true, 'y' * 999) }}", "wordwrap needs a width, and a short text to put between lines"),
        ("{{ '%1000000000d'|format(1) }}", FORMAT),
        ("{{ '%.999999999f'|format(1) }}", FORMAT),
        ("{{ '%*d'|format(99, 1) }}", FORMAT),
        ("{{ 1.5|round(100000000) }}", "'round' takes numbers up to 10,000"),
        ("{{ rate|round(999, 'ceil') }}", "'round' takes up to 20 places"),
        ("{{ 1e999 }}", "this is a number that nobody can read"),
        ("{{ " + "9" * 5000 + " }}", "there is a number here that nobody can read"),
        ("{{ ('9' * 99999)|float }}", NUMBER),
        ("{{ ('f' * 99999)|int(0, 16) }}", NUMBER),
        ("{{ any.big|list|length }}", STEPS),
        ("{{ any.big|sort|join }}", STEPS),
        ("{{ any.big|wordwrap(1) }}", STEPS),
        ("{{ any.big|striptags }}", STEPS),
        ("{% for a in range(9999) %}{{ any.big[::-1]|length }}{% endfor %}", STEPS),
        ("{% for a in range(9999) %}{% if 'ab' in any.big %}{% endif %}{% endfor %}", STEPS),
        ("{% for a in any.many %}{% for b in any.many %}{{ b.n }}{% endfor %}{% endfor %}", STEPS),
        ("{% for a in range(9999) %}" + "{{ a }}" * 1000 + "{% endfor %}", STEPS),
        ("{% for a in range(9999) %}{% if any.many == any.many %}{% endif %}{% endfor %}",
         "lists of lists or objects cannot be compared; compare one of their fields"),
        ("{% for a in range(9999) %}" + "y" * 5000 + "{% endfor %}", "the result is longer than 2,000,000 characters"),
        ("{% set n = namespace(x='ab') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
         "this would be a text longer than 100,000"),
        ("{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
         "'+' would make something longer than 10,000"),
        ("{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}",
         "a list in a template holds texts and numbers, or short lists of them"),
        ("{% set n = namespace(x=[]) %}{% for a in range(9999) %}{% set n.x = n.x + ['y' * 99999] %}{% endfor %}", STEPS),
        ("{{ range(9999)|map('replace', '9', 'x' * 5000)|list|length }}", STEPS),
        ("{{ rows|sort(attribute='" + "n," * 999 + "n')|length }}", "'sort' looks up short names"),
        ("{{ " + "x." * 1500 + "x }}", DEEP),
        ("{{ name" + "|upper" * 1500 + " }}", DEEP),
        ("{{ " + "[" * 500 + "]" * 500 + " }}", DEEP),
        ("{{ 1" + "+1" * 2000 + " }}", DEEP),
        ("{% if 0 %}" + "{% elif 1 %}" * 3000 + "{% endif %}", DEEP),
        ("x" * 1_000_001, "a source has up to 1,000,000 characters"),
    ],
)  # fmt: skip
def test_no_template_uses_up_the_worker(source: str, error: str) -> None:
    with pytest.raises(RenderError) as caught:
        shown(source)
    assert str(caught.value) == f"body: {error}"


@pytest.mark.parametrize("number", ["1E+999999999", "1E-999999999", "NaN", "Infinity", "9" * 500])
def test_no_number_of_the_data_is_written_out_without_end(number: str) -> None:
    with pytest.raises(RenderError, match="is not a number that anybody can read"):
        shown("{{ rate }}", {**DATA, "rate": number})


def test_no_data_stands_inside_itself_without_end() -> None:
    deep: Any = "x"
    for _ in range(500):
        deep = {"a": deep}
    with pytest.raises(RenderError, match="holds more than 50 objects or lists inside each other"):
        shown("{{ name }}", {**DATA, "any": deep})


def plain(source: str, name: str, *, markup: bool = True) -> str:
    return without_marks(shown(source, {**DATA, "name": name}, markup=markup))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ("{% for a in range(9) %}x{% endfor %}", "{% for a in range(9) %}x{% endfor %}"),
        ("{# gone #}", "{# gone #}"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('" onload="x', "&#34; onload=&#34;x"),
        ("' style='x", "&#39; style=&#39;x"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("--><b>", "--&gt;&lt;b&gt;"),
        ("[click](https://evil.example)", "[click](https://evil.example)"),
        ("# Heading", "# Heading"),
        ("qzjx0z", "qzjx0z"),
        ("\ue000/data/x|product-name\ue001forged\ue002", "/data/x|product-nameforged"),
        ("gpj.exe\u202efdp", "gpj.exefdp"),
        ("pay\u200bpal", "paypal"),
        ("a\x00b\x08c\x1bd", "abcd"),
        ("\ufeffA\u2066B\u2069", "AB"),
    ],
)
def test_data_stays_the_text_that_it_is(name: str, text: str) -> None:
    assert plain("{{ name }}", name) == text
    assert plain("<p title='{{ name }}'>", name) == f"<p title='{text}'>"


@pytest.mark.parametrize(
    ("source", "name", "text"),
    [
        ("{{ name|header_text }}", "Ann\r\nBcc: eve@evil.example", "Ann Bcc: eve@evil.example"),
        ("{{ name|header_text }}", "Ann\x85Subject: x\u2028y", "Ann Subject: x y"),
        ("{{ name|header_text }}", '"Eve" <eve@evil.example>, b', '"Eve" <eve@evil.example>, b'),
        ("{{ name|sms_text }}", "a\r\nb\rc\x1b[0m", "a\nb\nc[0m"),
        ("{{ name|upper }}", "{{ x }}", "{{ X }}"),
        ("{{ 'Hi ' ~ name }}", "{% raw %}", "Hi {% raw %}"),
    ],
)
def test_data_in_a_header_or_a_text_message_stays_in_its_line(source: str, name: str, text: str) -> None:
    assert plain(source, name, markup=False) == text


@pytest.mark.parametrize(
    "name",
    [
        "javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>", "vbscript:x",
        "file:///etc/passwd", "//evil.example", "\\\\evil\\x", "https://a b", "", "x", "blob:x", "https://a\nBcc: x",
    ],
)  # fmt: skip
def test_a_value_is_a_link_only_with_a_harmless_scheme(name: str) -> None:
    with pytest.raises(RenderError, match="cannot be a link"):
        plain("{{ name|safe_url }}", name)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ name|upper }}", "ANN"),
        ("{{ name|e }}", "Ann"),
        ("{{ name|center(5)|trim }}", "Ann"),
        ("{{ name[:2] }}", "An"),
    ],
)
def test_a_value_that_a_filter_changed_is_still_known_as_a_field(source: str, text: str) -> None:
    printed, spans = read_marks(shown(source))
    assert (printed, [span.field for span in spans]) == (text, ["/data/name"])


def test_a_template_cannot_forge_the_mark_of_a_field() -> None:
    forged = "\ue000/data/name|person-name\ue001word\ue002"
    assert read_marks(shown(f"{{{{ '{forged}' }}}}{forged}")) == ("/data/name|person-nameword" * 2, ())


def test_a_worker_lives_after_all_of_this() -> None:
    assert shown("{{ name }} {{ rate * 2 }}") == "\ue000/data/name|person-name\ue001Ann\ue002 3"
    assert typed(DATA, SPECS, UTC)["rate"] == Decimal("1.5")
