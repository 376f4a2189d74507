"""A message's text and what the linter reads of it are the same whether they were compiled or read from its HTML.

Run with more examples by `python -m benchmarks.text_sameness`.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import AssetFile
from commhub.render.html.document import Document
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import printed, run
from commhub.render.jinja.fields import Field
from commhub.render.jinja.marks import clean, without_marks
from commhub.render.text.alternative import laid_out, to_text
from commhub.render.text.readable import read, readable

EXAMPLES = 120
WORDS = (
    "so", "我们会尽快处理。", "a word or two", "{{ name }}", "{{ amount }}", "<b>{{ name }}</b>", "x{{ empty }}", "<br>",
    "{{ empty }}", "{% if yes %}yes{% endif %}", "{% if no %}no{% else %}{{ name }}{% endif %}", " ", "\n", "a - b",
    "<img src=x alt='{{ name }}'>", "{% for row in rows %}{{ row.what }}, {% endfor %}", "long words " * 9, "&nbsp;",
    "<a href='https://e.example/{{ name }}'>{{ name }}</a>", "<span hidden>h {{ name }}</span>", "www.e.example",
    "<a class=button href='https://e.example/x'>Go {{ name }}</a>", "{{ ' {{ ' }}", "&#123;&#123; { ",
)  # fmt: skip
VALUES = (
    "Ada", "a\nb", "> a", "-- ", "- x", "<b>&amp;", "李小明，", "👍🏽", "\u00a0", " a  b ", "x" * 90, "\x02\x12", "£5.00",
    "12", "", "1,234.50", "a\u200db", "From x", "\ue012", "e\u0301" * 40, "中文" * 50, "\u2028", "www.e.example",
)  # fmt: skip


class Maker:
    """Makes documents with Jinja in them, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def line(self) -> str:
        return "".join(self.chance.choices(WORDS, k=self.chance.randint(1, 4)))

    def value(self) -> str:
        return self.chance.choice(VALUES)

    def some(self, depth: int) -> str:
        return "".join(self.block(depth - 1) for _ in range(self.chance.randint(1, 3)))

    def with_statement(self, text: str) -> str:
        each, sometimes = "{{% for row in rows %}}{}{{% endfor %}}", "{{{{% if {} %}}}}{{}}{{{{% endif %}}}}"
        shapes = ("{}", "{}", each, sometimes.format("no"), sometimes.format("yes"))
        return self.chance.choice(shapes).format(text)

    def cells(self, name: str) -> str:
        kinds = (f"<{name}>", f"<{name}>", f"<{name} colspan=2>", f"<{name} style='text-align:right'>")
        cells = (f"{self.chance.choice(kinds)}{self.line()}</{name}>" for _ in range(self.chance.randint(1, 3)))
        return "<tr>" + "".join(cells)

    def table(self) -> str:
        head = self.chance.choice(("", self.cells("th") + "</tr>", f"<thead>{self.cells('th')}</tr></thead>"))
        return f"<table>{head}{''.join(self.with_statement(self.cells('td') + '</tr>') for _ in range(2))}</table>"

    def items(self, depth: int) -> str:
        return "".join(
            self.with_statement(f"<li>{self.line() if self.chance.random() < 0.6 else self.some(depth)}</li>")
            for _ in range(self.chance.randint(1, 3))
        )

    def block(self, depth: int) -> str:
        kinds = (
            "p",
            "p",
            "h2",
            "line",
            "pre",
            "hr",
            "table",
            "div",
            "blockquote",
            "if",
            "for",
            "ul",
            "ol",
            "layout",
            "span",
        )
        kind = self.chance.choice(kinds if depth > 0 else kinds[:7])
        if kind in {"p", "h2"}:
            return f"<{kind}>{self.line()}</{kind}>"
        if kind == "table":
            return self.table()
        if kind in {"ul", "ol"}:
            return f"<{kind} start=9>{self.items(depth)}</{kind}>"
        shapes = {
            "line": "{}", "pre": "<pre>{}\n  x</pre>", "hr": "<hr>", "div": "<div>{}</div>", "span": "<span>{}</span>",
            "blockquote": "<blockquote>{}</blockquote>", "if": "{{% if yes %}}{}{{% else %}}<p>other</p>{{% endif %}}",
            "for": "{{% for row in rows %}}{}{{% endfor %}}", "layout": "<table role=presentation><tr><td>{}</table>",
        }  # fmt: skip
        return shapes[kind].format(self.line() if kind in {"line", "pre"} else self.some(depth))


