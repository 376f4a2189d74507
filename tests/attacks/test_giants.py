"""Sources and styles that would keep a renderer busy, eat its memory or use up its calls: each ends in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from commhub.contracts import CompileError, RenderError
from commhub.render.html.css import cascade
from commhub.render.letters import boxes
from commhub.render.letters.pdf import make_pdf
from tests.attacks.doors import email, made

DEEP = "the HTML is nested too deeply to be read"
BRACKETS = "more than 64 brackets of this style stand inside each other"
DRAWN = ("<svg width=9 height=9>", "</svg>")
RECT = "<rect fill='url(#a)' mask='url(#a)' width=9 height=9 />"
COUNTED = "p { counter-increment: a } p::before { content: counter(a, z) }"
BOUND = 3_000
STEPS = "the letter cannot be laid out in 3,000 steps: it has too many elements or lines, or its styles try too much"
ROWS = "there are too many rules for too many elements; name fewer elements in each rule"


def page(body: str, css: str = "p { color: red }") -> str:
    return f'<!doctype html><html lang="en"><head><title>T</title><style>{css}</style></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (page("<div>" * 1_000), DEEP),
        (page("<b>" * 1_000 + "<p>x" * 10), DEEP),
        (page("<table><tr><td>" * 300), DEEP),
        (page("<ul><li>" * 500), DEEP),
        (page("<svg>" * 500), DEEP),
        (page("<math><mi><svg><desc>" * 200), DEEP),
        (page("<table>" + "<b>x<i>" * 300), DEEP),
        (page("".join(f"<font size={n}>" for n in range(300)) + "<p>x" * 9), DEEP),
        (page("".join(f"<b id=b{n}>" for n in range(300)) + "<p>"), DEEP),
        (page("<p>x</p>" * 10_001), "this is tag number 10,001; put what repeats itself into a loop"),
        (page("<!--[if mso]>" + "<p>x</p>" * 10_001 + "<![endif]-->"),
         "this is tag number 10,001; put what repeats itself into a loop"),
        (page("<p " + " ".join(f"a{n}=1" for n in range(3_000)) + ">x"), "<p> has more than 250 attributes"),
        (page("x", ":not(" * 5_000 + "p" + ")" * 5_000 + " { color: red }"), BRACKETS),
        (page("x", ":is(" * 65 + "p" + ")" * 65 + " { color: red }"), BRACKETS),
        (page("x", "a {" * 5_000), BRACKETS),
        (page("x", "p { a: " + "(" * 5_000), BRACKETS),
        (page("x", "@media all {" * 5_000), BRACKETS),
        (page("x", "p { color: " + "rgb(" * 5_000), BRACKETS),
        (page("<p style='width: " + "calc(" * 5_000 + "'>x"), BRACKETS),
        (page("<!--[if mso]><style>" + "a{" * 99 + "</style><![endif]-->"), BRACKETS),
        (page("x", "p { display: grid; grid-row: 100000000 }"), "a grid has fewer lines than this style says"),
        (page("x", "p { gr\\69 d-row: 100000000 }"), "a grid has fewer lines than this style says"),
        (page("<p style='grid-template-columns: repeat(9999999, 1px)'>x"), "a grid has fewer lines than this style says"),
    ],
    ids=lambda value: value[:40] if len(value) < 100 else "",
)  # fmt: skip
def test_no_source_is_too_much_for_its_reader(source: str, error: str, tmp_path: Path) -> None:
    with pytest.raises(CompileError) as caught:
        made(tmp_path, "print" if len(source) % 2 else "email", source)
    assert caught.value.message == error


@pytest.mark.parametrize("rule", ["*{margin:0}" * 99, "p:not(.a){margin:0}" * 99, "p,i{" + "margin:0;" * 99 + "}"])
def test_rules_times_elements_are_bounded(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cascade, "MAX_ENTRIES", 2_000)
    with pytest.raises(CompileError) as caught:
        email(tmp_path, page("<p>x</p>" * 30, rule))
    assert caught.value.message == ROWS


def test_what_mail_clients_nest_is_bounded_too(tmp_path: Path) -> None:
    with pytest.raises(CompileError, match="more than 256 elements stand inside each other"):
        email(tmp_path, page("<a><p>" * 300, "a { color: red }"))


@pytest.mark.parametrize(
    "body",
    [
        "<" * 20_000, "&" * 20_000, "<!" * 10_000, "</" * 10_000, "<!--" * 10_000, "<p>&#x10FFFF;" + "&#xD800;" * 2_000,
        "<!--[if x]>" * 2_000, "<p>" + "&nbsp;" * 5_000, "<p>" + "x" * 20_000, "<p>" + " " * 50_000 + "x",
        "<p style='color" + " " * 20_000 + ":red'>x", "<p title='" + "&" * 20_000 + "'>x", "\0" * 2_000 + "x",
        "<p>" + "&" + "a" * 20_000, "<select>" + "<option>x" * 300, "<p style='color: red" + "/**/" * 5_000 + "'>x",
        "<p>" + "\u202e" * 2_000, "<hr>" * 300, "]]>" * 5_000, "<p>" + "\x01\x02\x03\x06" * 500,
    ],
    ids=lambda body: body[:16].encode("unicode_escape").decode(),
)  # fmt: skip
def test_a_flood_is_read_to_its_end(body: str, tmp_path: Path) -> None:
    assert "<body>" in email(tmp_path, page(body))["html"]


@pytest.mark.parametrize(
    "css",
    ["/*" * 20_000, "p { color: red" + "; " * 5_000 + "}", "p { color: red !" + " " * 5_000 + "x }", "\\" * 20_000,
     "p { color: red !" + "/**/" * 3_000 + "x }", "<!--" * 5_000, "@" * 10_000, '"' * 20_000, "p" + " p" * 60 + " {a:b}"],
    ids=lambda css: css[:16],
)  # fmt: skip
def test_a_flood_of_css_is_read_to_its_end(css: str, tmp_path: Path) -> None:
    assert ">x</p>" in email(tmp_path, page("<p>x</p>", css))["html"]


@pytest.mark.parametrize(
    ("css", "body"),
    [
        ("div { display: flex }", "<div>" * 14 + "x"),
        ("div { display: grid }", "<div>" * 14 + "x"),
        ("div { columns: 2 }", "<div>" * 9 + "x " * 10),
        ("p { word-break: break-all; width: 1px }", "<p>" + "x" * 600),
        ("p { overflow-wrap: anywhere; width: 1px }", "<p>" + "x" * 600),
        ("p { width: 5px; hyphens: auto }", '<p lang="en">' + "incomprehensibilities" * 50),
        ("p { break-before: page }", "<p>x</p>" * 200),
        ("", "<table><colgroup span=1000000></colgroup><tr><td>x</td></tr></table>"),
        ("", "<table>" + "<tr><td>x</td></tr>" * 400 + "</table>"),
        ("", "<table>" + "<tr><td colspan=1000 rowspan=1000>x</td></tr>" * 5 + "</table>"),
        ("p::before { content: 'word word word word word word' }", "<p>x</p>" * 200),
    ],
)
def test_a_letter_takes_so_many_steps(css: str, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MAX_STEPS", BOUND)
    with pytest.raises(RenderError) as caught:
        make_pdf(page(body, css), {}, {})
    assert str(caught.value) == STEPS


@pytest.mark.parametrize(
    ("css", "body", "error"),
    [
        ("p::before { content: '" + "x" * 90_000 + "' }", "<p>x</p>" * 30, "the letter has more than 2,000,000 characters"),
        ("p { counter-increment: a 9999999 } p::before { content: counter(a, lower-roman) }", "<p>x",
         "a counter of it comes to 9999999"),
        (f"@counter-style z {{ system: symbolic; symbols: x }} {COUNTED} p {{ counter-increment: a 99999999 }}",
         "<p>x", "a counter of it comes to 99999999"),
        (f"@counter-style z {{ system: numeric; symbols: '0' '1'; pad: 99999999 'x' }} {COUNTED}",
         "<p>x", "or to too many signs"),
        ("p { letter-spacing: 1e9px }", "<p>x", "the letter cannot be laid out: integer"),
        ("", "<table><tr><td colspan=100000>x</td></tr></table>", "a cell of the letter takes 100000 columns"),
        ("", "<div>" * 200 + "x", "its elements stand too deep inside each other"),
        ("", "<blockquote>" * 200 + "x", "its elements stand too deep inside each other"),
        ("", "x" * 500_000, "500,000 (over 100 pages) are the most"),
        ("", "<svg viewBox='a b c d'><rect/></svg>", "could not convert string to float"),
        ("p { background: repeating-linear-gradient(red, blue .0001px) }", "<p>x", "in 400,000 steps"),
    ],
    ids=lambda value: value[:40] if len(value) < 200 else "",
)  # fmt: skip
def test_a_letter_ends_in_a_sentence(css: str, body: str, error: str) -> None:
    with pytest.raises(RenderError) as caught:
        make_pdf(page(body, css), {}, {})
    assert error in str(caught.value)


@pytest.mark.parametrize(
    ("css", "body"),
    [
        ("@page { size: 1px 1px; margin: 0 } p { font-size: 50px }", "<p>word word"),
        ("@page { margin: -1000cm }", "<p>x"),
        ("p { width: 1e9px; height: 1e9px; padding: 1e7px; margin: -1e9px }", "<p>x"),
        ("p { line-height: 1e9; text-indent: -1e9px }", "<p>x"),
        ("html { display: none }", "<p>x"),
        ("html, body { float: left; position: absolute }", "<p>x"),
        ("p { orphans: 1000; widows: 1000; break-inside: avoid }", "<p>" + "word " * 500),
        ("p { background: repeating-linear-gradient(red, blue 9px) }", "<p>x"),
        ("li { list-style: upper-roman }", "<ol start=99999999><li>x</ol>"),
        ("", f"<linearGradient id=a href='#b'/><linearGradient id=b href='#a'/>{RECT}".join(DRAWN)),
        ("", f"<mask id=a><rect mask='url(#a)' width=9 height=9 /></mask>{RECT}".join(DRAWN)),
        ("", "<p>\0\x01&#0;&#x10FFFF;&#xD800;"),
    ],
)  # fmt: skip
def test_odd_styles_make_an_odd_letter_and_harm_nobody(css: str, body: str) -> None:
    assert make_pdf(page(body, css), {}, {}).content.startswith(b"%PDF-")


def test_the_bounds_leave_weasyprint_as_it_was() -> None:
    from weasyprint.formatting_structure.boxes import Box  # noqa: PLC0415

    before = Box.__init__
    with pytest.raises(RenderError):
        make_pdf(page("<div>" * 200), {}, {})
    assert Box.__init__ is before
