"""Inlined documents look the same in a browser: every computed style and box, at three widths and in dark mode."""

# ruff: noqa: E501 - a document reads best on few lines

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from commhub.render.html.inline import inline_styles
from tests.browser.looking import Glass, browser_page, differences, look


def document(css: str, body: str, *, doctype: str = "<!doctype html>", head: str = "") -> str:
    return f"{doctype}<html><head><style>{css}</style>{head}</head><body>{body}</body></html>"


XHTML = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
NARROW = "@media (max-width: 599px)"
DARK = "@media (prefers-color-scheme: dark)"
TABLE = "<table class=t><tr><td class=a>one<td class=b>two<tr><td>three<td><table><tr><td>four</table></table>"

NASTY = {
    "shorthands and longhands": document(
        "p { padding-left: 30px; padding: 5px } .x { padding: 7px; padding-left: 0 } #y { border: 2px solid red }"
        ".x { border-left-width: 9px; border: 1px dotted blue } p { font: bold 20px/1.5 serif; font-size: 12px }"
        "div { background: red; background-color: blue } div { background: linear-gradient(red, blue) }",
        '<p>a<p class=x>b<p class=x id=y style="padding-top:1px">c<div style="background-repeat:no-repeat">d</div>',
    ),
    "important in sheets and in attributes": document(
        "p { color: red !important } .x { color: green } #y { color: blue !important } span { color: navy !important }",
        '<p style="color:teal">a<p class=x style="color:teal !important">b<p id=y class=x>c<span style="color:red">d</span>',
    ),
    "media queries without important": document(
        f"p {{ padding: 20px; color: red }} {NARROW} {{ p {{ padding-left: 3px }} .x {{ color: blue }} }}"
        f"{DARK} {{ p {{ color: white }} body {{ background: black }} }} .x {{ color: green }}",
        '<p>a<p class=x>b<p style="padding:1px">c',
    ),
    "media queries that lose to what comes later": document(
        f"{NARROW} {{ p {{ color: red; margin: 1px }} .x {{ color: blue }} }} p {{ color: green; margin: 9px }}",
        "<p>a<p class=x>b",
    ),
    "a media query that wins here and loses there": document(
        f"{NARROW} {{ .x {{ color: red }} }} p {{ color: blue }} p.late {{ color: green }}",
        "<p class=x>a<p class='x late'>b<div class=x>c</div>",
    ),
    "media queries among themselves": document(
        f"p {{ color: blue; margin-left: 2px }} {NARROW} {{ p {{ color: red }} }} {DARK} {{ p {{ color: white }} }}"
        f"{NARROW} {{ #y {{ color: green !important; margin: 3px }} }} @media (min-width: 300px) {{ p {{ margin-left: 8px }} }}",
        "<p>a<p id=y>b<p class=x>c",
    ),
    "an important media query below an important rule": document(
        f"{NARROW} {{ p {{ color: red !important; padding: 9px !important }} }}"
        ".x { color: blue !important } .x { padding: 1px } p { margin: 2px }",
        "<p>a<p class=x>b<p class=x style='padding:4px'>c",
    ),
    "quirks mode": document(
        ".Box { width: 120; color: 336699 } #ID { margin: 4 } td { font-size: 20px } .box { padding: 3px }",
        f"<p>a{TABLE}</p><div class=BOX id=id>b</div>",
        doctype="",
    ),
    "an XHTML doctype": document("td { padding: 0 } img { border: 0 } table { margin: 4px }", f"<p>x{TABLE}<img />", doctype=XHTML),
    "everything and the root": document(
        "* { box-sizing: border-box; margin: 1px } :root { --gap: 7px; font-size: 18px } html { color: navy }"
        "p { padding: var(--gap) } *.x > * { color: red }",
        f"<p>a<b>c</b><div class=x><i>d</i>{TABLE}</div>",
    ),
    "attribute selectors": document(
        'a[href^="http"] { color: red } [align=CENTER] { padding: 2px } td[width="40"] { color: green } [data-x~="b"] { margin: 3px }'
        '[lang|=en] { font-style: italic } [style*="margin: 1px"] { color: blue } [title] { border: 1px solid }',
        '<a href="https://x&amp;y">a</a><p align=center>b</p><p data-x="a b" lang=en-GB>c</p><p style="margin: 1px">d</p>'
        '<p title="">e</p><table><tr><td width=40>f</table>',
    ),
    "selectors that read what the inliner writes": document(
        f'p {{ width: 100px }} {NARROW} {{ p[style*="width:100px"] {{ color: red }} [style] {{ margin: 5px }} }}',
        '<p>a<p style="width:100px">b<p style="width: 100px">c',
    ),
    "siblings and structure": document(
        "tr:nth-child(odd) td { background: #eee } td:first-child { color: red } td + td { color: blue }"
        "li:last-child, p ~ p { margin: 0 } p:not(.x):not(:last-of-type) { padding: 1px } div:empty { height: 9px }"
        "li:nth-last-child(2) { color: green } :is(ul, .x) > li { padding: 2px } :where(#y) { color: red }",
        f"<p>a<p class=x>b<p>c<ul><li>1<li>2<li>3</ul><div><!-- --></div><div> </div><div id=y>d</div>{TABLE}",
    ),
    "siblings that a media query looks for": document(
        f"p {{ color: red }} {NARROW} {{ style + p {{ color: blue }} p:first-child {{ color: green }} }}",
        "<div><style>.q { color: navy }</style><p>a<p class=q>b</div>",
    ),
    "a paragraph that a table ends": document("p { color: red } p table { margin: 9px } p + table { padding: 3px }", f"<p>a{TABLE}"),
    "what is never closed": document("li { color: red } b i { margin: 3px } b { padding: 2px } p b { color: blue }", "<ul><li>a<li>b<p><b>c<i>d<p>e</b>f<li>g"),
    "a table without its body": document("tbody { color: red } table > tr { color: blue } table > tbody > tr > td { padding: 8px } tbody, td { font-weight: bold }", TABLE),
    "text in a table": document("b { color: red } table b { padding: 3px } tr { background: #eee }", "<table><b>x<tr><td>y</td></b>z</table>"),
    "no html, head or body tags": "<style>body { margin: 3px } html { color: red } p { margin: 0 }</style><p>a",
    "two bodies": document("body { color: red } .z { margin: 9px }", "<p>a</p><body style='color:blue;padding:4px' class=z><p>b"),
    "styles in the body and by medium": document(
        "p { color: red }",
        '<style>p { color: blue } .x { margin: 4px }</style><p class=x>a<style media="(max-width: 599px)">p { color: green }</style>'
        "<style media=print>p { color: white }</style><style type=text/less>p { color: silver }</style>",
    ),
    "broken CSS": document(
        '<!-- p { color: red } --> p { color; : blue; margin: 3px } } .a { color: green } p, { color: blue } p! { margin: 0 }'
        '@import "x.css"; /*<![CDATA[*/ .b { content: "}"; padding: 4px } /*]]>*/ .c { color: teal; width: calc(100% - 3px',
        "<p class=a>a<p class=b>b<p class=c>c",
    ),
    "pseudo-classes and pseudo-elements": document(
        "a:link { color: green } a:hover { color: red } a { color: blue; margin: 3px } p::first-line { color: red }"
        "p:before { content: 'x'; color: green } p, a:visited { color: teal } input:checked + p { color: navy } :lang(en) { padding: 1px }",
        "<p lang=en>a <a href=#>b</a> <a>c</a></p><input type=checkbox checked><p>d",
    ),
    "a rule that this browser drops": document(
        "p { color: red } p, a::-moz-focus-inner { color: blue } .x:unknown, p { margin: 9px } p:-moz-any-link { color: navy }",
        "<p>a<p class=x>b",
    ),
    "layers, nesting and at-rules": document(
        "@layer base { p { color: red; margin: 9px !important } } p { color: blue; margin: 1px } .n { color: red; & b { color: teal } }"
        "@supports (display: grid) { p { padding: 3px } } @media screen { b { padding: 2px } } .n b { color: red } b { margin: 3px }",
        "<p>a<p class=n>b<b>c</b>",
    ),
    "all": document(f"p {{ all: initial; color: red }} .x {{ margin: 3px }} {NARROW} {{ p {{ display: block }} }}", "<p>a<p class=x>b"),
    "Outlook": document(
        "v\\:* { behavior: url(#default#VML) } td { mso-line-height-rule: exactly; padding: 4px } .o { mso-hide: all; color: red }",
        '<!--[if mso]><table><tr><td><![endif]--><div class=o><v:rect style="width:10px"><o:p>x</o:p></v:rect></div>'
        "<!--[if !mso]><!--><table><tr><td>y</table><!--<![endif]-->",
        head="<!--[if mso]><style>td { padding: 0 }</style><![endif]-->",
    ),
    "quotes and entities": document(
        "p { font-family: \"Foo Bar\", 'Baz \"q\" ', serif; background: url(\"a'b.png\") } p::after { content: '\\201C' }",
        "<p>a<p style='font-family:\"Mo &amp; Co\"'>b<p style=color:red>c<p style=\"background:url(&quot;x&quot;)\">d",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Iterator[Glass]:
    with browser_page() as page:
        yield page


@pytest.mark.parametrize("name", NASTY)
def test_every_element_looks_the_same(page: Glass, name: str) -> None:
    html = NASTY[name]
    custom = sorted(set(re.findall(r"--[\w-]+(?=:)", html)))
    inlined = inline_styles(html, name)
    assert differences(look(page, html, custom=custom), look(page, inlined, custom=custom)) == [], inlined


def test_a_difference_is_seen(page: Glass) -> None:
    before, after = look(page, "<p>a</p>"), look(page, '<p style="color:red">a</p>')
    assert "360 px: p: color was rgb(0, 0, 0), is rgb(255, 0, 0)" in differences(before, after)
