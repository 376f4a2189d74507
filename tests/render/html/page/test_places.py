"""Where the elements of a finished page stand in layout and content, through Jinja, Markdown and content blocks."""

from __future__ import annotations

from commhub.render.html.page.nodes import read_page
from commhub.render.html.page.places import SourceText, mask, numbered, origins, start_tags
from commhub.render.html.places import Place

LAYOUT = """<html {# of the page #}
lang="{{ locale }}"><body>{% if a > "<b>" %}<i>x</i>{% endif %}
{{- content -}}
<!--[if mso]><u><![endif]--><hr class="{{ '}}' }}">
</body></html>"""


def layout(text: str = LAYOUT) -> SourceText:
    return SourceText("layout", text, text)


def test_a_mask_keeps_every_offset_and_shows_no_jinja() -> None:
    masked = mask(LAYOUT)
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in LAYOUT.split("\n")]
    assert [tag.name for tag in start_tags(masked)] == ["html", "body", "i", "hr"]
    assert masked.count("\n") == LAYOUT.count("\n")


def test_tags_get_numbers_and_keep_everything_else() -> None:
    source = '<p class="a">{% for x in "<b>" %}<img src="{{ x["<i>"] }}"/>{% endfor %}<!-- <b> --></p>'
    assert numbered(source) == (
        '<p data-commhub-tag="0" class="a">{% for x in "<b>" %}<img data-commhub-tag="1" src="{{ x["<i>"] }}"/>'
        "{% endfor %}<!-- <b> --></p>"
    )


def test_the_tags_of_a_compiled_source_come_from_layout_and_markdown() -> None:
    content = (
        "# Hello\n\n{% if late %}\nPay [now](https://a.example/)\nor **late**.\n{% endif %}\n\n| a |\n|---|\n| b |\n"
    )
    body = SourceText("body", content, content, markdown=True)
    compiled = "<html><body><i></i><h1></h1><p><a></a><strong></strong></p><table><thead><tr><th></th></tr></thead><tbody><tr><td></td></tr></tbody></table><hr></body></html>"  # noqa: E501
    places = origins(compiled, layout(), body)
    assert places[:3] == [Place("layout", 1, 1), Place("layout", 2, 21), Place("layout", 2, 45)]
    assert [(place.part, place.line) for place in places[3:7]] == [("body", 1), ("body", 4), ("body", 4), ("body", 5)]
    assert [place.line for place in places[7:-1]] == [8, 8, 8, 8, 10, 10, 10]
    assert places[-1] == Place("layout", 4, 29)


def test_tags_of_html_have_columns() -> None:
    text = "<p>\n  <b>{{ x }}</b></p>"
    content = SourceText("email-html", text, text)
    assert origins("<p><b></b></p>", None, content) == [Place("email-html", 1, 1), Place("email-html", 2, 3)]


def test_what_made_tags_of_its_own_has_no_line_and_the_rest_keeps_its_own() -> None:
    body = SourceText("body", "one", "one", markdown=True)
    compiled = "<html><body><i></i><p></p><p></p><hr></body></html>"
    assert origins(compiled, layout(), body) == [
        Place("layout", 1, 1),
        Place("layout", 2, 21),
        Place("layout", 2, 45),
        Place("body"),
        Place("body"),
        Place("layout", 4, 29),
    ]


def test_lines_are_those_of_the_author_where_a_content_block_came_in() -> None:
    written = "<p>\n{% include 'x' %}\n<b>"
    placed = "<p>\n<i>one</i>\n<i>two</i>\n<b>"
    source = SourceText("email-html", placed, written)
    assert [source.spot(tag.start) for tag in start_tags(placed)] == [
        Place("email-html", 1, 1),
        Place("email-html"),
        Place("email-html"),
        Place("email-html", 3, 1),
    ]


def test_elements_know_the_number_of_their_tag_and_hide_it() -> None:
    root = read_page(numbered("<html><body><p>a<b>b</b>c</p></body></html>"))
    assert [(node.tag, node.number, dict(node.attributes)) for node in root.walk()] == [
        ("html", 0, {}),
        ("body", 1, {}),
        ("p", 2, {}),
        ("b", 3, {}),
    ]
    assert [node.own_text for node in root.walk()] == ["", "", "ac", "b"]
