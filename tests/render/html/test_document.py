"""Markdown and HTML on their way to an edition: what is parsed when, and what data can never become."""

from __future__ import annotations

import re

import pytest

from commhub.contracts import AssetFile, CompileError, RenderError
from commhub.render.html.document import Document, markdown_as_text
from commhub.render.html.tree import scan
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import run
from commhub.render.text.alternative import laid_out

LOGO = AssetFile("logo", "ab" * 32, "image/png", "logo.png", 120, 40, "Northlight")
BRAND = {"name": "Smith & Sons", "colour": {"primary": "#123456"}}
LAYOUT = """<!doctype html>
<html lang="en"><head><title>{{ subject }}</title><style>p { color: {{ brand.colour.primary }} }
@media (max-width: 600px) { p { color: #000 } }</style></head><body>{{ content }}</body></html>"""
NAMES = frozenset({"name", "url", "rows", "late", "things"})


def document(content: str, *, markdown: bool = True, layout: str = LAYOUT) -> Document:
    made = Document(Binder(BRAND, lambda slot: LOGO, lambda file: "cid:" + file.sha256[:4]))
    made.fill(layout, content, markdown=markdown, part="body (en)", names=NAMES, offers=("subject",))
    made.inline("e-mail")
    return made


def html(content: str, context: dict[str, object], *, markdown: bool = True, layout: str = LAYOUT) -> str:
    source = document(content, markdown=markdown, layout=layout).html_source()
    whole = run(source, {"subject": "S", **context}, locale="en", markup=True, part="body")
    return whole.partition("<body>")[2].partition("</body>")[0].strip()


def text(content: str, context: dict[str, object]) -> str:
    return laid_out(
        run(document(content).text_source(), {"subject": "S", **context}, locale="en", markup=False, part="body")
    )


def test_styles_are_inlined_with_brand_tokens_and_media_queries_stay() -> None:
    source = document("Hello").html_source()
    assert '<p style="color:#123456">Hello</p>' in source
    assert "@media (max-width: 600px)" in source
    assert source.startswith("<!doctype html>\n")


def test_data_is_never_markdown_html_or_jinja() -> None:
    hostile = "**b** <b>x</b> [l](https://evil.example) {{ 7*7 }} {% for %} &#123;"
    assert html("Dear {{ name }}", {"name": hostile}) == (
        '<p style="color:#123456">Dear **b** &lt;b&gt;x&lt;/b&gt; [l](https://evil.example) {{ 7*7 }} {% for %} '
        "&amp;#123;</p>"
    )


def test_text_that_decodes_to_jinja_stays_text() -> None:
    source = document("&#123;&#123; 7*7 &#125;&#125;").html_source()
    assert "49" not in run(source, {"subject": "S"}, locale="en", markup=True, part="body")
    assert text("&#123;&#123; 7*7 &#125;&#125;", {}) == "{{ 7*7 }}\n"


def test_raw_html_in_markdown_is_shown_as_text() -> None:
    assert html("<script>alert(1)</script>", {}) == (
        '<p style="color:#123456">&lt;script&gt;alert(1)&lt;/script&gt;</p>'
    )


def test_a_loop_makes_table_rows() -> None:
    source = "| Item | Price |\n|---|---|\n{% for row in rows %}\n| {{ row.name }} | {{ row.price }} |\n{% endfor %}\n"
    rows = [{"name": "Roof", "price": 5}, {"name": "Wall", "price": 7}]
    made = html(source, {"rows": rows})
    assert made.count("<tr>") == 3
    assert "<td>Wall</td>\n<td>7</td>" in made
    assert text(source, {"rows": rows}) == "Item  Price\n----  -----\nRoof      5\nWall      7\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("{% for row in rows %}| {{ row.name }} | {{ row.price }} |\n{% endfor %}\n", "line 3, column 1: {% for"),
        ("| {{ name }} {% if late %} | late {% endif %} |\n", "line 3, column 14: {% if"),
        ("{% if late %}\n| late | now {% endif %}|\n", "line 4, column 14: {% endif"),
    ],
)
def test_a_statement_that_begins_in_one_cell_of_markdown_and_ends_elsewhere_is_refused(rows: str, said: str) -> None:
    with pytest.raises(CompileError, match="on a line of its own") as caught:
        document("| Item | Price |\n|---|---|\n" + rows)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("| A |\n|---|\n| a | {{ name }} |\n", "line 3, column 7: Markdown leaves {{ name }} out"),
        ("| A |\n|---|\n{% if late %}\n| a |{% endif %}\n", "line 4, column 6: Markdown leaves {% endif %} out"),
        ("Hi.\n\n[here]: https://example.org/{{ name }}\n", "line 3, column 29: Markdown leaves {{ name }} out"),
    ],
)
def test_what_markdown_would_leave_out_is_refused(source: str, said: str) -> None:
    with pytest.raises(CompileError) as caught:
        document(source)
    assert said in str(caught.value)


