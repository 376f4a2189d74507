"""What a source names, and what is wrong with it by itself: every place to the column, everything at once."""

from __future__ import annotations

import pytest

from commhub.publish.references.names import Reading, read_names

NO_SAFE = (
    "there is no filter called 'safe': a value is always escaped, so that no data becomes HTML; write the HTML in the "
    "template or a content block"
)


def named(source: str) -> list[tuple[str, str, int, int]]:
    return [(one.target, one.key, one.line, one.column) for one in read_names(source).named]


def wrong(source: str) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.text) for one in read_names(source).wrong]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('Hello {% include "contact-us" %}', [("content-block", "contact-us", 1, 18)]),
        ("{%- include 'a' -%}\n{% include 'b' %}", [("content-block", "a", 1, 13), ("content-block", "b", 2, 12)]),
        (
            '{% for one in papers %}\n  {% include "row" %}\n{% endfor %}{% include "row" %}',
            [("content-block", "row", 2, 14), ("content-block", "row", 3, 24)],
        ),
        (
            '{% if a %}{% include "yes" %}{% else %}{% include "no" %}{% endif %}',
            [("content-block", "yes", 1, 22), ("content-block", "no", 1, 51)],
        ),
        ('{# {% include "not" %} #}{% raw %}{% include "nor" %}{% endraw %}', []),
        ("<img src=\"{{ asset('logo').src }}\">", [("asset", "logo", 1, 20)]),
        ("{% set w = asset(\"seal\").width // 2 %}{{ w }}", [("asset", "seal", 1, 18)]),
        ("{{ brand.name }}", [("token", "name", 1, 4)]),
        ("{{ brand.colour.primary|upper }}", [("token", "colour.primary", 1, 4)]),
        ('<a href="{{ brand.links["pay"] }}">', [("token", "links.pay", 1, 13)]),
        ("{{ 'x' ~ brand.name ~ brand['web'] }}", [("token", "name", 1, 10), ("token", "web", 1, 23)]),
        (
            "{% for name, link in brand.links.items() %}{{ link }}{% endfor %}",
            [("token", "links", 1, 22)],
        ),
        ("{{ brand.links[kind] }}{{ brand.lines[0] }}", [("token", "links", 1, 4), ("token", "lines", 1, 27)]),
        ("{{ brand.links[brand.default] }}", [("token", "links", 1, 4), ("token", "default", 1, 16)]),
        ("{% if brand.phone and x in brand.days %}{% endif %}", [("token", "phone", 1, 7), ("token", "days", 1, 28)]),
        ("{% for day in brand.days if day != brand.closed %}{% endfor %}",
         [("token", "days", 1, 15), ("token", "closed", 1, 36)]),
        ("{{ brand }}", [("token", "", 1, 4)]),
        ("保单保单{% include '联系' %}\r\n\t{{ brand.name }}", [("content-block", "联系", 1, 16), ("token", "name", 2, 5)]),
        ("a\rb {{ brand.name }}\n", [("token", "name", 2, 6)]),
        ("x" * 100_000 + "{{ brand.name }}", [("token", "name", 1, 100_004)]),
        ("no { single } braces {", []),
    ],
)  # fmt: skip
def test_what_is_named(source: str, expected: list[tuple[str, str, int, int]]) -> None:
    assert named(source) == expected
    assert wrong(source) == []


