"""The first page of a letter with what lies over it: the window of the envelope, and the zone that must stay clear."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from commhub.render.letters.windows import Box, Window

WINDOW: Final = (34, 96, 125)
CLEAR: Final = (200, 110, 20)
_TINT: Final = 40
"""Of 255: how much of its colour the clear zone has."""


def with_window(page: bytes, window: Window) -> bytes:
    """The picture of a page (PNG, of the whole sheet) with the window drawn as a frame, and the clear zone around it
    dashed and tinted, where nothing but the address may stand."""
    with Image.open(io.BytesIO(page)) as opened:
        image = opened.convert("RGB")
    width, height = window.size
    across, down = image.width / width, image.height / height
    clear = _pixels(window.clear, across, down)
    inner = _pixels(window.window, across, down)
    tint = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(tint)
    pen.rectangle(clear, fill=_TINT)
    pen.rectangle(inner, fill=0)
    image.paste(Image.new("RGB", image.size, CLEAR), mask=tint)
    line = max(1, round(image.width / 600))
    draw = ImageDraw.Draw(image)
    _dashed(draw, clear, line)
    draw.rounded_rectangle(inner, radius=round(2 * across), outline=WINDOW, width=2 * line)
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return stream.getvalue()


def _pixels(box: Box, across: float, down: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return round(left * across), round(top * down), round(right * across), round(bottom * down)


def _dashed(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], line: int) -> None:
    left, top, right, bottom = box
    dash = 6 * line
    for x in range(left, right, 2 * dash):
        for y in (top, bottom - line):
            draw.rectangle((x, y, min(x + dash, right), y + line - 1), fill=CLEAR)
    for y in range(top, bottom, 2 * dash):
        for x in (left, right - line):
            draw.rectangle((x, y, x + line - 1, min(y + dash, bottom)), fill=CLEAR)