def test_a_condition_within_a_cell_of_markdown_stays_there() -> None:
    source = "| Item | Price |\n|---|---|\n| {{ name }} | {% if late %}late{% else %}paid{% endif %} |\n"
    made = html(source, {"name": "Tea", "late": False})
    assert ">paid</td>" in made


def test_a_loop_makes_one_list() -> None:
    source = "{% for thing in things %}\n- {{ thing }}\n{% endfor %}\n"
    made = html(source, {"things": ["a", "b"]})
    assert made.count("<ul>") == 1
    assert made.count("<li>") == 2
    assert text(source, {"things": ["a", "b"]}) == "- a\n- b\n"


@pytest.mark.parametrize(("late", "expected"), [(True, "Now\n\nHurry.\n\nBye\n"), (False, "Now\n\nBye\n")])
def test_a_condition_holds_a_paragraph(late: bool, expected: str) -> None:
    assert text("Now\n\n{% if late %}\nHurry.\n{% endif %}\n\nBye", {"late": late}) == expected


def test_a_link_goes_only_where_a_reader_may_be_sent() -> None:
    made = html("[Pay]({{ url }}){.button}", {"url": "https://pay.example.com/?a=1&b=2"})
    assert made == (
        '<p style="color:#123456"><a href="https://pay.example.com/?a=1&amp;b=2" class="button">Pay</a></p>'
    )
    for address in ("javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x"):
        with pytest.raises(RenderError, match="cannot be a link"):
            html("[Pay]({{ url }})", {"url": address})


def test_a_value_within_an_address_is_percent_encoded() -> None:
    made = html("[Pay](https://pay.example.com/?who={{ name }})", {"name": 'a&b="c'})
    assert 'href="https://pay.example.com/?who=a%26b%3D%22c"' in made


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('<p onclick="{{ name }}">x</p>', "column 13: .*scripts do not run in messages"),
        ('<p {% if late %}onclick="{{ name }}"{% endif %}>x</p>', "scripts do not run in messages"),
        ("<script>{{ name }}</script>", "scripts do not run in messages"),
        ("<xmp>{{ name }}</xmp>", "scripts do not run in messages"),
        ('<script type="{{ name }}">1</script>', '"type" decides what <script> does'),
        ('<meta http-equiv="{{ name }}" content="x">', '"http-equiv" decides'),
        ('<link rel="{{ name }}" href="x">', '"rel" decides'),
        ('<iframe srcdoc="{{ name }}"></iframe>', '"srcdoc" decides'),
        ("<{{ name }}>x", "name the element outright"),
        ("<s{{ name }}>x", "name the element outright"),
        ('<a {{ name }}="{{ url }}">x</a>', "name the attribute outright"),
        ('<p class="{% if late %}a"{% else %}b"{% endif %}>x</p>', "stands in another place of the HTML"),
        ("{% if late %}<!-- {% endif %} -->", "stands in another place of the HTML"),
        ('{% if late %}<p title="{% endif %}">x</p>', "stands in another place of the HTML"),
        ("<!--[if mso]>{% if late %}<![endif]-->{% endif %}", "stands in another place of the HTML"),
    ],
)
def test_a_place_where_no_value_is_safe_is_refused(source: str, reason: str) -> None:
    with pytest.raises(CompileError, match=reason) as error:
        document(source, markdown=False, layout="<html><body>{{ content }}</body></html>")
    assert error.value.line == 1
    assert error.value.column