def document(body: str) -> Document:
    made = Document(Binder({}, no_asset, lambda file: file.sha256))
    names = ("name", "amount", "empty", "yes", "no", "rows")
    made.fill("", f"<!doctype html><html><head><title>{{{{ name }}}}</title></head><body>{body}</body></html>",
              markdown=False, part="email-html", names=names, offers=())  # fmt: skip
    return made


def no_asset(slot: str) -> AssetFile:
    raise LookupError(slot)


def context(name: str, amount: str, rows: list[str]) -> dict[str, object]:
    return {
        "name": Field(clean(name), "/data/name", "person-name"),
        "amount": Field(clean(amount), "/data/amount"),
        "empty": Field("", "/data/empty"),
        "yes": True,
        "no": False,
        "rows": [{"what": Field(clean(row), f"/data/rows/{index}")} for index, row in enumerate(rows)],
    }


def check_same(body: str, name: str, amount: str, rows: list[str]) -> bool:
    """Whether the text of this body is compiled; that it is the same is asserted, wherever inlining once is safe."""
    made = document(body)
    if made.reasons():
        return False
    data = context(name, amount, rows)
    html = run(made.html_source(), data, locale="en", markup=True, part="html")
    said = run(made.readable_source(), data, locale="en", markup=False, part="readable")
    assert read(said, "body") == readable(html, "body"), body
    source = made.text_source()
    if not source:
        return False
    text = laid_out(printed(source, data, locale="en", markup=False, part="text").plain)
    assert text == to_text(without_marks(html)), body
    return True


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(st.integers(0, 2**32))
def test_compiled_and_read_text_are_the_same(seed: int) -> None:
    check_made(seed)


def check_made(seed: int) -> bool:
    """check_same for the document of a seed."""
    made = Maker(seed)
    return check_same(made.some(3), made.value(), made.value(), [made.value() for _ in range(seed % 4)])


@pytest.mark.parametrize(
    "body",
    [
        "<p>Dear {{ name }},</p>{% if yes %}<blockquote><p>{{ name }}</p></blockquote>{% else %}<p>no</p>{% endif %}",
        "<ol>{% for row in rows %}<li>{{ row.what }}</li>{% endfor %}<li>last</li></ol>",
        "<table><tr><th>A<th>B</tr>{% for row in rows %}<tr><td>{{ row.what }}</td><td>1</td></tr>{% endfor %}\n</table>",
        "<table>{% for row in rows %}<tr><td>a</td>{% if yes %}<td>{{ row.what }}</td>{% endif %}</tr>{% endfor %}</table>",
        "{% set who = name %}<p>{{ who }}</p>",
        "<p>{% if yes %}{{ name }}{% endif %} and {% for row in rows %}{{ row.what }}{% endfor %}</p>",
        "<ul><li>{{ name }}<ul><li>{{ amount }}</li></ul></li></ul>",
        "<p><a class=button href='https://e.example/{{ name|urlencode }}'>Pay</a></p>",
        "a{% if no %}<p>b</p>{% endif %}<p>c</p>d",
    ],
)
def test_ordinary_templates_are_compiled(body: str) -> None:
    assert check_same(body, "Ada", "£5", ["one", "two"])
    assert check_same(body, "李小明" * 30, "a\nb", [])


@pytest.mark.parametrize(
    "body",
    [
        "a{% if yes %}<p>b</p>{% endif %}c",
        "{% for row in rows %}a<p>b</p>c{% endfor %}",
        "<li>{% if yes %}<p>a</p>{% endif %}<p>b</p></li>",
        "<ul><li>{{ empty }}<p>b</p></li></ul>",
        "<table>{% if no %}<tr><td><ul><li>a</ul></td></tr>{% endif %}<tr><td>b<td>c</table>",
        "x<span>{% if no %}<p>b</p>{% endif %}</span>y",
    ],
)
def test_where_data_decides_the_text_is_read_from_each_message(body: str) -> None:
    made = document(body)
    compiled = made.text_source()
    data = context("Ada", "1", ["a", "b"])
    if compiled:  # what is compiled has to be the same all the same
        check_same(body, "Ada", "1", ["a", "b"])
    assert to_text(without_marks(run(made.html_source(), data, locale="en", markup=True, part="html")))


def test_an_edition_from_before_there_was_a_layout_prints_as_it_did() -> None:
    assert laid_out("a  \n\n\n\n  b\n") == "a\n\nb\n"
