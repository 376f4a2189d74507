"""The window of the envelope, drawn over the first page of a letter to the pixel."""

from __future__ import annotations

import io

from PIL import Image

from commhub.pictures.letter import CLEAR, WINDOW, with_window
from commhub.render.letters.windows import windows


def test_window_and_clear_zone_are_drawn_where_they_are() -> None:
    window = windows()["uk-c5"]
    width, height = window.size
    stream = io.BytesIO()
    Image.new("RGB", (round(width * 4), round(height * 4)), "white").save(stream, format="PNG")
    with Image.open(io.BytesIO(with_window(stream.getvalue(), window))) as opened:
        drawn = opened.convert("RGB")
    left, top, right, bottom = (round(side * 4) for side in window.window)
    outer = tuple(round(side * 4) for side in window.clear)
    middle = (top + bottom) // 2
    assert drawn.size == (round(width * 4), round(height * 4))
    assert drawn.getpixel((left, middle)) == drawn.getpixel((right, middle)) == WINDOW
    assert drawn.getpixel(((left + right) // 2, top)) == drawn.getpixel(((left + right) // 2, bottom)) == WINDOW
    assert drawn.getpixel(((left + right) // 2, middle)) == (255, 255, 255)
    assert drawn.getpixel((outer[0], outer[1])) == CLEAR
    tint = drawn.getpixel(((left + right) // 2, (outer[1] + top) // 2))
    assert tint not in {(255, 255, 255), CLEAR, WINDOW}
    assert drawn.getpixel((outer[2] + 10, outer[3] + 10)) == (255, 255, 255)
