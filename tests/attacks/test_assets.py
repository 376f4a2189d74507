"""Pictures and drawings that would run, reach out, or grow when they are drawn."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from brand_assets.files import UnsuitableFile, facts_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
NO_PICTURE = "This is not a PNG, JPEG, GIF or SVG picture."
SIZE = "The SVG does not say how large it is"
DOCTYPE = "The SVG has a DOCTYPE"
TOO_MUCH = "The SVG cannot be drawn: it draws more than 20,000 elements"
REACHES = "Line 1 of the SVG has a style that loads another file"


def saved(form: str, **more: object) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (8, 8)).save(stream, form, **more)
    return stream.getvalue()


def moving_gif(frames: int, side: int = 8) -> bytes:
    frame = b",\0\0\0\0\1\0\1\0\0\x02\x02D\x01\0"
    return b"GIF89a" + struct.pack("<HH", side, side) + b"\0\0\0" + frame * frames + b";"


def with_passes(passes: int) -> bytes:
    """A JPEG that repeats its scan, each of which is decoded over the whole picture."""
    content = saved("JPEG")
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + scan * (passes - 1) + b"\xff\xd9"


def svg(inner: str) -> bytes:
    return SVG.format(inner).encode()


def sized(attributes: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, extra: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(b"\0" * 40)) + chunk(b"IEND", b"")


def black(side: int) -> str:
    stream = io.BytesIO()
    Image.new("1", (side, side)).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (png(100_000, 100_000), "The picture has 100,000 x 100,000 pixels, which is too many to print or send: 25 million"),
        (png(20_000, 20_000), "The picture has 20,000 x 20,000 pixels, which is too many to print or send: 25 million"),
        (png(6000, 6000), "The picture has 6,000 x 6,000 pixels, which is too many"),
        (png(2, 2, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"x" * 9_000_000))), "The picture is damaged"),
        (b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;", "The picture has 65,535 x 65,535"),
        (saved("PNG") + b"PK\x03\x04" + b"x" * 5_000, "Behind the end of the picture stand 5,004 more bytes, which is how"),
        (saved("JPEG") + b"<script>alert(1)</script>", "Behind the end of the picture stand 25 more bytes"),
        (saved("GIF") + b"<html>", "Behind the end of the picture stand 6 more bytes"),
        (saved("PNG")[:-12] + saved("JPEG"), "The picture is damaged: its end is missing."),
        (saved("JPEG")[:-2], "The picture is damaged: its end is missing."),
        (moving_gif(5_000), "The picture moves in 5,000 frames, which is more than mail programs bear."),
        (moving_gif(90, 1_500), "The picture moves in 90 frames, which is more than mail programs bear."),
        (saved("PNG")[:33] + chunk(b"acTL", struct.pack(">II", 9_999, 0)) + saved("PNG")[33:],
         "The picture moves in 9,999 frames, which is more than mail programs bear."),
        (with_passes(101), "The picture is put together in 101 passes; 100 are the most."),
        (png(2, 2, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"x" * 99_000_000))), "The picture is damaged"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", NO_PICTURE),
        (b"\x1f\x8b\x08\0svgz", NO_PICTURE),
        (b"II*\0tiff", NO_PICTURE),
        (f'<?xml version="1.0" encoding="UTF-16"?>{SVG.format("<script/>")}'.encode("utf-16"), NO_PICTURE),
        (f'<?xml version="1.0" encoding="UTF-16LE"?>{SVG.format("<script/>")}'.encode("utf-16-le"),
         "Line 1 of the SVG has <script>"),
        (b'<?xml version="1.0" encoding="UTF-7"?>' + svg("+ADw-script/+AD4-"), "Line 1 of the SVG has <script>"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("&x;"), DOCTYPE),
        (b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>' + svg("&b;"), DOCTYPE),
        (b'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>' + svg(""), DOCTYPE),
        (svg('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
         "Line 1 of the SVG has <include> of another format than SVG"),
        (svg(f'<img {XHTML} srcset="http://a.example/ 1x"/>'), "Line 1 of the SVG has <img> of another format"),
        (svg(f'<meta {XHTML} http-equiv="refresh" content="0;url=http://a.example/"/>'),
         "Line 1 of the SVG has <meta> of another format"),
        (svg(f'<form {XHTML}><button formaction="http://a.example/"/></form>'), "Line 1 of the SVG has <form> of another"),
        (svg('<image href="&#9;http://a.example/"/>'), "Line 1 of the SVG refers to 'http://a.example/'"),
        (svg('<image href="data:image/svg+xml,x"/>'), "Line 1 of the SVG refers to 'data:image/svg+xml,x'"),
        (svg(f'<image href="data:image/png;base64,{black(20_000)}"/>'),
         "Line 1 of the SVG holds a picture that cannot be used. The picture has 20,000 x 20,000"),
        (svg(f'<image href="data:image/png;base64,{black(6_000)}"/>'),
         "Line 1 of the SVG holds a picture that cannot be used. The picture has 6,000 x 6,000"),
        (svg('<image href="data:image/png;base64,@"/>'), "Line 1 of the SVG holds a picture that cannot be used"),
        (svg("<style>rect { fill: &#117;rl(http://a.example/) }</style>"), REACHES),
        (svg('<style><![CDATA[@import "http://a.example/";]]></style>'), REACHES),
        (svg("<style>rect { fill: u/**/rl(http://a.example/) }</style>"), REACHES),
        (svg('<style>@imp<!-- -->ort "http://a.example/";</style>'), REACHES),
        (svg('<rect style="background: image-set(\'http://a.example/\' 1x)"/>'), "Line 1 of the SVG loads another file"),
        (svg('<rect style="fill: src(http://a.example/)"/>'), "Line 1 of the SVG loads another file in style="),
        (svg('<font-face-uri href="http://a.example/"/>'), "Line 1 of the SVG refers to 'http://a.example/'"),
        (svg('<filter><feImage href="http://a.example/"/></filter>'), "Line 1 of the SVG refers to"),
        (svg('<filter><feTurbulence numOctaves="99999999"/></filter>'), "Line 1 of the SVG has <feturbulence>"),
        (svg('<marker id="m"/><path marker-mid="url(#m)" d="M0 0L1 1"/>'), "Line 1 of the SVG has <marker>"),
        (svg("<?php x?>"), "Line 1 of the SVG holds an instruction or entity"),
        (svg("<g>" * 300 + "</g>" * 300), "The SVG is not well formed: Excessive depth"),
        (svg("<g/>" * 20_001), TOO_MUCH),
        (svg('<g id="a0"><rect/></g>' + "".join(
            f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 9 + "</g>" for n in range(1, 9))), TOO_MUCH),
        (svg('<pattern id="p0"><rect/></pattern>' + "".join(
            f'<pattern id="p{n}"><g fill="url(#p{n - 1})">' + "<rect/>" * 9 + "</g></pattern>" for n in range(1, 9))
             + '<rect fill="url(#p8)"/>'), TOO_MUCH),
        (svg("<g " + " ".join(f'a{n}="1"' for n in range(1_001)) + "/>"), "Line 1 of the SVG has a <g> with more than 1,000"),
        (sized(f'viewBox="0 0 {"9" * 5000} 9"'), SIZE),
        (sized('viewBox="0 0 1e9 1e9"'), SIZE),
        (sized('viewBox="0 0 nan inf"'), SIZE),
        (sized('viewBox="0 0 999999 9"'), SIZE),
        (sized(f'width="{"1" * 200_000}x" height="1"'), SIZE),
        (sized(f'width="{" " * 200_000}x" height="1"'), SIZE),
        (b"<svg\0", "The SVG is not well formed"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_an_attack_is_no_asset(content: bytes, error: str) -> None:
    with pytest.raises(UnsuitableFile) as caught:
        facts_of(content)
    assert str(caught.value).startswith(error)


def test_a_damaged_picture_is_refused_whatever_switch_another_library_left_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    cut_short = b"GIF89a\xff\x0f\xff\x0f\0\0\0,\0\0\0\0\xff\x0f\xff\x0f\0\x02\x02D\x01\0;"
    for content in (cut_short, png(2, 2, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"x" * 9_000_000)))):
        with pytest.raises(UnsuitableFile, match="damaged"):
            facts_of(content)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


@pytest.mark.parametrize("style", ["/*" * 200_000, "a" * 500_000, "a{" * 100_000, "}" * 300_000, "url" * 200_000])
def test_a_hostile_style_sheet_takes_no_time(style: str) -> None:
    assert facts_of(svg(f"<style>{style}</style>")).media_type == "image/svg+xml"
