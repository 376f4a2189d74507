"""Pieces cover the source, and the tree is the one that the HTML standard's algorithm builds."""

from __future__ import annotations

import re
from typing import Any

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.render.html.tree import decode, parse, scan

BITS = (
    "<p>", "</p>", "<b>", "</b>", "<i class=x>", "</i>", '<a href="x&amp;y">', "</a>", "<table>", "</table>", "<tr>", "</tr>",
    "<td>", "</td>", "<tbody>", "<caption>", "<col>", "<li>", "<ul>", "</ul>", "text", " ", "\n", "<div style='a\"b'>", "</div>",
    "<!-- c -->", "<!-->", "<!--->", "<!-- a --!>", "<!x>", "<?x>", "</ x>", "</>", "<", "<3", "<style>a<b</style>",
    "<title>a&amp;b</title>", "<textarea>\nx</textarea>", "<svg><title>", "</svg>", "<script><!--<script></script>--></script>",
    "&nbsp;", "&notit;", "&copy=", "&#x26;", "&#38", "<img src=x/>", "<br/>", "</br>", "<body class=y>", "<html lang=en>", "<head>",
    "</head>", "</body>", "<select>", "<option>", "</select>", "<button>", "<form>", "</form>", "<math><mi>", "</math>",
    "<image src=q>", "<![CDATA[ x ]]>", "<noscript>", "</noscript>", "<h1>", "</h1>", "<object>", "</object>", "<nobr>", "<pre>\n",
    "<xmp><b></xmp>", "<iframe><b></iframe>", "<span a=1 a=2 b c = d/>", "<o:p>", "</o:p>", "<!doctype html>", "<hr>", "<dd>", "<dt>",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x">', "<td class=", '<p title="', "qzjx1z", "<!--qzjx2z-->",
)  # fmt: skip
sources = st.lists(st.sampled_from(BITS), max_size=20).map("".join)


def shape(element: Any) -> Any:
    """Tags, attributes and texts; comments do not count."""
    children: list[Any] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            children += [shape(child), child.tail or ""]
        else:
            children[-1] += child.tail or ""
    return element.tag, dict(element.attrib), children


@settings(max_examples=150, deadline=None, derandomize=True)
@given(sources)
def test_the_tree_is_the_standard_s(source: str) -> None:
    assert shape(parse(source).root.etree) == shape(tinyhtml5.parse(source))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(sources)
def test_pieces_and_attributes_are_where_they_say(source: str) -> None:
    pieces = scan(source)
    assert "".join(source[piece.start : piece.end] for piece in pieces) == source
    for piece in pieces:
        for one in piece.attributes:
            assert source[one.start : one.end].lower().startswith(one.name)
            assert source[one.value_start : one.value_end] == one.value
    for element in parse(source).elements:
        if element.number >= 0:
            assert pieces[element.number].kind == "start-tag"
            assert pieces[element.number].name == {"img": pieces[element.number].name}.get(
                element.name, element.name.lower()
            )


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("a<b>c</b>", ["text ", "start-tag b", "text ", "end-tag b"]),
        ("<!doctype html><!-- a --><!-->", ["doctype ", "comment ", "comment "]),
        ("<title>a<b></title>", ["start-tag title", "rcdata title", "end-tag title"]),
        ("<style>a</styles></STYLE >", ["start-tag style", "raw style", "end-tag style"]),
        ("<script><!--<script></script>--></script>", ["start-tag script", "raw script", "end-tag script"]),
        ("<svg><title>a<b></title>", ["start-tag svg", "start-tag title", "text ", "start-tag b", "end-tag title"]),
        ("<svg><![CDATA[<b>]]></svg>", ["start-tag svg", "raw cdata", "end-tag svg"]),
        ("<![CDATA[<b>]]>", ["comment ", "text "]),
        ("a<p class='", ["text ", "broken p"]),
    ],
)
def test_kinds(source: str, kinds: list[str]) -> None:
    assert [f"{piece.kind} {piece.name}" for piece in scan(source)] == kinds


def test_attributes_as_they_are_written() -> None:
    (tag,) = scan("<p A=\"x &amp; y\" b='2'c d = e/f a=2 />")
    assert [(one.name, one.value, one.quote) for one in tag.attributes] == [
        ("a", "x &amp; y", '"'),
        ("b", "2", "'"),
        ("c", "", "none"),
        ("d", "e/f", ""),
        ("a", "2", ""),
    ]
    first = tag.attribute("a")
    assert first is not None
    assert (first.start, first.end, first.value_start, first.value_end) == (3, 16, 6, 15)


def test_references() -> None:
    assert decode("&amp;&lt &notit; &#x80; &copy=1&bogus;") == "&< \u00acit; \u20ac \u00a9=1&bogus;"
    assert decode("?a=1&copy=2&lt;&amp", attribute=True) == "?a=1&copy=2<&"


def test_repeated_elements_share_their_tag() -> None:
    tree = parse("<p><b class=x>a</p>c")
    (number,) = [index for index, piece in enumerate(tree.pieces) if piece.name == "b"]
    assert [element.parent.name for element in tree.by_number[number]] == ["p", "body"]


def test_snapshots_of_statements_and_expressions() -> None:
    tree = parse("<table><!--qzjx1z--><tr><td><b>qzjx2z</b></td></tr>qzjx3z</table>", re.compile("qzjx[0-9]+z"))
    row, cell, loose = tree.snapshots
    assert (row.comment, row.before.mode, row.parent and row.parent.name) == (True, "in table", "table")
    assert [element.name for element in row.before.open] == ["html", "body", "table"]
    assert (cell.comment, cell.before.mode, cell.parent and cell.parent.name, cell.foster) == (
        False,
        "in cell",
        "b",
        False,
    )
    assert [element.name if element else None for element in cell.before.formatting] == [None, "b"]
    assert (loose.after.mode, loose.parent) == ("in table text", None)
    assert tree.source[cell.start : cell.end] == "qzjx2z"
