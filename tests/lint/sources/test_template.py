"""Jinja in HTML, Markdown and text: literals that are printed are text, values a placeholder, statements white space."""

from __future__ import annotations

import pytest

from commhub.lint.blocks import PLACEHOLDER
from tests.lint.sources.shown import marked, place, read, texts

P = PLACEHOLDER


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("Your {{ rate }} now", [f"Your {P} now"]),
        ('Your {{ "APR" }} now', ["Your APR now"]),
        ('Your {{ "AP" }}R now', ["Your APR now"]),
        ('{{ "Approved" if ok == "UW_OK" else "NIGO" }}', [f"Approved{P}NIGO"]),
        ('{{ "Approved" if ok }}', ["Approved"]),
        ('{{ name | default("policyholder") }}', [f"{P}{P}policyholder"]),
        ('{{ name | d(default_value="you") | upper }}', [f"{P}{P}you"]),
        ('{{ name or "you" }}', [f"{P}{P}you"]),
        ('{{ ok and "APR" }}', [f"{P}{P}APR"]),
        ('{{ "an " ~ kind ~ " rate" }}', [f"an {P} rate"]),
        ('{{ "annual " + "rate" }}', ["annual rate"]),
        ('{{ "annual " "rate" }}', ["annual rate"]),
        ('{{ due | date("NIGO") }} x', [f"{P} x"]),
        ('{{ "x y" | replace("NIGO", "UW") }}', ["x y"]),
        ('{{ "%s is due" | format(x) }} {{ "%s due" % x }}', ["%s is due %s due"]),
        ('{{ x == "NIGO" }} {{ d["NIGO"] }} {{ f("NIGO") }} z', [f"{P} {P} {P} z"]),
        ('{{ {"NIGO": "Not ready", "UW": "Being read"}[code] }}', [f"Not ready{P}Being read"]),
        ('{{ words.get("NIGO", "Being read") }}', [f"{P}{P}Being read"]),
        ('{{ ["one", "two"] | join(", ") }}', [f"one{P}two"]),
        ('{{ _("Your APR") }} {{ ngettext("claim", "claims", n) }}', [f"Your APR claim{P}claims"]),
        ('{% trans "Your APR" %} {% trans %}your DD{% endtrans %}', ["Your APR  your DD"]),
        ("{% blocktrans %}one claim{% plural %}many claims{% endblocktrans %}", ["one claim", "many claims"]),
        ('{% set s = "NIGO" if a == "UW" else "DD" %}{{ s }} x', [f"{P} x", f"NIGO{P}DD"]),
        ('{% set s = "NIGO" %}{% if s == t %}x{% endif %}', ["x"]),
        ('{% for word in ["one", "two"] %}{{ word }} {% endfor %}x', [f"{P}  x", f"one{P}two"]),
        ('{% if status == "NIGO" %}yes{% elif x %}no{% else %}so{% endif %} end', ["yes", "no", "so  end"]),
        ("A{# NIGO #}PR", ["APR"]),
        ("A {#- NIGO -#} PR", ["APR"]),
        ('A {{- "PR" -}} s', ["APRs"]),
        ("{% raw %}{{ NIGO }}{% endraw %}", ["{{ NIGO }}"]),
        ('{% include "NIGO" %} x', [f"{P} x"]),
        (r"{{ 'It\'s \u0041PR' }}", ["It's APR"]),
        ('{{ {"a": {"b": "}}"}} }} x', [f"{P} x"]),
        ("{{ x }}{{ y }}", []),
    ],
)
def test_what_a_template_prints(source: str, blocks: list[str]) -> None:
    assert texts(source, "sms", "template") == blocks


