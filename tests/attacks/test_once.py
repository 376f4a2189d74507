"""Templates made to be inlined otherwise once than in each message, by the HTML parser's repairs or by what styles read."""

from __future__ import annotations

import pytest

from commhub.channels.both_ways import unlike
from commhub.contracts import CompileError
from commhub.render.html.decisions import inline_decided
from commhub.render.html.inline import inline_message
from commhub.render.html.tree import parse
from tests.render.html.both_ways import filled, looks, printed

VALUES = ("", " ", "x", "</p><b>", "\"'><script>", "--><!--", "&lt;", "</style></title>", "<!--qzjx0z-->")
CONTEXTS: list[dict[str, object]] = [
    {"a": a, "x": value, "rows": rows} for value in VALUES for a, rows in ((True, []), (False, ["r", "<td>"]))
]
NAMES = ("a", "x", "rows", "r")
SAFE = [
    ("p{c:d}", "<b>{% if a %}<p>{{ x }}</p>{% endif %}</b>"),
    ("td{c:d} tbody{c:d}", "<table>{% for r in rows %}<tr><td>{{ r }}</td></tr>{% endfor %}</table>"),
    ("td{c:d}", "<table>{% if a %}<caption>{{ x }}</caption>{% endif %}<tr><td>x</table>"),
    ("td{c:d}", "<table>{% if a %}<thead><tr><th>{{ x }}</thead>{% endif %}<tr><td>x</table>"),
    ("p{c:d}", "<table>{% if a %}<p>x</p>{% endif %}<tr><td>{{ x }}</table>"),
    ("p{c:d}", "<svg><desc>{% if a %}<p>{{ x }}</p>{% endif %}</desc></svg><p>x"),
    ("p{c:d}", "<math><mi>{{ x }}{% if a %}<p>x</p>{% endif %}</mi></math><p>x"),
    ("p{c:d}", "<select>{% if a %}<p>x</p>{% endif %}<option>{{ x }}</option></select><p>x"),
    ("p{c:d}", "<noscript>{% if a %}<p>{{ x }}</p>{% endif %}</noscript><p>x"),
    ("p{c:d}", "<textarea>\n{{ x }}</textarea><pre>{% if a %}\n{% endif %}\nk{{ x }}</pre><p>x"),
    ("b b{c:d}", "<b>x<p>{% if a %}<b>{{ x }}</b>{% endif %}</p></b>"),
    ("b{c:d}", "<b>x<p>{{ x }}</b>k{% if a %}<i>x</i>{% endif %}</p>"),
    ("p{c:d}", "<i><table><tr><td>{% if a %}</i>{% endif %}{{ x }}</td></tr></table>"),
    ("p{c:d}", "<p title='a' title='{{ x }}'>x<p alt='&#{{ x }};'>&lt{% if a %};{% endif %}b>"),
    ("p{c:d}", "<p>&am{{ x }}p; &#{{ x }}; &#x{% if a %}41{% endif %}; a <!-{% if a %}-{% endif %} b>k"),
    ("p{c:d}", "<!--[if mso]>{% if a %}<p>{{ x }}</p>{% endif %}<![endif]--><!-- {{ x }} --><p>y"),
    ("p{c:d}", "<![if !mso]>{% if a %}<p>{{ x }}</p>{% endif %}<![endif]><p>y"),
    ("@layer z{p{c:d!important}} p{c:e!important}", "{% if a %}<p style='c:f'>{{ x }}</p>{% endif %}"),
    ("@supports (c:d){p{c:d}} p{c:e}", "{% if a %}<p style='c:f!important'>{{ x }}</p>{% endif %}"),
    ("@container (width>1px){p{c:d}} p{c:e}", "{% if a %}<p>{{ x }}</p>{% endif %}"),
    ("div{c:d; p{c:e}} div{&.k{c:f}}", "<div class=k>{% if a %}<p>{{ x }}</p>{% endif %}</div>"),
    ("p{--c:d} p{color:var(--c)} @media print{p{--c:e}}", "{% if a %}<p>{{ x }}</p>{% endif %}"),
    ("p{all:unset} p{color:red}", "{% if a %}<p style='color:blue'>{{ x }}</p>{% endif %}"),
    (
        "p{color:red!important} @media print{p{color:blue}}",
        "{% if a %}<p style='color:blue!important'>x</p>{% endif %}",
    ),
    (
        "p{font:9px a} p{font-size:8px} @media print{p{font:7px b}}",
        "{% if a %}<p style='line-height:1'>x</p>{% endif %}",
    ),
    (
        "[style*=margin]{c:d} p{margin:0} p:not([style]){c:e}",
        "{% if a %}<p>{{ x }}</p>{% endif %}<p style='margin:0'>k",
    ),
    (
        "[title]{c:d} p:lang(de){c:e} p:dir(rtl){c:f}",
        "<div lang='{{ x }}' dir=auto><p title='{{ x }}'>{{ x }}</p></div>",
    ),
    ("div:has(p){c:d} div:not(:has(i)) p{c:e}", "<div>{% if a %}<i>x</i>{% endif %}<p>{{ x }}</p></div>"),
    ("p:first-of-type{c:d} i~p{c:e}", "<p>x</p>{% for r in rows %}<div><i>{{ r }}</i></div>{% endfor %}"),
    ("p{c:d}</style x><style><!-- p{c:e} --> p{c:f", "{% if a %}<p>{{ x }}</p>{% endif %}"),
]
SLOW = [
    ("p{c:d}", "<p {% if a %}title=k{% endif %}>{{ x }}"),
    ("p{c:d}", "<table>{% if a %}<p>{{ x }}</p>{% endif %}<tr><td>x</table>"),
    ("li:first-child{c:d}", "<ul>{% for r in rows %}<li>{{ r }}</li>{% endfor %}</ul>"),
    ("li:nth-last-child(2){c:d}", "<ul><li>x</li>{% for r in rows %}<li>{{ r }}</li>{% endfor %}</ul>"),
    ("p:empty{c:d}", "<p>{{ x }}</p>"),
    ("p:not(:empty){c:d}", "<p>{{ x }}</p>"),
    ("i+p{c:d}", "{% if a %}<i>x</i>{% endif %}<p>{{ x }}</p>"),
    ("p:not(i+p){c:d}", "{% if a %}<i>x</i>{% endif %}<p>{{ x }}</p>"),
    (":is(i,b)~p{c:d}", "{% if a %}<i>x</i>{% endif %}<p>{{ x }}</p>"),
    ("tbody+tbody{c:d}", "<table>{% for r in rows %}<tr><td>{{ r }}{% endfor %}<tbody><tr><td>k</table>"),
    ("[title=a i]{c:d}", "<p title='{{ x }}'>y</p>"),
    ("p{c:d}", "<p>{% if a %}<div>{{ x }}</div>{% endif %}y"),
    ("p{c:d}", "<p>{% if a %}<table><tr><td>{{ x }}</table>{% endif %}y</p>"),
    ("p{c:d}", "<svg>{% if a %}<p>{{ x }}</p>{% endif %}</svg>"),
    ("p{c:d}", "<math><annotation-xml encoding='{{ x }}'><p>x</p></annotation-xml></math>"),
    ("b{c:d}", "<p><b>{% if a %}<div>{{ x }}</div>{% endif %}</b>"),
    ("p{c:d}", "<table>{{ x }}<tr><td>x</table>"),
    ("p{c:d}", "{% if a %}<body style='c:e'>{% endif %}<p>{{ x }}"),
    ("p{c:d}", "{% if a %}<style>p{c:e}</style>{% endif %}<p>{{ x }}"),
    ("p{c:d}", "<p {% if a %}style='c:e'{% endif %}>{{ x }}"),
    ("p{c:d}", "<a href=https://a.example/>{% if a %}<a href=https://b.example/>x</a>{% endif %}{{ x }}</a>"),
]


