"""What keeps a template from being inlined once: each with its place, and what nearly does and must not."""

from __future__ import annotations

import pytest

from tests.render.html.both_ways import filled

PAGE = (
    "<!doctype html>\n<html><head><title>{{{{ v }}}}</title><style>\n{css}\n</style></head>\n<body>{body}</body></html>"
)


def reasons(body: str, css: str = ".a { color: red }") -> list[tuple[int, int, str]]:
    found = filled(PAGE.format(css=css, body=body)).reasons()
    assert all(reason.part == "email-html" and reason.advice for reason in found)
    return [(reason.line, reason.column, reason.message) for reason in found]


@pytest.mark.parametrize(
    "body",
    [
        "<p class=a title='{{ v }}'>{{ v }}</p><!-- {{ v }} --><textarea>{{ v }}</textarea>",
        "<!--[if mso]><p class='{{ v }}' {% if p %}id=x{% endif %}>{{ v }}</p><![endif]-->",
        "<table>{% for r in rows %}<tr class=a><td>{{ r }}</td></tr>{% endfor %}</table>",
        "<table><tbody>{% for r in rows %}<tr>{% if p %}<td></td>{% endif %}</tr>{% else %}<tr></tr>{% endfor %}</table>",
        "<table>{% if p %}<thead><tr><th>x</th></tr></thead>{% endif %}<tr><td>x</table>",
        "<a href='{% if p %}{{ u }}{% else %}https://b.example{% endif %}'>x</a>",
        "{% if p %}<p class=a>x</p>{% elif q %}<ul><li></li></ul>{% endif %}{% set k = 1 %}",
        "<svg><g>{% if p %}<text>{{ v }}</text>{% endif %}</g></svg>",
        "{% with k = v %}<div>{% endwith %}</div>",
    ],
)
def test_an_ordinary_template_is_safe(body: str) -> None:
    assert reasons(body) == []


def test_statements_before_the_document_type_do_no_harm() -> None:
    document = filled("{% set k = 1 %}\n<!doctype html><html><body class=a>{{ k }}</body></html>")
    assert document.reasons() == ()
    document.inline("email-html")
    assert document.html_source().startswith("{% set k = 1 %}\n<!doctype html>")


@pytest.mark.parametrize(
    ("body", "column", "says"),
    [
        ("<p class='{{ v }}'>x</p>", 17, '{{ v }}: "class" of <p> depends on a message\'s data'),
        ("<p id='x{% if p %}y{% endif %}'>x</p>", 15, '{% if p %}: "id" of <p> depends'),
        ("<p style='color: {{ v }}'>x</p>", 24, '{{ v }}: "style" of <p> depends'),
        ("<p title={{ v }}>x</p>", 16, '{{ v }}: the value of "title" has no quotes'),
        ("<p {% if p %}lang='x'{% endif %}>x</p>", 10, "{% if p %}: it stands inside the tag <p>"),
        ("<h{{ v }}>x</h{{ v }}>", 9, "{{ v }}: it stands in the name of a tag"),
        ("{% if p %}<div>{% endif %}x</div>", 22, "{% endif %}: <div> was opened since {% if p %} (line 5)"),
        ("<div>{% if p %}</div>{% else %}x{% endif %}", 28, "{% else %}: <div> was closed since {% if p %} (line 5)"),
        ("<ul>{% for r in rows %}<li>x{% endfor %}</ul>", 35, "{% endfor %}: <li> was opened since"),
        (
            "<table>{% for r in rows %}<td>x</td>{% endfor %}</table>",
            43,
            "<tbody> was opened and <tr> was opened since",
        ),
        ("<table>{{ v }}<tr><td>x</table>", 14, "{{ v }}: text that stands here is moved to another place"),
        ("<table><tr>{% if p %}<p>y</p>{% endif %}{{ v }}", 47, "{{ v }}: text that stands here is moved"),
        ("<p><b>x</p>{{ v }}", 18, "{{ v }}: a text here opens an element again"),
        ("<p><b>x</p>{% if p %}x{% endif %}", 29, "{% endif %}: <b> was opened since"),
        ("<p><b>x</p>{% if p %}</b>{% endif %}", 32, "{% endif %}: an element was left open in another place"),
        ("<p><b title='{{ v }}'>x</p><p>y</p>", 10, "<b> is not closed where it begins, and others of its name"),
        (
            "<math><annotation-xml encoding='{{ v }}'><p>x</p></annotation-xml></math>",
            39,
            '{{ v }}: "encoding" of <annotation-xml> depends',
        ),
        ("{% if p %}<style>.a{color:blue}</style>{% endif %}", 17, "<style> stands in some messages"),
        ("{% if p %}<body class=a>{% endif %}", 17, "<body> stands in some messages"),
        (
            "<table>{% for r in rows %}<tr></tr>{% endfor %}<style>x{}</style></table>",
            54,
            "<style> stands between the rows",
        ),
    ],
)
def test_what_keeps_a_template_from_being_safe_is_said_with_its_place(body: str, column: int, says: str) -> None:
    [(line, at, message), *_] = reasons(body)
    assert says in message
    assert (line, at) == (5, column)


