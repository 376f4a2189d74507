"""What differs between two pictures of the same thing: a few boxes, how much, and a picture that shows it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from PIL import Image, ImageChops, ImageDraw

TILE: Final = 8
"""Pixels: changes are looked for in squares of this size."""
APART: Final = 16
"""Pixels: boxes nearer to each other than this become one."""
MOST: Final = 12
"""Boxes that are told at most; beyond that the nearest are joined."""
SMALLEST: Final = 8
"""Of 255: a colour that differs by less is the same to the eye."""
_OUTLINE: Final = (197, 48, 32)
_PAPER: Final = (255, 255, 255)


class Box(NamedTuple):
    """A rectangle in pixels from the upper left; `right` and `lower` lie outside it."""

    left: int
    upper: int
    right: int
    lower: int


@dataclass(frozen=True, slots=True)
class Difference:
    """`boxes` are where the two differ, from top to bottom, in pixels of the larger size; `share` is the part of all
    pixels that differ, 0.0 to 1.0; `picture` is a PNG: the second one pale, with what changed in full and outlined."""

    changed: bool
    boxes: tuple[Box, ...]
    share: float
    picture: bytes


def difference(before: bytes, after: bytes) -> Difference:
    """What differs between two pictures (PNG). Where one is larger, what only one of them has counts as changed."""
    one, other = _opened(before), _opened(after)
    size = max(one.width, other.width), max(one.height, other.height)
    mask = ImageChops.difference(_on_paper(one, size), _on_paper(other, size))
    changed = _strongest(mask).point(lambda value: 255 if value >= SMALLEST else 0)
    for picture in (one, other):  # what only one of them has differs, also where it is white
        only = Image.new("L", size, 255)
        only.paste(0, (0, 0, picture.width, picture.height))
        changed = ImageChops.lighter(changed, only)
    boxes = _boxes(changed)
    share = changed.histogram()[255] / (size[0] * size[1])
    return Difference(bool(boxes), boxes, share, _drawn(_on_paper(other, size), boxes))


def _opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as image:
        if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
            seen = image.convert("RGBA")
            paper = Image.new("RGBA", seen.size, (*_PAPER, 255))
            return Image.alpha_composite(paper, seen).convert("RGB")
        return image.convert("RGB")


def _on_paper(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    paper = Image.new("RGB", size, _PAPER)
    paper.paste(image, (0, 0))
    return paper


def _strongest(mask: Image.Image) -> Image.Image:
    red, green, blue = mask.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _boxes(changed: Image.Image) -> tuple[Box, ...]:
    """Exact boxes around what changed: squares with a change in them, joined while they touch or nearly do."""
    whole = changed.getbbox()
    if whole is None:
        return ()
    found: list[Box] = []
    for upper in range(whole[1] // TILE * TILE, whole[3], TILE):
        band = changed.crop((0, upper, changed.width, min(upper + TILE, changed.height)))
        if band.getbbox() is None:
            continue
        columns = band.resize((band.width, 1), Image.Resampling.BOX).point(lambda value: 255 if value else 0)
        for left, right in _runs(columns.tobytes()):
            box = band.crop((left, 0, right, band.height)).getbbox()
            if box is not None:
                found = _with(found, Box(left + box[0], upper + box[1], left + box[2], upper + box[3]))
    while len(found) > MOST:
        first, second = min(
            ((a, b) for at, a in enumerate(found) for b in found[at + 1 :]), key=lambda pair: _cost(*pair)
        )
        found = _with([box for box in found if box not in {first, second}], _around(first, second))
    return tuple(sorted(found, key=lambda box: (box.upper, box.left)))


def _runs(columns: bytes) -> Iterable[tuple[int, int]]:
    """Where the columns of a band have changes, in runs with less than APART between."""
    start = last = -1
    for at, value in enumerate(columns):
        if not value:
            continue
        if start >= 0 and at - last > APART:
            yield start, last + 1
            start = at
        start = at if start < 0 else start
        last = at
    if start >= 0:
        yield start, last + 1


def _with(boxes: list[Box], fresh: Box) -> list[Box]:
    """The boxes and a fresh one, joined with all that it is near to."""
    rest = boxes
    while True:
        near = [box for box in rest if _near(box, fresh)]
        if not near:
            return [*rest, fresh]
        rest = [box for box in rest if not _near(box, fresh)]
        for box in near:
            fresh = _around(box, fresh)


def _near(one: Box, other: Box) -> bool:
    return (
        one.left < other.right + APART
        and other.left < one.right + APART
        and one.upper < other.lower + APART
        and other.upper < one.lower + APART
    )


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.upper, other.upper),
        max(one.right, other.right),
        max(one.lower, other.lower),
    )


def _cost(one: Box, other: Box) -> int:
    """Pixels that a box around both has and neither of them."""
    return _area(_around(one, other)) - _area(one) - _area(other)


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.lower - box.upper)


def _drawn(after: Image.Image, boxes: Iterable[Box]) -> bytes:
    pale = Image.blend(after.convert("L").convert("RGB"), Image.new("RGB", after.size, _PAPER), 0.6)
    pen = ImageDraw.Draw(pale)
    for box in boxes:
        pale.paste(after.crop(box), box)
        pen.rectangle((box.left - 2, box.upper - 2, box.right + 1, box.lower + 1), outline=_OUTLINE, width=2)
    stream = io.BytesIO()
    pale.save(stream, format="PNG")
    return stream.getvalue()