def test_a_token_that_is_asked_for_may_be_missing() -> None:
    found = read_names("{% if brand.a is defined %}{% endif %}{{ brand.b|default(brand.c) }}{{ brand.d }}").named
    assert [(one.key, one.optional) for one in found] == [("a", True), ("b", True), ("c", False), ("d", False)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # what is opened and never closed is told where it opens
        ("a {% if x %} b\n\nc", [(1, 3, "this {% if %} is never closed with {% endif %}")]),
        ("{% if a %}{% for x in y %}", [(1, 1, "this {% if %} is never closed with {% endif %}"),
                                        (1, 11, "this {% for %} is never closed with {% endfor %}")]),
        ("a {{ with no end\n\nDear don't", [(1, 3, "this {{ is never closed with }}")]),
        ("{{ x }\n{{ y }}", [(1, 1, "this {{ is never closed with }}")]),
        ("a {% if x", [(1, 3, "this {% is never closed with %}")]),
        ("{{ name %} foo", [(1, 1, "this {{ ends with %}, and needs }}")]),
        ("{% if x }} y {% endif %}", [(1, 1, "this {% ends with }}, and needs %}")]),
        ("a {# b", [(1, 3, "this {# is never closed with #}")]),
        ("a\n{% raw %} b", [(2, 1, "this {% raw %} is never closed with {% endraw %}")]),
        # tags
        ("{% foo %}", [(1, 4, "there is no tag {% foo %}. Did you mean {% for %}?")]),
        ("{% xyzzy %}", [(1, 4, "there is no tag {% xyzzy %}")]),
        ("{% if a %}x{% endfi %}", [(1, 15, "there is no tag {% endfi %}. Did you mean {% endif %}?")]),
        ("{% for a in b %}{% endif %}",
         [(1, 20, "{% endif %} does not belong here: first close {% for %} with {% endfor %}")]),
        ("x {% endif %}", [(1, 6, "{% endif %} opens nowhere before")]),
        ("{% %}", [(1, 4, "the name of a tag is missing here, such as if, for or include")]),
        ("{% set x %}", [(1, 1, "{% set %} needs a value, such as {% set total = 3 %}")]),
        # expressions
        ("{{ }}", [(1, 4, "a value is missing here")]),
        ("保单 {{ a b }}\r\n\t{{ c d }}", [(1, 9, "'b' cannot stand here: the expression before it is complete"),
                                          (2, 7, "'d' cannot stand here: the expression before it is complete")]),
        ("{% if a = b %}x{% endif %}", [(1, 9, "a single '=' cannot stand here; to compare two values write '=='")]),
        ("{% if %}a{% endif %}", [(1, 7, "a value is missing here")]),
        ("{% for x y %}{{ x }}{% endfor %}", [(1, 10, "'in' is missing before 'y'")]),
        ("{{ x|date(“short”) }}", [(1, 11, "the character “ cannot stand here; write straight quotes (\" or ')")]),
        ("{{ 'x }}", [(1, 4, "the text that begins here is never closed with another '")]),
        ("{{ (a }}", [(1, 7, "')' is missing here")]),
        ("{{ a ? b }}", [(1, 6, "the character ? cannot stand here")]),
        # what templates may not do
        ("{{ a|nofilter }}", [(1, 6, "there is no filter called 'nofilter'")]),
        ("{{ a|safe }}", [(1, 6, NO_SAFE)]),
        ("{% if a is blah %}{% endif %}", [(1, 9, "there is no test called 'blah'")]),
        ("{% macro m() %}{% endmacro %}", [(1, 4, "macros are not available in templates")]),
        ("{% import 'x' as y %}", [(1, 4, "'import' cannot be used here; blocks come in with {% include 'key' %}")]),
        ("{{ a.__class__ }}",
         [(1, 5, "'__class__' is unsafe: names that begin with an underscore are not data")]),
        # keys that nobody could follow
        ("{% include key %}", [(1, 12, "include takes the key of a content block in quotes, and nothing else")]),
        ('{% include ("a") %}', [(1, 13, "include takes the key of a content block in quotes, and nothing else")]),
        ('{% include "a" "b" %}', [(1, 12, "include takes the key of a content block in quotes, and nothing else")]),
        ('{% include "a" ignore missing %}',
         [(1, 12, "include takes the key of a content block in quotes, and nothing else")]),
        ("{% include %}", [(1, 12, "a value is missing here")]),
        ("{{ asset(slot).src }}", [(1, 4, "asset takes the name of a slot in quotes, such as asset('logo')")]),
        ("{{ asset }}", [(1, 4, "asset takes the name of a slot in quotes, such as asset('logo')")]),
        ("{{ 9" + "9" * 5_000 + " }}", [(1, 1, "there is a number here that nobody can read")]),
        ("x" * 1_000_001, [(1, 1, "a source has up to 1,000,000 characters")]),
    ],
)  # fmt: skip
def test_what_is_wrong_by_itself(source: str, expected: list[tuple[int, int, str]]) -> None:
    assert wrong(source) == expected


def test_everything_is_told_at_once_and_what_is_sound_is_still_read() -> None:
    source = (
        "{% if a = b %}\n{{ 3 + }} {% include 'contact-us' %}\n{% endif %}\n{{ brand.name|nofilter }}\n{% for x in y %}"
    )
    assert wrong(source) == [
        (1, 9, "a single '=' cannot stand here; to compare two values write '=='"),
        (2, 8, "a value is missing here"),
        (4, 15, "there is no filter called 'nofilter'"),
        (5, 1, "this {% for %} is never closed with {% endfor %}"),
    ]
    assert named(source) == [("content-block", "contact-us", 2, 22), ("token", "name", 4, 4)]


def test_too_many_faults_end_the_search() -> None:
    found = read_names("{{ a b }}" * 500)
    assert len(found.wrong) == 20
    assert found.variables == ()


def test_much_that_stands_inside_each_other_is_a_fault_and_no_crash() -> None:
    assert [one.text for one in read_names("{{ " + "(" * 5_000 + "a" + ")" * 5_000 + " }}").wrong] == [
        "too much stands inside each other here"
    ]


def test_the_variables_that_a_source_reads() -> None:
    reading: Reading = read_names(
        "{{ customer }} {% set total = 3 %}{{ total }}\n"
        "{% for one in papers %}{{ loop.index }} {{ one.what }}{% endfor %}{{ one }}\n"
        "{{ customer }}{{ recipient.name }}"
    )
    assert [(one.name, one.line, one.column) for one in reading.variables] == [
        ("customer", 1, 4),
        ("papers", 2, 15),
        ("one", 2, 44),
        ("recipient", 3, 18),
    ]


def test_variables_are_read_beside_a_filter_that_nobody_knows() -> None:
    reading = read_names("{% for one in papers %}{{ one|nofilter }}{{ loop.index }}{% endfor %}{{ custmer }}")
    assert [(one.name, one.column) for one in reading.variables] == [("papers", 15), ("custmer", 73)]
