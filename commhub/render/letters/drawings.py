"""Draws an SVG as a picture with a clear ground: what a mail program is shown in its place."""

from __future__ import annotations

import hashlib
import io
from typing import Final

import pypdfium2

from commhub.contracts import AssetFile, RenderError
from commhub.render.letters.pdf import make_pdf
from commhub.render.letters.press import ONE_AT_A_TIME, SCHEME

SVG: Final = "image/svg+xml"
PIXELS_PER_POINT: Final = 4 / 3
"""A CSS pixel is 3/4 of a point."""
PAGE: Final = (
    "<!doctype html><html><head><title>drawing</title><style>@page {{ size: {width}px {height}px; margin: 0 }} "
    "html, body {{ margin: 0 }} img {{ display: block; width: {width}px; height: {height}px }}</style></head>"
    '<body><img src="{address}" alt=""></body></html>'
)


def picture_of(svg: bytes, width: int, height: int) -> bytes:
    """The drawing as a PNG of that many pixels, clear where it draws nothing. The same input gives the same bytes.

    Nothing outside the drawing is read. Raises RenderError when it cannot be drawn.
    """
    sha256 = hashlib.sha256(svg).hexdigest()
    file = AssetFile("drawing", sha256, SVG, "drawing.svg", width, height, "")
    source = PAGE.format(width=width, height=height, address=SCHEME + sha256)
    pdf = make_pdf(source, {sha256: file}, {sha256: svg})
    stream = io.BytesIO()
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf.content)
        try:
            if len(document) != 1:
                raise RenderError("the drawing does not fit on one page")
            picture = document[0].render(scale=PIXELS_PER_POINT, fill_color=(255, 255, 255, 0)).to_pil()
            # PDFium rounds a page's edge up: nothing stands beyond it.
            picture.crop((0, 0, width, height)).save(stream, format="PNG")
        finally:
            document.close()
    return stream.getvalue()