@pytest.mark.parametrize(
    ("source", "words", "stands"),
    [
        ('<p>Your {{ "AP" }}R</p>', "APR", ['AP" }}R']),
        ('<p>{{ "so" if x else "Your APR" }}</p>', "APR", ["APR"]),
        (r"<p>{{ 'A\u0050R' }}</p>", "APR", [r"A\u0050R"]),
        ("<p>is {{ rate }}!</p>", P, ["{{ rate }}"]),
        ("<p>A{# x #}P<b>R</b></p>", "APR", ["A{# x #}P<b>R"]),
        ("<p>an {% if x %}A{% endif %}PR</p>", "A PR", ["A{% endif %}PR"]),
        ('<img alt="{{ "the APR" }} of {{ x }}">', f"APR of {P}", ['APR" }} of {{ x }}']),
        ('<a {% if x == "a>b" %}href="NIGO"{% endif %} title="A&#80;R">x</a>', "APR", ["A&#80;R"]),
        ("<h{{ level }}>APR</h{{ level }}>", "APR", ["APR"]),
        ('{% trans "Your APR" %}', "APR", ["APR"]),
    ],
)
def test_each_character_stands_where_it_is_written(source: str, words: str, stands: list[str]) -> None:
    assert place(source, words, "email_html", "template") == stands


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("a {{ x", ["a {{ x"]),
        ("a {{ x NIGO {{ y }} b {% z %} c", [f"a {{{{ x NIGO {P} b   c"]),
        ("a {# x NIGO {{ y }} b", [f"a {{# x NIGO {P} b"]),
        ('a {{ "x if }} NIGO {{ y }} b', [f"a {P} NIGO {P} b"]),
        ('a {{ "x" if ) }} b {{ "y" | }}', [f"a {P} b {P}"]),
        ("a {% raw %} {{ NIGO", ["a  {{ NIGO"]),
        ("a {% else %} b {% endfor %} c", ["a", "b   c"]),
        ("a {{ 1" + "0" * 30_000 + " ~ 'x' }} b", [f"a {P} b"]),
        ("a {{ " + "(" * 5_000 + "'x'" + ")" * 5_000 + " }} b", [f"a {P} b"]),
        ("{{}} a {%%} b {##} c", [f"{P} a   b  c"]),
    ],
)
def test_broken_jinja_has_a_defined_result(source: str, blocks: list[str]) -> None:
    assert texts(source, "email_text", "template") == blocks


def test_a_literal_on_a_line_of_its_own_is_read_too() -> None:
    source = "x\n\n{% trans 'Pay now' %}\n{% set a = 'APR' %}\n\n{{ a }}"
    assert texts(source, "email_text", "template") == ["x", "Pay now", "APR"]
    assert place(source, "APR", "email_text", "template") == ["APR"]


def test_html_around_jinja_parts_and_joins_as_ever() -> None:
    source = (
        "<h1>Hi{% if a %} Mr{% else %} Ms{% endif %} {{ name }}</h1>{% for row in rows %}<td>{{ row }}<td>paid{% endfor %}"
        "<p lang='{{ locale }}'>so</p><!--[if mso]>{{ 'out' }}<![endif]--><style>{{ 'NIGO' }}</style><b title='{% if x %}a"
        "{% else %}b{% endif %}'>"
    )
    found = read(source, "email_html", "template")
    assert marked(found) == ["heading:Hi  Mr", f"heading:Ms  {P}", "paid", "so", "out", f"spoken:a{P}b"]


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("# Head **APR** #\ntext", ["heading:Head APR", "text"]),
        ("Head\n====\ntext\nmore\n---\nlast", ["heading:Head", "heading:text\nmore", "last"]),
        ("one\ntwo\n\nthree\\\nfour", ["one\ntwo", "three\nfour"]),
        ("- one\n- two\n  more\n3. three", ["one", "two\nmore", "three"]),
        ("> one\n> two", ["one\ntwo"]),
        ("> - **one**\n>\n> two", ["one", "two"]),
        ("| A | B |\n|---|:-:|\n| c d | e\\|f |", ["A", "B", "c d", "e|f"]),
        ("A | B\n--|--\nc | d\n\ne | f", ["A", "B", "c", "d", "e", "f"]),
        ("see [the _report_](https://x.example/NIGO \"NIGO\"){.button} now", ["see the report now"]),
        ("![a picture](NIGO.png) x", ["x", "spoken:a picture"]),
        ("[ref]: https://x.example/NIGO\ntext [a][ref]", ["text a"]),
        ("a **b**c _d_ snake_case 5 * 3 \\*e\\* ~~f~~ `g`", ["a bc d snake_case 5 * 3 *e* f g"]),
        ("```\nx *y*\n```\nz", ["x *y*", "z"]),
        ("A&shy;PR &amp; <b>", ["A\u00adPR & <b>"]),
        ("***\nx", ["x"]),
        ("{% if a %}\nFoo\n{% else %}\nBar\n{% endif %}", ["Foo", "Bar"]),
        ("| A |\n|---|\n{% for x in y %}\n| {{ x.a }} b |\n{% endfor %}", ["A", f"{P} b"]),
        ("Pay [here]({{ url }}) by {{ day }}.", [f"Pay here by {P}."]),
        ("[[[[[ ![[ ]( x", ["[[[[[ ![[ ]( x"]),
    ],
)  # fmt: skip
def test_markdown_as_authors_write_it(source: str, blocks: list[str]) -> None:
    assert marked(read(source, "markdown", "template")) == blocks


def test_markdown_knows_places() -> None:
    source = "> an **A**P*R* [of\\*](x){.b} {{ 'th&e' }}\r\n> rate"
    assert place(source, "APR of* th&e\nrate", "markdown", "template") == [
        "A**P*R* [of\\*](x){.b} {{ 'th&e' }}\r\n> rate"
    ]
