"""The first page of a finished letter, measured: the address must stand in the window, and nothing else beside it."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from commhub.contracts import RenderError
from commhub.render.letters.page_marks import POINT
from commhub.render.letters.windows import Box, Window

TOLERANCE: Final = 0.15
"""Millimetres that ink may reach over an edge: less than a printer's own error."""
FINENESS: Final = 4
"""Dots in a millimetre at which the clear zone is looked at, where something other than text comes near it."""
FAINT: Final = 12
"""How far from white, of 255, a dot must be to count as ink."""
SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Ink:
    """One visible character of the page and the box that its ink fills, in millimetres from the top left."""

    text: str
    box: Box


def check_address(document: Any, lines: Sequence[str], window: Window, *, page: int = 0) -> None:
    """Raises RenderError unless page 1 shows the whole address inside the window, and nothing else in its clear zone.

    `document` is an open PDF (letters.words.opened). In a batch of letters, `page` is where this one begins, from 0.

    The message names the line that does not fit, or says what stands where it may not.
    """
    first = document[page]
    _check_size(first, window)
    _check_text(first, lines, window)
    _check_drawings(first, window)


def _check_size(page: Any, window: Window) -> None:
    size = tuple(side / POINT for side in page.get_size())
    if any(abs(given - wanted) > 1 for given, wanted in zip(size, window.size, strict=True)):
        raise RenderError(
            f"the letter's pages are {size[0]:.0f} x {size[1]:.0f} mm; the {window.label} is for {window.page} pages, "
            f"{window.size[0]:.0f} x {window.size[1]:.0f} mm"
        )


def _check_text(page: Any, lines: Sequence[str], window: Window) -> None:
    text_page = page.get_textpage()
    try:
        near = [ink for ink in _inks(page, text_page) if _overlap(ink.box, window.clear)]
        inside = _plain("".join(ink.text for ink in near if _within(ink.box, window.window)))
        wanted = "".join(_bare(line) for line in lines)
        if _without(wanted, inside):
            line = next((line for line in lines if _bare(line) not in inside), lines[-1])
            raise RenderError(
                f"the address does not fit the window of the {window.label}: {line[:SHOWN]!r} is not wholly inside it"
            )
        for text, where, box in (
            (inside, "in", window.window),
            (_plain("".join(ink.text for ink in near)), "beside", window.clear),
        ):
            if len(text) != len(wanted) or sorted(text) != sorted(wanted):
                raise RenderError(
                    f"something other than the address stands {where} the window of the {window.label}: "
                    f"{_strange(text_page, page, box, lines)!r}"
                )
    finally:
        text_page.close()


def _strange(text_page: Any, page: Any, box: Box, lines: Sequence[str]) -> str:
    """The lines of a zone that are none of the address's, for people."""
    left, top, right, bottom = (side * POINT for side in box)
    height = page.get_height()
    text = str(text_page.get_text_bounded(left=left, bottom=height - bottom, right=right, top=height - top))
    known = {_bare(line) for line in lines}
    return " ".join(" ".join(line.split()) for line in text.splitlines() if _bare(line) not in known)[:SHOWN]


def _check_drawings(page: Any, window: Window) -> None:
    """Pictures, lines and areas: where the box of one comes near, the zone is looked at without the page's text."""
    left, top, right, bottom = window.clear
    height = window.size[1]
    zone = (left * POINT, (height - bottom) * POINT, right * POINT, (height - top) * POINT)
    texts, near = [], False
    for one in page.get_objects(max_depth=1):
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(one)
            continue
        bounds = one.get_bounds()
        near = near or (bounds[0] < zone[2] and bounds[2] > zone[0] and bounds[1] < zone[3] and bounds[3] > zone[1])
    if not near:
        return
    for one in texts:
        page.remove_obj(one)
    page.gen_content()
    picture = page.render(scale=FINENESS / POINT, fill_color=(255, 255, 255, 255)).to_pil().convert("L")
    picture = picture.crop(tuple(round(side * FINENESS) for side in window.clear))
    ink = picture.point(lambda value: 255 if value < 255 - FAINT else 0)
    box = ink.getbbox()
    if box is None:
        return
    x, y = window.clear[0] + box[0] / FINENESS, window.clear[1] + box[1] / FINENESS
    raise RenderError(
        f"a picture, a line or an area stands in or beside the window of the {window.label}, where only the address may: "
        f"it begins {x:.0f} mm from the left and {y:.0f} mm from the top of page 1"
    )


def _inks(page: Any, text_page: Any) -> Iterator[Ink]:
    height = page.get_height()
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    places = [ctypes.byref(side) for side in sides]
    raw = text_page.raw
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code <= 0x20 or not pdfium.FPDFText_GetCharBox(raw, index, *places):
            continue
        if right.value <= left.value or top.value <= bottom.value:
            continue  # a space, or a mark without ink
        yield Ink(
            chr(code),
            (left.value / POINT, (height - top.value) / POINT, right.value / POINT, (height - bottom.value) / POINT),
        )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _within(one: Box, other: Box) -> bool:
    return (
        one[0] >= other[0] - TOLERANCE
        and one[1] >= other[1] - TOLERANCE
        and one[2] <= other[2] + TOLERANCE
        and one[3] <= other[3] + TOLERANCE
    )


def _plain(text: str) -> str:
    """The text in one spelling: a PDF gives back letters where a ligature or a joiner went in, and a surrogate
    pair as two."""
    return _bare(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _bare(text: str) -> str:
    """What of a text leaves ink."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one for one in plain if not one.isspace() and unicodedata.category(one) != "Cf")


def _without(text: str, other: str) -> str:
    """What is left of a text when the characters of another are taken out of it, each once."""
    rest = list(other)
    left = []
    for one in text:
        if one in rest:
            rest.remove(one)
        else:
            left.append(one)
    return "".join(left)