def test_a_style_sheet_that_depends_on_data_is_not_safe() -> None:
    assert reasons("x", ".a { color: {{ v }} }") == [(3, 13, "{{ v }}: the style sheet depends on a message's data")]


def test_text_outside_the_body_is_not_safe() -> None:
    [reason] = filled("<html><head></head>{{ v }}<body>x</body></html>").reasons()
    assert "text that stands here is moved" in reason.message


ROWS = "<table>{% for r in rows %}<tr><td>{{ r }}</td><td>x</td></tr>{% endfor %}</table>"
BETWEEN = "<div><p class=a>1</p>{% if p %}<h1>2</h1>{% endif %}<p class=b>3</p></div>"


@pytest.mark.parametrize(
    ("selector", "body", "safe"),
    [
        ("tr:nth-child(2n)", ROWS, False),
        ("tr + tr td", ROWS, False),
        ("tbody:first-child", "<table><caption>x</caption>{% if p %}<tr></tr>{% endif %}</table>", False),
        ("td:first-child", ROWS, True),
        ("td + td", ROWS, True),
        ("td:only-child", ROWS, True),
        ("p:first-child", BETWEEN, False),
        (".a:first-child", BETWEEN, True),
        (".b:last-child", BETWEEN, True),
        (".a:last-child", BETWEEN, False),
        (".b:nth-of-type(2)", BETWEEN, False),
        (".a:only-child", BETWEEN, False),
        (".a + .b", BETWEEN, False),
        (".c + .b", BETWEEN, True),
        (".b ~ h1", BETWEEN, False),
        (".a:last-child", "<div>{% for r in rows %}<p class=a>x</p>{% endfor %}</div>", False),
        (":not(:first-child)", BETWEEN, False),
        (".a:not(:first-child)", BETWEEN, True),
        (":is(p + .b)", BETWEEN, False),
        ("div:is(p:last-child .x)", BETWEEN, False),
        (":root", BETWEEN, True),
        ("div > p.b", BETWEEN, True),
        ("p:empty", "<p></p>{{ v }}", True),
        ("p:empty", "<p>{{ v }}</p>", False),
        ("p:empty", "<p>{% if p %}<br>{% endif %}</p>", False),
        ("p:empty", "<p><i>x</i></p>{% if p %}<br>{% endif %}", True),
        ("[title]", "<p title='{{ v }}'>x</p>", True),
        ("[title=a]", "<p title='{{ v }}'>x</p>", False),
        ("a:not([href^=http])", "<a href='{{ u }}'>x</a>", False),
        ("tr:nth-child(2n)::before", ROWS, True),
    ],
)
def test_a_selector_may_look_only_where_all_messages_are_alike(selector: str, body: str, safe: bool) -> None:
    found = reasons(body, f"{selector} {{ color: red }}")
    assert (found == []) is safe, found
    in_media = reasons(body, f"@media (max-width: 9em) {{ {selector} {{ color: red }} }}")
    # Behind a media query it is open whether the rule applies, and so is what it asks of siblings.
    assert (in_media == []) is (safe or "[" not in selector), in_media
    for line, column, message in found:
        if selector in message:
            assert (line, column) == (3, 1)


def test_without_a_document_type_classes_are_the_same_in_any_case() -> None:
    source = "<html><head><style>.b:last-child{color:red}</style></head><body>"
    source += "<div><p class=B>1</p>{% if p %}<i>2</i>{% endif %}</div></body></html>"
    assert filled(f"<!doctype html>{source}").reasons() == ()
    assert len(filled(source).reasons()) == 1


def test_a_brand_token_and_a_block_are_the_same_for_every_message() -> None:
    """They are bound before: a class that comes from one does not depend on data."""
    document = filled("<html><head><style>.a{color:red}</style></head><body class=\"{{ '{{' }}\">x</body></html>")
    assert document.reasons() == ()
