"""A designer's HTML shows and links; what could act by itself is refused, with its place, before anybody reviews it."""

from __future__ import annotations

import re

import pytest

from commhub.contracts import AssetFile, CompileError, RenderError
from commhub.render.html.document import Document
from commhub.render.html.passive import refuse_active_message
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import run

LAYOUT = "<html><head><title>t</title></head><body>{{ content }}</body></html>"


def compiled(content: str, layout: str = LAYOUT) -> str:
    return filled(content, layout).html_source()


def filled(content: str, layout: str) -> Document:
    def no_asset(slot: str) -> AssetFile:
        raise CompileError(f"no asset {slot}")

    document = Document(Binder({}, no_asset, lambda file: file.file_name))
    document.fill(layout, content, markdown=False, part="email-html (en)", names=("x", "y"), offers=())
    return document


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<p onclick="a()">x</p>',
        '<p ONCLICK="a()">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" java&#10;script:alert(1)">x</a>',
        '<a href="javascript:{{ x }}">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<img src="file:///etc/passwd" alt="">',
        '<img srcset="a.png 1x, javascript:alert(1) 2x" alt="">',
        '<a {% if x %}onclick="y"{% endif %}>x</a>',
        '<a {% if x %}href="javascript:y"{% endif %}>x</a>',
        '<a href="{% if x %}java{% endif %}script:y">x</a>',
        '<a href="{% if x %}javascript{% endif %}{% if y %}:z{% endif %}">x</a>',
        '<iframe srcdoc="{{ x }}"></iframe>',
        '<object data="{{ x }}"></object>',
        '<embed src="https://example.com/a.swf">',
        '<base href="https://example.com/">',
        '<meta http-equiv="Refresh" content="0;url={{ x }}">',
        '<form action="https://example.com/"><input name="card"></form>',
        '<link rel="import" href="https://example.com/x.html">',
        '<link rel="preload stylesheet" href="https://example.com/x.css">',
        '<input type="submit" value="Pay">',
        '<script type="application/ld+json" src="https://example.com/x.js"></script>',
        '<svg><animate attributeName="href" values="javascript:x"/></svg>',
        '<svg><g id="a"></g><use href="#a"/></svg>',
        "<!--[if mso]><script>x</script><![endif]-->",
        "<template><p>x</p></template>",
    ],
)
def test_what_could_act_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(CompileError, match=r"^email-html \(en\), line 2, column \d+: ") as error:
        compiled(f"<p>First line</p>\n{source}")
    assert error.value.line == 2
    with pytest.raises(CompileError, match=r"^email-html \(en\), line"):
        compiled(f"<html><body>\n{source}</body></html>")
    with pytest.raises(CompileError, match=r"^layout, line"):
        compiled("<p>x</p>", f"<html><body>{{{{ content }}}}\n{source.replace('{{ x }}', 'x')}</body></html>")


@pytest.mark.parametrize(
    "source",
    [
        '<table><tr><td style="color:#123"><a href="mailto:a@b.example">x</a><img src="cid:1" alt=""></td></tr></table>',
        '<link rel="stylesheet" href="https://fonts.example/css?family=Inter"><link itemprop="url" href="https://a.example">',
        '<script type="application/ld+json">{"@type": "Order", "price": "{% raw %}{{ 1 }}{% endraw %}"}</script>',
        '<center><img src="a.png" srcset="https://a.example/1.png 1x, https://a.example/2.png 2x" alt=""></center>',
        '<!--[if mso]><v:rect xmlns:v="urn:schemas-microsoft-com:vml"><w:anchorlock/></v:rect><![endif]-->',
    ],
)
def test_ordinary_html_stays_as_it_is(source: str) -> None:
    printed = run(compiled(source), {}, locale="en", markup=True, part="body")
    assert re.sub(r"{% (raw|endraw) %}", "", source) in printed


def test_a_value_cannot_complete_a_scheme() -> None:
    with pytest.raises(CompileError, match='"href" cannot be'):
        compiled('<a href="java{{ x }}:alert(1)">x</a>')


def test_a_linked_style_sheet_is_noted_with_its_place() -> None:
    document = filled('<p>x</p>\n<link rel="stylesheet" href="https://fonts.example/css">', LAYOUT)
    [finding] = document.findings
    assert (finding.severity, finding.part, finding.line, finding.column) == ("advice", "email-html (en)", 2, 1)


def test_a_finished_message_is_checked_again() -> None:
    with pytest.raises(RenderError, match=r'^body: "href" cannot be \'javascript:x\' on <a>'):
        refuse_active_message('<p>x</p><a href="javascript:x">y</a>', "body")


@pytest.mark.parametrize(
    "source",
    [
        '<a href="{{ x }}">k</a>',
        '<a href="{{ x|safe_url if y else x }}">k</a>',
        '<svg><a xlink:href="{{ x }}">k</a></svg>',
        '<a href="https://example.com/" ping="{{ x }}">k</a>',
    ],
)
def test_a_value_never_becomes_a_script_address(source: str) -> None:
    context = {"x": "javascript:alert(1)", "y": False}
    with pytest.raises(RenderError, match="cannot be a link"):
        run(compiled(source), context, locale="en", markup=True, part="body")


def test_an_address_that_escapes_itself_is_not_escaped_twice() -> None:
    html = run(
        compiled('<a href="https://a.example/?q={{ x|urlencode }}&amp;r={{ y or x|urlencode }}">k</a>'),
        {"x": "a b", "y": "c&d"},
        locale="en",
        markup=True,
        part="body",
    )
    assert 'href="https://a.example/?q=a%20b&amp;r=c%26d"' in html


@pytest.mark.parametrize(
    "source",
    [
        '<p style="background: url({{ x }})">x</p>',
        '<p style="background: url(&quot;{{ x }}&quot;)">x</p>',
        "<style>p { background: url('{{ x }}') }</style>",
        '<img src="a.png" srcset="https://a.example/1.png 1x, {{ x }} 2x" alt="">',
    ],
)
def test_an_address_that_begins_with_a_value_is_one_that_we_allow_in_styles_and_sets_too(source: str) -> None:
    made = compiled(source)
    assert "2.png" in run(made, {"x": "https://b.example/2.png"}, locale="en", markup=True, part="body")
    with pytest.raises(RenderError, match="cannot be a link"):
        run(made, {"x": "javascript:alert(1)"}, locale="en", markup=True, part="body")


def test_an_address_that_is_checked_by_hand_is_still_escaped_for_its_style() -> None:
    made = compiled('<p style="background: url({{ x|safe_url }})">x</p>')
    made = run(made, {"x": "https://b.example/a)b"}, locale="en", markup=True, part="body")
    assert r"a\29 b)" in made


def test_no_value_ends_a_comment_or_makes_it_one_for_outlook() -> None:
    made = run(compiled("<p>x</p><!-- {{ x }} -->"), {"x": "[if mso]--!--"}, locale="en", markup=True, part="body")
    assert "<!--  if mso     -->" in made