HOSTILE = "-->]]></style></script></title>\"'><b>x`{}\\;:/*(&#60;"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("<p>{{ name }}</p>", None),
        ("<p title='{{ name }}'>x</p>", None),
        ("<p title={{ name }}>x</p>", None),
        ("<title>{{ name }}</title>", None),
        ("<!-- {{ name }} -->", None),
        ("<!--[if mso]><p title='{{ name }}'>{{ name }}</p><![endif]-->", None),
        ('<p style="color: {{ name }}">x</p>', None),
        ("<p style='background: url({{ url }})'>x</p>", None),
        ("<style>p { color: {{ name }}; background: url('{{ url }}') }</style>", None),
        ('<script type="application/ld+json">{"name": "{{ name }}"}</script>', None),
        ('<img src="{{ url }}" srcset="{{ url }} 1x, {{ url }}?w={{ name }} 2x">', None),
        ("<a href={{ url }}>x</a>", None),
        ("<td{% if late %} nowrap{% endif %}>x</td>", "<td  nowrap >x</td>"),
        ('<a {% if late %}hr{% endif %}ef="{{ name }}">x</a>', None),
        ("<td {{ word }} data-{{ word }}='{{ name }}'>x</td>", None),
        ("<h{{ level }}>x</h{{ level }}>", "<h2>x</h2>"),
        (
            '<a href="{% if late %}{{ url }}{% else %}https://b.example{% endif %}">x</a>',
            '<a href="https://a.example/?a=1&amp;b">x</a>',
        ),
    ],
)
def test_a_value_stays_within_its_place(source: str, printed: str | None) -> None:
    """The pieces of the finished HTML are those of the template: nothing that a value holds begins or ends one."""

    def printed_with(name: str, layout: str = "<html><body>{{ content }}</body></html>") -> str:
        made = Document(Binder(BRAND, lambda slot: LOGO, lambda file: "cid:" + file.sha256[:4]))
        made.fill(layout, source, markdown=False, part="p", names={*NAMES, "word", "level"}, offers=())
        context = {"name": name, "url": "https://a.example/?a=1&b", "late": True, "word": "nowrap", "level": 2}
        return run(made.html_source(), context, locale="en", markup=True, part="body")

    def shape(html: str) -> list[tuple[object, ...]]:
        return [(piece.kind, piece.name, [(one.name, one.quote) for one in piece.attributes]) for piece in scan(html)]

    hostile = printed_with(HOSTILE)
    assert shape(hostile) == shape(printed_with("plain"))
    if printed is not None:
        assert printed in hostile


def test_a_designer_s_html_and_outlook_s_comments_survive() -> None:
    source = '<!--[if mso]><table><tr><td>{{ name }}</td></tr></table><![endif]--><div title="{{ name }}">x</div>'
    made = html(source, {"name": '"><b>'}, markdown=False)
    assert "<!--[if mso]><table><tr><td>&#34;&gt;&lt;b&gt;</td></tr></table><![endif]-->" in made
    assert '<div title="&#34;&gt;&lt;b&gt;">x</div>' in made


def test_brand_text_is_escaped_and_assets_are_addressed() -> None:
    made = html(
        "{{ brand.name }} <img src=\"{{ asset('logo').src }}\" alt=\"{{ asset('logo').alt }}\">", {}, markdown=False
    )
    assert made == 'Smith &amp; Sons <img src="cid:abab" alt="Northlight">'


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{{ brand.colour.primry }}", "{{ brand.colour.primry }}: the brand has nothing of this name"),
        ("{{ brand.colour }}", "{{ brand.colour }} is not a text; name one of its tokens"),
    ],
)
def test_a_token_that_is_not_there_is_named(source: str, says: str) -> None:
    with pytest.raises(CompileError, match=re.escape(says)):
        document(source)


def test_a_name_may_be_set_in_each_branch() -> None:
    source = "{% if late %}{% set how = 'late' %}{% else %}{% set how = 'soon' %}{% endif %}{{ how }}"
    assert text(source, {"late": True}) == "late\n"
    with pytest.raises(CompileError, match="'other' is not declared"):
        document(source + "{{ other }}")


def test_a_layout_has_its_content_once() -> None:
    with pytest.raises(CompileError, match="exactly once"):
        document("x", layout="<html><body>{{ content }}{{ content }}</body></html>")


def test_a_block_in_a_text_message_loses_its_markup_and_keeps_its_jinja() -> None:
    source = markdown_as_text("Call **{{ name }}** or [write](mailto:hi@example.com).", "block")
    assert source == "Call {{ name }} or write (hi@example.com)."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**so.**{% if late %} more{% endif %}", "<strong>so.</strong> more"),
        ("{% if late %}**so**{% endif %}", "<strong>so</strong>"),
        ("a, {% if late %}b,{% endif %} c", "a, b, c"),
        ("**{{ name }}**", "<strong>Li</strong>"),
        ("您好**{{ name }}**您好", "您好<strong>Li</strong>您好"),
    ],
)
def test_emphasis_closes_beside_a_statement(source: str, expected: str) -> None:
    assert html(source, {"late": True, "name": "Li"}) == f'<p style="color:#123456">{expected}</p>'


@pytest.mark.parametrize(("late", "expected"), [(True, "> Pay now.\n"), (False, "Soon.\n\n> Later.\n")])
def test_a_statement_ends_a_quotation(late: bool, expected: str) -> None:
    source = "{% if late %}\n> Pay now.\n{% else %}\nSoon.\n\n> Later.\n{% endif %}\n"
    assert text(source, {"late": late}) == expected
