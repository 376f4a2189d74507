"""What differs between two pictures: boxes to the pixel, how much, and the picture that shows it."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from commhub.pictures.difference import MOST, Box, difference

Rectangle = tuple[int, int, int, int]


def picture(*rectangles: Rectangle, size: tuple[int, int] = (400, 300), mode: str = "RGB") -> bytes:
    """A white picture with these rectangles in it, in blue; the right and lower edges are not part of one."""
    image = Image.new(mode, size, "white")
    pen = ImageDraw.Draw(image)
    for left, upper, right, lower in rectangles:
        pen.rectangle((left, upper, right - 1, lower - 1), fill=(20, 60, 200))
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return stream.getvalue()


def test_the_same_picture_does_not_differ() -> None:
    found = difference(picture((10, 10, 50, 50)), picture((10, 10, 50, 50), mode="RGBA"))
    assert (found.changed, found.boxes, found.share) == (False, (), 0.0)


def test_a_box_is_told_to_the_pixel() -> None:
    found = difference(picture(), picture((101, 33, 143, 57)))
    assert found.boxes == (Box(101, 33, 143, 57),)
    assert found.share == 42 * 24 / (400 * 300)


def test_boxes_that_are_near_are_one_and_others_stay_apart() -> None:
    found = difference(picture(), picture((10, 10, 20, 20), (30, 10, 40, 20), (200, 10, 210, 20), (10, 200, 30, 210)))
    assert found.boxes == (Box(10, 10, 40, 20), Box(200, 10, 210, 20), Box(10, 200, 30, 210))


def test_a_long_thing_across_many_squares_is_one_box() -> None:
    assert difference(picture(), picture((5, 7, 396, 291))).boxes == (Box(5, 7, 396, 291),)


def test_boxes_are_few() -> None:
    spots = [(x, y, x + 4, y + 4) for x in range(10, 390, 40) for y in range(10, 290, 40)]
    found = difference(picture(), picture(*spots))
    assert 1 <= len(found.boxes) <= MOST
    assert all(any(b.left <= s[0] and b.upper <= s[1] and s[2] <= b.right and s[3] <= b.lower for b in found.boxes)
               for s in spots)  # fmt: skip


def test_what_only_the_larger_one_has_counts_also_where_it_is_white() -> None:
    found = difference(picture(size=(400, 300)), picture(size=(400, 340)))
    assert found.boxes == (Box(0, 300, 400, 340),)
    assert found.share == 40 / 340
    assert difference(picture(size=(400, 340)), picture(size=(380, 300))).boxes == (Box(0, 0, 400, 340),)


def test_a_hair_of_a_colour_is_no_difference() -> None:
    image = Image.new("RGB", (40, 40), (250, 250, 250))
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    assert not difference(picture(size=(40, 40)), stream.getvalue()).changed


def test_the_picture_shows_what_changed_in_full_and_the_rest_pale() -> None:
    found = difference(picture((10, 10, 60, 60)), picture((10, 10, 60, 60), (200, 100, 260, 140)))
    with Image.open(io.BytesIO(found.picture)) as opened:
        shown = opened.convert("RGB")
    assert shown.size == (400, 300)
    assert shown.getpixel((230, 120)) == (20, 60, 200)
    red, green, blue = shown.getpixel((30, 30))
    assert red == green == blue > 150
    assert shown.getpixel((199, 120)) == shown.getpixel((198, 99)) == (197, 48, 32)
    assert shown.getpixel((195, 120)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (9, 17)])
def test_small_pictures(size: tuple[int, int]) -> None:
    whole = (0, 0, *size)
    assert difference(picture(size=size), picture(whole, size=size)).boxes == (Box(*whole),)
