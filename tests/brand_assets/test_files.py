"""An uploaded file is judged by its content: what it is, how large, and whether it is safe."""

from __future__ import annotations

import base64
import hashlib
import io

import pytest
from PIL import Image

from brand_assets.files import MAX_BYTES, UnsuitableFile, facts_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>{inner}</svg>'


def picture(form: str, size: tuple[int, int] = (40, 30)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, format=form)
    return stream.getvalue()


def svg(inner: str = "", size: str = 'viewBox="0 0 120 48"') -> bytes:
    return SVG.format(size=size, inner=inner).encode()


@pytest.mark.parametrize(
    ("form", "media_type", "extension"),
    [("PNG", "image/png", "png"), ("JPEG", "image/jpeg", "jpg"), ("GIF", "image/gif", "gif")],
)
def test_a_picture_is_known_by_its_content(form: str, media_type: str, extension: str) -> None:
    content = picture(form)
    facts = facts_of(content)

    assert (facts.media_type, facts.extension, facts.width, facts.height) == (media_type, extension, 40, 30)
    assert facts.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ('viewBox="0 0 120 48"', (120, 48)),
        ('viewBox="0,0,120.4,47.6"', (120, 48)),
        ('width="30" height="20px"', (30, 20)),
    ],
)
def test_a_drawing_tells_its_size(size: str, expected: tuple[int, int]) -> None:
    facts = facts_of(svg(size=size))

    assert (facts.media_type, facts.width, facts.height) == ("image/svg+xml", *expected)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 hello", "This is not a PNG, JPEG, GIF or SVG picture."),
        (b"<html><body>hello</body></html>", "This is not a PNG, JPEG, GIF or SVG picture."),
        (picture("WEBP"), "This is a WEBP file. Mail programs and printers need PNG, JPEG, GIF or SVG."),
        (picture("PNG")[:45], "The picture is damaged"),
        (b"\x89PNG" + b"0" * MAX_BYTES, "an asset can have 2 MB at most"),
        (b"<svg", "The SVG is not well formed"),
        (svg(size=""), "does not say how large it is"),
        (svg(size='viewBox="0 0 0 0"'), "does not say how large it is"),
    ],
)
def test_what_is_no_asset_is_refused_with_the_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(UnsuitableFile, match=sentence):
        facts_of(content)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p/></foreignObject>",
        '<rect onload="alert(1)"/>',
        '<image href="https://evil.example/x.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<use href="other.svg#x"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        "<style>@import 'https://evil.example/x.css';</style>",
        "<style>rect { fill: url( 'https://evil.example/x' ) }</style>",
        "<style>rect { fill: u\\72l(https://evil.example/x) }</style>",
        '<rect style="fill: url(//evil.example/x)"/>',
        '<rect filter="url(https://evil.example/x#f)"/>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animateTransform attributeName="transform"/>',
        "<?xml-stylesheet href='x.css'?>",
    ],
)
def test_a_drawing_that_could_run_or_load_something_is_refused(inner: str) -> None:
    with pytest.raises(UnsuitableFile, match="Line 1 of the SVG"):
        facts_of(svg(inner))


def test_entities_and_style_sheets_before_the_drawing_are_refused() -> None:
    with pytest.raises(UnsuitableFile, match="DOCTYPE"):
        facts_of(b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("&x;"))
    with pytest.raises(UnsuitableFile, match="style sheet outside"):
        facts_of(b'<?xml-stylesheet href="x.css"?>' + svg())


def test_what_a_drawing_needs_is_allowed() -> None:
    inner = (
        "<!-- made by hand --><style>.a { fill: url(#g) }</style>"
        '<linearGradient id="g"/><rect class="a" fill="url(#g)"/><use xlink:href="#g"/>'
        f'<image href="data:image/png;base64,{base64.b64encode(picture("PNG")).decode()}"/>'
    )

    assert facts_of(svg(inner)).width == 120


NESTED = "".join(f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 10 + "</g>" for n in range(7))


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        (f'<g id="a0"><rect/></g>{NESTED}<use href="#a7"/>', "draws more than 20,000 elements"),
        ('<g id="a"><use href="#a"/></g>', "shows a part of itself within that part"),
        (
            '<style>.a{fill:url(#p)} .b{fill:url(#q)}</style><g id="p" class="b"/><g id="q" class="a"/><g class="a"/>',
            "shows a part of itself within that part",
        ),
    ],
)
def test_a_drawing_that_repeats_its_parts_without_end_is_refused(inner: str, reason: str) -> None:
    with pytest.raises(UnsuitableFile, match=reason):
        facts_of(svg(inner))


def test_a_drawing_may_use_its_parts_and_paints() -> None:
    inner = (
        "<style>.a{fill:url(#g)} path{clip-path:url(#c)}</style>"
        '<linearGradient id="g"><stop/></linearGradient><clipPath id="c"><rect/></clipPath>'
        '<g id="part"><path class="a"/></g><use href="#part"/><use href="#part"/>'
    )
    assert facts_of(svg(inner)).media_type == "image/svg+xml"
