"""What is taken out of a drawing, and what it says about it; what stays passes the strict check."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brand_assets.cleaning import clean
from brand_assets.files import UnsuitableFile, facts_of

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
DTD = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


def svg(inner: str, before: str = "") -> bytes:
    return f"{before}{HEAD}{inner}</svg>".encode()


def dot() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (1, 1), "navy").save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


@pytest.mark.parametrize(
    ("inner", "left", "said"),
    [
        ("<script>1</script><rect/><script/>", "<rect/>", "2 scripts were taken out."),
        ('<rect onload="x()" width="3"/>', '<rect width="3"/>', "1 event handler was taken out."),
        (
            '<script/><script/><image href="https://a.example/x.png"/>',
            "",
            "2 scripts and 1 link to elsewhere were taken out.",
        ),
        ('<a href="https://a.example/"><rect/></a>', "<g><rect/></g>", "1 link to elsewhere was taken out."),
        ('<a href="javascript:x()"><text>Hello</text></a>', "<g><text>Hello</text></g>", "1 link to elsewhere was"),
        ('<use href="other.svg#x"/><g>a</g>', "<g>a</g>", "1 link to elsewhere was taken out."),
        (
            '<linearGradient id="g" href="other.svg#g"><stop/></linearGradient>',
            '<linearGradient id="g"><stop/></linearGradient>',
            "1 link to elsewhere was taken out.",
        ),
        ('<image href="data:image/svg+xml,x"/>', "", "1 link to elsewhere was taken out."),
        (f"<foreignObject><p {XHTML}>x</p></foreignObject>", "", "1 part of another format was taken out."),
        (
            f'<g>before<iframe {XHTML} src="x"/>after</g>',
            "<g>beforeafter</g>",
            "1 part of another format was taken out.",
        ),
        ('<rect><animate attributeName="href" to="javascript:x()"/></rect>', "<rect/>", "1 animation was taken out."),
        ('<rect><set attributeName="href"/></rect>', "<rect/>", "1 animation was taken out."),
        ('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>', "", "1 part of another"),
        ("<?php x?><g/>", "<g/>", "1 part of another format was taken out."),
        (
            '<style>@import "x"; .a { fill: url(//a.example/); stroke: red } rect { fill: blue }</style>',
            "<style>.a{stroke: red }\nrect { fill: blue }</style>",
            "2 links to elsewhere were taken out.",
        ),
        ("<style>@font-face { src: url(x) }</style>", "<style/>", "1 link to elsewhere was taken out."),
        ("<style>a { fill: u\\72l(x) }</style>", "<style>a{}</style>", "1 link to elsewhere was taken out."),
        ('<style>@imp<!-- -->ort "x";</style>', "<style/>", "1 link to elsewhere was taken out."),
        ('<rect style="fill: url(https://a.example/)"/>', "<rect/>", "1 link to elsewhere was taken out."),
        ('<rect filter="url(https://a.example/x#f)"/>', "<rect/>", "1 link to elsewhere was taken out."),
        ('<g xml:base="https://a.example/"><script/></g>', "<g/>", "1 script and 1 link to elsewhere were taken out."),
        (
            '<script/><g onclick="x"/><set/><use href="x"/>',
            "<g/>",
            "1 script, 1 event handler, 1 link to elsewhere and 1 animation were taken out.",
        ),
    ],
    ids=lambda value: value[:30],
)
def test_what_could_run_or_load_is_taken_out_and_told(inner: str, left: str, said: str) -> None:
    cleaned = clean(svg(inner))
    assert cleaned.content.decode() in {f"{HEAD}{left}</svg>", f"{HEAD[:-1]}/>"}
    if left:
        assert left in cleaned.content.decode()
    assert cleaned.sentences()[0].startswith(said)
    assert facts_of(cleaned.content).width == 9


def test_what_needs_no_cleaning_stays_to_the_byte() -> None:
    drawing = svg(f'<!-- mine --><style>.a {{ fill: red }}</style><image href="data:image/png;base64,{dot()}"/>')
    assert clean(drawing).content == drawing
    assert clean(drawing).sentences() == []
    assert clean(b"GIF89a").content == b"GIF89a"


def test_a_document_type_goes_with_entities_that_nothing_uses() -> None:
    assert clean(svg("<rect/>", DTD)).content == svg("<rect/>")
    assert clean(svg("<rect/>", DTD)).sentences() == []
    assert clean(svg("<rect/>", '<!DOCTYPE svg [<!ENTITY a "b">]>')).sentences() == ["1 entity was taken out."]
    styled = svg("<rect/>", '<?xml-stylesheet href="https://a.example/x.css"?>')
    assert clean(styled).content == svg("<rect/>")
    assert clean(styled).sentences() == ["1 link to elsewhere was taken out."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
         "Line 1 of the SVG uses an entity of its own (&x;), which can unfold without end or bring in other files."),
        (svg('\n<rect id="&b;"/>', '<!DOCTYPE svg [<!ENTITY a "aa">\n<!ENTITY b "&a;&a;&a;">]>'),
         "Line 2 of the SVG uses an entity of its own (&a;), which"),
        (svg("", '<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>'),
         "Line 1 of the SVG uses an entity of its own (<!ENTITY %), which"),
        (svg('<marker id="m"/><script/>'), "Line 1 of the SVG has <marker>, which can be drawn without end."),
        (svg("<filter><feTurbulence/></filter><script/>"), "Line 1 of the SVG has <feturbulence>, which can be drawn"),
        (svg('<script/><g id="a0"><rect/></g>' + "".join(
            f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 9 + "</g>" for n in range(1, 9))),
         "The SVG cannot be drawn: it draws more than 20,000 elements."),
        (svg("<script/><style>" + "a{" * 5_000 + "b:url(x)</style>"), "A style of the SVG is nested too deeply"),
        (b"<svg><script/></svg>", "This is not a PNG, JPEG, GIF or SVG picture."),
        (b"<svg", "The SVG is not well formed"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_cleaned_safely_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnsuitableFile) as caught:
        clean(content)
    assert str(caught.value).startswith(sentence)


def test_no_part_of_a_bomb_in_an_attribute_is_unfolded() -> None:
    laughs = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(UnsuitableFile):
        clean(svg('<rect id="&e11;"/>', f"<!DOCTYPE svg [{laughs}]>"))


PIECES = st.sampled_from(
    [
        "<script>1</script>",
        '<rect onclick="x"/>',
        '<g id="a">',
        "</g>",
        "<a href='https://a.example/'>",
        "</a>",
        "<style>@import 'x'; rect { fill: url(x); color: red }</style>",
        "<style>rect { fill: url(#g) }</style>",
        '<use href="#a"/>',
        '<use xlink:href="x.svg#a"/>',
        f"<p {XHTML}>words</p>",
        "<text>words &amp; <tspan onload='x'>more</tspan></text>",
        "<animate/>",
        "<?x y?>",
        "<!-- said -->",
        "<![CDATA[<script/>]]>",
        '<rect style="fill:red;stroke:url(http://a.example)"/>',
        '<path d="M0 0" fill="url(#g)" inkscape:x="1" xmlns:inkscape="http://www.inkscape.org/"/>',
    ]
)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["", DTD, "<?xml-stylesheet href='x'?>"]))
def test_cleaning_twice_is_cleaning_once_and_what_is_left_is_safe(pieces: list[str], before: str) -> None:
    try:
        once = clean(svg("".join(pieces), before))
    except UnsuitableFile:
        return
    assert facts_of(once.content).media_type == "image/svg+xml"
    again = clean(once.content)
    assert again.content == once.content
    assert again.sentences() == []
