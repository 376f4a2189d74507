"""What inlining writes, to the byte: into tags, and into what remains of the style elements."""

# ruff: noqa: E501 - a document reads best on few lines

from __future__ import annotations

import pytest

from commhub.contracts import CompileError
from commhub.render.html.css.selectors import read_selector, reading_of
from commhub.render.html.inline import inline_styles
from commhub.render.html.siblings import looks_of

NARROW = "@media (max-width: 599px)"


def inlined(css: str, body: str) -> str:
    """The document after inlining: its style element (with a line's end as |), then its body."""
    result = inline_styles(f"<style>{css}</style>{body}", "test")
    return result.replace("\n", "|")


@pytest.mark.parametrize(
    ("css", "body", "result"),
    [
        ("p { color: red }", "<p>a", '<p style="color:red">a'),
        ("p { color: red }", "<P CLASS=x>a", '<P style="color:red" CLASS=x>a'),
        ("p { color: red }", "<p/>a", '<p style="color:red"/>a'),
        ("p { color: red } .x { margin: 0 }", "<p style='top:1px' class=x>", "<p style=\"color:red;margin:0;top:1px\" class=x>"),
        ("p { color: red }", "<p style=color:blue>", "<p style=color:blue>"),
        ("p { margin: 0 }", "<p style=color:blue>", '<p style="margin:0;color:blue">'),
        ("p { color: red !important }", '<p style="color:blue">', '<p style="color:blue;color:red">'),
        ("p { top: 0 !important }", '<p style="font-family:&quot;A&quot">', '<p style="font-family:&quot;A&quot ;top:0">'),
        ("p { top: 0 }", "<p style='font-family:\"A\"'>", '<p style="top:0;font-family:&quot;A&quot;">'),
        ("p { top: 0 !important }", '<p style="left:0;width:calc(1px">', '<p style="left:0;width:calc(1px);top:0">'),
        ("p { top: 0 !important }", '<p style="font-family:&quot;A&quot;">', '<p style="font-family:&quot;A&quot;;top:0">'),
        ("p { background: #fff; background: linear-gradient(red, blue) }", "<p>", '<p style="background:#fff;background:linear-gradient(red, blue)">'),
        ("p { padding-left: 1px; padding: 2px; padding-left: 3px }", "<p>", '<p style="padding:2px;padding-left:3px">'),
        ('p { font-family: "A B", \'C"\' }', "<p>", "<p style=\"font-family:'A B', 'C&quot;'\">"),
        ("p { mso-line-height-rule: exactly; COLOR: Red; --X: 1 }", "<p>", '<p style="mso-line-height-rule:exactly;color:Red;--X:1">'),
        ("p { color: red }", "<!--[if mso]><p><![endif]--><p title='qzjx1z'>qzjx2z", "<!--[if mso]><p><![endif]--><p style=\"color:red\" title='qzjx1z'>qzjx2z"),
        ("p { color: qzjx1z }", "<p style='width:qzjx2zpx'>", '<p style="color:qzjx1z;width:qzjx2zpx">'),
        (f"p {{ color: red }} {NARROW} {{ p {{ color: blue }} }}", "<p>", f'<style>|{NARROW} {{ p {{ color: blue !important }} }}|</style><p style="color:red">'),
        (f"{NARROW} {{ p {{ color: blue }} }} p {{ color: red }}", "<p>", f'<style>|{NARROW} {{ p {{ color: blue }} }}|</style><p style="color:red">'),
        (f"p {{ color: red!important }} {NARROW} {{ p {{ color: blue!important }} }}", "<p>", f'<style>|{NARROW} {{ p {{ color: blue!important }} }}|</style><p style="color:red">'),
        (f".x {{ color: red!important }} {NARROW} {{ p {{ color: blue!important }} }}", "<p class=x>", f'<style>|{NARROW} {{ p {{ color: blue!important }} }}|</style><p style="color:red !important" class=x>'),
        ("p { top: 0 } p { top: 0; left: 0 }", "<p>", '<p style="top:0;left:0">'),
        ("p, .gone, p:hover { top: 0 }", "<p>", '<style>|p:hover { top: 0 !important }|.gone { top: 0 }|</style><p style="top:0">'),
        ("tbody, td { top: 0; left: 0 }", "<table><td>", '<style>tbody, td { top: 0; left: 0 }</style><table><td style="top:0;left:0">'),
        ("@import 'x'; p { top: 0 } @import 'y'; @font-face { font-family: A }", "<p>", "<style>|@import 'x';|@font-face { font-family: A }|</style><p style=\"top:0\">"),
        (".ExternalClass { width: 100% }", "<p>", "<style>.ExternalClass { width: 100% }</style><p>"),
        ("p { color: red; } } b { top: 0 ", "<p><b>", '<p style="color:red"><b>'),
    ],
)  # fmt: skip
def test_what_is_written(css: str, body: str, result: str) -> None:
    assert inlined(css, body) == result


def test_sheets_that_are_left_alone() -> None:
    for attributes in (
        "media=print",
        'media="(max-width: 9px)"',
        "data-embed",
        'data-premailer="ignore"',
        "type=text/less",
    ):
        source = f"<style {attributes}>p {{ }}\n p {{ top: 0 }}</style><b>"
        assert inline_styles(source, "test") == source
    source = "<style>@namespace 'urn:x'; p { top: 0 }</style><p>"
    assert inline_styles(source, "test") == source


def test_a_document_without_styles_is_the_same() -> None:
    source = "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' ''>\r\n<P Style=x>&nbsp;<o:p/>\0"
    assert inline_styles(source, "test") is source


def test_nothing_else_is_touched() -> None:
    source = (
        "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' ''>\r\n<html xmlns:v='urn:x'><style>\r\np { top: 0 }\r\n</style>\r\n"
        "<v:rect Fill = t /><li></li><P>&nbsp;&copy &#123;</P>\t<!--[if !mso]><!--><br/><!--<![endif]--></html>\r\n"
    )
    assert inline_styles(source, "test") == source.replace("<style>\r\np { top: 0 }\r\n</style>", "").replace(
        "<P>", '<P style="top:0">'
    )


def test_too_deep_is_refused_with_a_sentence() -> None:
    with pytest.raises(CompileError, match="nested too deeply"):
        inline_styles("<style>p b { top: 0 }</style>" + "<div>" * 1500 + "<b>", "test")


def test_what_a_selector_reads() -> None:
    plain, beside = read_selector("p.a[title] > b", False), read_selector("td + td:first-child", False)
    assert plain is not None
    assert beside is not None
    reading = reading_of(plain)
    assert (reading.classes, reading.tags, reading.attributes) == ({"a"}, {"p", "b"}, {"title"})
    assert (reading.siblings, reading.looks) == (False, set())
    assert (reading_of(beside).siblings, reading_of(beside).looks) == (True, {"before"})
    assert list(looks_of(plain.tree)) == []
    assert sorted((look.at, look.beside is None) for look in looks_of(beside.tree)) == [
        ("before", False),
        ("before", True),
    ]


def test_behind_a_media_query_nothing_is_read_of_siblings_and_the_weight_stays() -> None:
    beside, open_ = read_selector("td + td:first-child", False), read_selector("td + td:first-child", False, True)
    assert beside is not None
    assert open_ is not None
    assert list(looks_of(open_.tree)) == []
    assert (beside.dynamic, open_.dynamic) == (False, True)
    assert (beside.specificity, open_.specificity) == ((0, 1, 2), (0, 1, 2))