def page(css: str, body: str) -> str:
    return f"<!doctype html><html><head><title>t</title><style>{css}</style></head><body>{body}</body></html>"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.render.html.both_ways.NAMES", NAMES)


@pytest.mark.parametrize(("css", "body"), SAFE)
def test_what_is_said_to_be_safe_is_the_same_both_ways(css: str, body: str) -> None:
    once, slow = filled(page(css, body)), filled(page(css, body))
    assert once.reasons() == ()
    once.inline("email-html")
    source, decisions = slow.html_source(), slow.number()
    for context in CONTEXTS:
        mine, plain = printed(once.html_source(), context), printed(source, context)
        theirs = inline_decided(printed(slow.html_source(), context), decisions, "email-html")
        assert mine == theirs or unlike(parse(mine), parse(theirs)) is None
        for always in (True, False):
            wanted = looks(plain, always=always)
            assert looks(mine, always=always) == wanted
            assert looks(inline_message(plain, "email-html"), always=always) == wanted


@pytest.mark.parametrize(("css", "body"), SLOW)
def test_what_would_differ_is_inlined_in_each_message(css: str, body: str) -> None:
    assert filled(page(css, body)).reasons()


@pytest.mark.parametrize(
    "body",
    [
        "<p title='{% if a %}'{% else %}x'{% endif %}>x",
        "<textarea>{{ x }}{% if a %}</textarea>{% endif %}</textarea>",
        "<!-- {% if a %} --><p>k</p><!-- {% endif %} -->",
        "<{% if a %}i{% else %}b{% endif %}>x",
        "<p><{{ x }}p>",
        "<table>{% if a %}<form>{% endif %}<tr><td>x</table>",
        "<frameset>{% if a %}x{% endif %}",
        "<template>{% if a %}<p>x</p>{% endif %}</template>",
    ],
)
def test_a_statement_never_moves_the_place_of_what_follows(body: str) -> None:
    with pytest.raises(CompileError):
        filled(page("p{c:d}", body))
