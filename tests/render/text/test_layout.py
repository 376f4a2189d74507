"""The text alternative as a reader gets it: lines, columns, links, lists, and data that would like to be structure."""

from __future__ import annotations

import pytest

from commhub.render.text.alternative import to_text
from commhub.render.text.width import display_width, fold

CELLS = "<table><tr><th>Item</th><th>Price</th></tr>{}</table>"


def said(body: str) -> str:
    return to_text(f"<!doctype html><html><body>{body}</body></html>").removesuffix("\n")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("plain", 5), ("Ünïcode – “quoted” €", 20), ("中文", 4), ("ﾊﾝｶｸ", 4), ("한국어", 6), ("e\u0301", 1), ("नमस्ते", 4),
        ("👍", 2), ("👍🏽", 2), ("👨\u200d👩\u200d👧", 2), ("🇬🇧🇨🇳", 4), ("1\ufe0f\u20e3", 2), ("❤\ufe0f", 2), ("❤", 1),
        ("क\u094d\u200dष", 2),
    ],
)  # fmt: skip
def test_columns_are_counted_as_terminals_do(text: str, columns: int) -> None:
    assert display_width(text) == columns


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two ", "three"]),
        ("a https://example.com/a-long-one b", 8, ["a ", "https://example.com/a-long-one ", "b"]),
        ("请付清，谢谢", 6, ["请付", "清，谢", "谢"]),
        ("请看（说明）", 6, ["请看", "（说", "明）"]),
        ("保单 ABC-123 有效", 8, ["保单 ", "ABC-123 ", "有效"]),
        ("中文English中文", 8, ["中文", "English", "中文"]),
        ("가나다 라마바", 8, ["가나다 ", "라마바"]),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines
    assert "".join(lines) == text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Über uns</h1><p>x</p>", "Über uns\n========\n\nx"),
        ("<h2>保障</h2><h3>Small</h3>", "保障\n----\n\nSmall"),
        ("<ol start=9><li>a<li>b<ul><li>c</ul></ol>", "9. a\n10. b\n   - c"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<dl><dt>Number<dd>12</dl>", "Number\n  12"),
        ("<pre>  a\n   b  \n</pre>", "  a\n   b"),
        ("<p>a&nbsp;&nbsp; &zwnj;&#847; b&shy;c</p>", "a bc"),
        ("<div>a</div><div>b</div><div style='margin: 4px'>c</div>", "a\nb\n\nc"),
        ("<p>Was <q>so</q></p>", "Was “so”"),
        ("<span aria-hidden=true>&#8199;</span><p>a</p><p hidden>b</p><p style='visibility:hidden'>c</p>", "a"),
        ("<p style='mso-hide:all'>not hidden from others</p>", "not hidden from others"),
        ("<div style='max-height:0;overflow:hidden'>preview</div>x<!--[if mso]>Outlook<![endif]-->", "x"),
        ('<p>See <a href="https://a.example/x?a=1&amp;b=2">here</a>.</p>', "See here <https://a.example/x?a=1&b=2>."),
        ('<a href="https://www.a.example/">a.example</a> <a href="#top">Up</a>', "a.example Up"),
        ('<p>Write to <a href="mailto:a@b.example?subject=x">us</a></p>', "Write to us <a@b.example>"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<a href="tel:+448081570142">Call 0808 157 0142</a>', "Call 0808 157 0142"),
        ('<a href="tel:+44800">Call</a>', "Call <+44800>"),
        ('<a href="https://a.example"><img src=x alt="Our shop"></a>', "Our shop <https://a.example>"),
        ('<img src=x alt=""><img src=y alt="Logo"><img src=z alt="z" role=presentation>', "[Logo]"),
        ('<p>a <a class=button href="https://a.example">Pay</a> b</p>', "a\n\nPay:\nhttps://a.example\n\nb"),
        ('<a class=btn href="https://a.example">付款</a>', "付款：\nhttps://a.example"),
        ('<a class=btn href="https://a.example">Ready?</a>', "Ready?\nhttps://a.example"),
    ],
)
def test_structure_is_told_in_plain_text(body: str, expected: str) -> None:
    assert said(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            CELLS.format("<tr><td>屋顶<td>£5.00<tr><td>Wall<td>£15.00"),
            "Item   Price\n----  ------\n屋顶   £5.00\nWall  £15.00",
        ),
        (
            CELLS.format("<tr><td>Roof<td>€5,00<tr><td colspan=2>One item"),
            "Item  Price\n----  -----\nRoof  €5,00\nOne item",
        ),
        (
            CELLS.format(f"<tr><td>{'long ' * 20}<td>£5<tr><td>b<td>"),
            f"Item: {'long ' * 13}long\n  long long long long long long\nPrice: £5\n\nItem: b",
        ),
        ("<table><tr><th scope=row>Name<td>Ada<tr><th scope=row>Number<td>12</table>", "Name    Ada\nNumber  12"),
        ("<table role=presentation><tr><td><p>a</p><p>b</p></table>", "a\n\nb"),
        ("<table role=presentation><tr><td><h2>a</h2><td><ul><li>b</ul></table>", "a\n-\n\n- b"),
        ("<table><caption>Costs</caption><tr><td>a<br>b<td>1<tr><td>c<td></table>", "Costs\n\na  1\nb\nc"),
        ("<table><tr><td>&nbsp;<td>a<td>&nbsp;<td>b</table>", "a  b"),
        (
            "<table><thead><tr><th>A<th style='text-align:right'>B</thead><tr><td>A-1<td align=left>2</table>",
            "A    B\n---  -\nA-1  2",
        ),
    ],
)
def test_tables_are_columns_where_they_fit(body: str, expected: str) -> None:
    text = said(body)
    assert "\n".join(line.rstrip() for line in text.split("\n")) == expected


def test_an_address_stands_whole_and_lines_keep_to_76_columns() -> None:
    url = "https://example.com/" + "x" * 90
    text = said(f'<p>{"word " * 30}<a href="{url}">the label</a> {"中文" * 60}</p>')
    lines = text.split("\n")
    assert f"<{url}>" in [line.strip() for line in lines]
    assert max(display_width(line) for line in lines if url not in line) <= 76


@pytest.mark.parametrize(
    "value",
    [
        "a\n\nb",
        "a\r\n- b",
        "a\u2028b",
        "a\u0085b",
        "a\n# b",
        "a\x02b",
        "a\x11b\x12lh1c",
        "a\x07b\x0ec\x0f",
        "a\x03b\x03",
    ],
)
def test_a_value_never_begins_a_line_or_a_block(value: str) -> None:
    html = f"<p>{value}</p><ul><li>{value}</li></ul><table><tr><td>{value}<td>1</table>"
    assert len(said(html).split("\n")) == 5
