"""Codes in templates: conditions see them, and nothing that prints lets one through."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.contracts import RenderError, VariableSpec
from commhub.render.jinja.environment import run
from commhub.render.jinja.marks import read_marks, without_marks
from commhub.render.jinja.printed import printed_codes
from commhub.render.jinja.values import typed

KIND = VariableSpec("kind", "enum", choices=("p", "r"))
SPECS = (
    VariableSpec("plan", "enum", choices=("GOLD_1", "BASE_1")),
    VariableSpec("note", "string"),
    VariableSpec("tags", "list"),
    VariableSpec(
        "rows", "list", fields=(KIND, VariableSpec("n", "integer"), VariableSpec("sub", "object", fields=(KIND,)))
    ),
    VariableSpec("one", "object", fields=(KIND, VariableSpec("text", "string"))),
)
DATA: dict[str, Any] = {
    "plan": "GOLD_1",
    "note": "UW_PEND",
    "tags": ["UW_PEND", "fine"],
    "rows": [{"kind": "p", "n": 2, "sub": {"kind": "r"}}, {"kind": "r", "n": 1, "sub": {"kind": "p"}}],
    "one": {"kind": "p", "text": "hello"},
}
WORDS = {
    "plan": {"GOLD_1": "the <best> plan"},
    "note": {"UW_PEND": "we are checking"},
    "tags": {"UW_PEND": "being checked"},
    "rows.kind": {"p": "a photo", "r": "a receipt"},
    "rows.sub.kind": {"p": "photos", "r": "receipts"},
    "one.kind": {"p": "one photo"},
}
NO_WORDS: dict[str, dict[str, str]] = {}


def written(source: str, codes: Any = WORDS, *, markup: bool = False) -> str:
    return run(source, typed(DATA, SPECS, path="/data", codes=codes), locale="en", markup=markup, part="body")


CONDITIONS = [
    "{% if plan == 'GOLD_1' %}yes{% endif %}",
    "{% if plan in ['GOLD_1'] %}yes{% endif %}",
    "{% if plan|lower == 'gold_1' %}yes{% endif %}",
    "{% if plan[:4] == 'GOLD' and plan[0] == 'G' %}yes{% endif %}",
    "{{ 'yes' if plan is eq('GOLD_1') }}",
    "{{ {'GOLD_1': 'yes'}[plan] }}",
    "{{ {'GOLD_1': 'yes'}.get(plan) }}",
    "{% for row in rows if row.kind == 'r' %}yes{% endfor %}",
    "{% for row in rows|selectattr('kind', 'eq', 'r') %}yes{% endfor %}",
    "{% if rows|map(attribute='kind')|first == 'p' %}yes{% endif %}",
]


@pytest.mark.parametrize("source", CONDITIONS)
@pytest.mark.parametrize("codes", [WORDS, NO_WORDS, None])
def test_conditions_see_the_code_whether_there_are_words_or_not(source: str, codes: Any) -> None:
    assert without_marks(written(source, codes)) == "yes"


PRINTS = [
    ("{{ plan }}", "the <best> plan"),
    ("{{ plan|upper }}", "THE <BEST> PLAN"),
    ("{{ plan|capitalize|replace('best', 'finest') }}", "The <finest> plan"),
    ("{{ plan|e }}{{ plan|string|trim }}", "the <best> planthe <best> plan"),
    ("{{ 'Your plan: ' ~ plan }}", "Your plan: the <best> plan"),
    ("{{ 'Your plan: ' + plan }}", "Your plan: the <best> plan"),
    ("{{ plan * 1 }}", "the <best> plan"),
    ("{{ plan[0] }}{{ plan[1:3] }}", "the"),
    ("{% for letter in plan %}{{ letter }}{% endfor %}", "the <best> plan"),
    ("{{ plan|list|join }}", "the <best> plan"),
    ("{{ plan|first }}", "t"),
    ("{{ plan|truncate(6, true) }}", "the..."),
    ("{{ '%s.'|format(plan) }}", "the <best> plan."),
    ("{{ none|default(plan) }}", "the <best> plan"),
    ("{{ 'X'|replace('X', plan) }}", "the <best> plan"),
    ("{{ [plan, note]|join(', ') }}", "the <best> plan, we are checking"),
    ("{% set x = plan %}{{ x }}", "the <best> plan"),
    ("{% set ns = namespace(x=1) %}{% for r in rows %}{% set ns.x = r.kind %}{% endfor %}{{ ns.x }}", "a receipt"),
    ("{% for row in rows %}{{ row.kind }}; {{ row.sub.kind }}. {% endfor %}", "a photo; receipts. a receipt; photos. "),
    ("{{ rows|map(attribute='kind')|map('upper')|join(' ') }}", "A PHOTO A RECEIPT"),
    ("{% for kind, all in rows|groupby('kind') %}{{ kind }},{% endfor %}", "a photo,a receipt,"),
    ("{% for name, value in one.items() %}{{ value }},{% endfor %}", "one photo,hello,"),
    ("{{ {plan: 1}|items|list|first|first }}", "the <best> plan"),
    ("{% for tag in tags %}{{ tag }},{% endfor %}", "being checked,fine,"),
    ("{{ plan|header_text }}", "the <best> plan"),
    ("{{ plan|sms_text }}", "the <best> plan"),
    ("{{ plan|comment_text }}", "the  best  plan"),
]


@pytest.mark.parametrize(("source", "text"), PRINTS)
def test_what_is_printed_are_the_words(source: str, text: str) -> None:
    assert without_marks(written(source)) == text


@pytest.mark.parametrize("source", [source for source, _ in PRINTS if "tags" not in source])
def test_nothing_prints_a_code_that_has_no_words(source: str) -> None:
    with pytest.raises(RenderError, match=r"the code '.*' of /data/.* has no words for customers"):
        written(source, NO_WORDS)


def test_words_are_escaped_and_marked_with_the_field_that_brought_the_code() -> None:
    text, spans = read_marks(written("Yours: {{ plan }}.", markup=True))
    assert text == "Yours: the &lt;best&gt; plan."
    assert [(text[span.start : span.end], span.field) for span in spans] == [("the &lt;best&gt; plan", "/data/plan")]
    _, [span] = read_marks(written("{% for row in rows[1:] %}{{ row.kind|upper }}{% endfor %}"))
    assert span.field == "/data/rows/1/kind"


@pytest.mark.parametrize("escaper", ["urlencode", "css_text", "json_text", "tag_word", "safe_url"])
def test_what_machines_read_gets_the_code(escaper: str) -> None:
    data = {**DATA, "plan": "mailto:a" if escaper == "safe_url" else "BASE-1"}
    context = typed(data, SPECS, path="/data", codes=NO_WORDS)
    source = "{{ plan|" + escaper + " }}"
    assert without_marks(run(source, context, locale="en", markup=False, part="p")) == data["plan"]


def test_a_text_is_only_a_code_where_somebody_said_so_and_only_as_a_whole() -> None:
    codes = {"note": {"UW_PEND": "we are checking"}}
    assert without_marks(written("{{ note }} {{ one.text }}", codes)) == "we are checking hello"
    assert without_marks(written("{{ note }}", {"note": {"UW": "no"}})) == "UW_PEND"


def test_without_a_dictionary_codes_print_as_they_are() -> None:
    assert without_marks(written("{{ plan }} {{ note }}", None)) == "GOLD_1 UW_PEND"


def test_marks_in_words_and_codes_are_taken_out() -> None:
    codes = {"plan": {"GOLD_1": "a\ue000/x|\ue001b\ue002\x00"}}
    assert read_marks(written("{{ plan }}", codes))[0] == "a/x|b"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ plan }}", "plan"),
        ("{{ plan|upper }}", "plan"),
        ("{{ 'a' ~ plan }}", "plan"),
        ("{{ plan if note else '' }}", "plan"),
        ("{{ note if plan == 'x' else '' }}", ""),
        ("{% if plan == 'x' %}{{ note }}{% endif %}", ""),
        ("{{ plan == 'x' }}{{ plan is defined }}{{ not plan }}", ""),
        ("{{ rows|length }}", ""),
        ("{{ plan|urlencode }}", ""),
        ("{{ {'x': 'y'}[plan] }}{{ {'x': 'y'}.get(plan) }}", ""),
        ("{{ {'x': 'y'}.get(plan, plan) }}", "plan"),
        ("{% set x = plan %}{% set y = x %}{{ y }}", "plan"),
        ("{% with x = plan %}{{ x }}{% endwith %}", "plan"),
        ("{% for row in rows %}{{ row.kind }}{% endfor %}", "rows.kind"),
        ("{% for row in rows %}{{ row.n }}{% endfor %}", ""),
        ("{% for row in rows %}{{ row.sub.kind }}{% endfor %}", "rows.sub.kind"),
        ("{% for row in rows %}{{ row['kind'] }}{{ loop.index }}{% endfor %}", "rows.kind"),
        ("{% for row in rows %}{{ loop.previtem.kind }}{% endfor %}", "rows.kind"),
        ("{% for row in rows|sort(attribute='kind') %}{{ row.n }}{% endfor %}", ""),
        ("{% for row in rows|selectattr('kind', 'eq', plan) %}{{ row.n }}{% endfor %}", ""),
        ("{% for a in rows %}{% set c = b %}{% set b = a.kind %}{{ c }}{% endfor %}", "rows.kind"),
        ("{% set ns = namespace(x=1) %}{% for r in rows %}{% set ns.x = r %}{% endfor %}{{ ns.x.sub.kind }}",
         "rows.kind rows.sub.kind"),
        ("{{ rows|map(attribute='kind')|join(', ') }}", "rows.kind"),
        ("{{ rows|join(', ', 'kind') }}", "rows.kind"),
        ("{{ rows|join(', ', attribute='sub.kind') }}", "rows.sub.kind"),
        ("{{ rows|sum(attribute='n') }}", ""),
        ("{{ (rows|first).kind }}{{ (rows|last).n }}", "rows.kind"),
        ("{{ rows[0].n }}", ""),
        ("{% for key, value in one.items() %}{{ value }}{% endfor %}", "one.kind"),
        ("{% for key in one.values() %}{{ key }}{% endfor %}", "one.kind"),
        ("{{ {'r': one}.r.kind }}{{ [one][0].text }}", "one.kind"),
        ("{% for g, all in rows|groupby('kind') %}{{ g }}{% endfor %}", "rows.kind rows.sub.kind"),
        ("{{ plan", "one.kind plan rows.kind rows.sub.kind"),
    ],
)  # fmt: skip
def test_which_codes_a_template_prints(source: str, names: str) -> None:
    assert " ".join(sorted(printed_codes([source], SPECS))) == names


@pytest.mark.parametrize("source", [source for source, _ in PRINTS])
def test_whatever_needs_words_is_known_to_print(source: str) -> None:
    """The one is found by reading the template, the other by running it."""
    names = printed_codes([source], SPECS)
    known = {name: words for name, words in WORDS.items() if name in names or name in {"note", "tags"}}
    assert without_marks(written(source, known))
