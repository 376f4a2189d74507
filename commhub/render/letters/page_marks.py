"""Marks at the edge of each page: where to fold it, and where to punch it. They are for hands and machines, not readers."""

from __future__ import annotations

from typing import Any, Final

from commhub.render.letters.windows import Window

POINT: Final = 72 / 25.4
"""PDF units in a millimetre."""
WIDTH: Final = 0.2
"""Millimetres; about the thinnest line that every office printer draws."""
LONGER: Final = 1.5
"""A mark for the hole punch is this many times as long as a fold mark, so that the two are told apart (DIN 5008)."""


def marks_of(window: Window) -> bytes:
    """The marks as PDF operators, in the space of a page of the window's size; empty when it has none.

    They are an artifact (ISO 32000-1, 14.8.2.2): programs that read a page aloud pass over them.
    """
    left, right = window.marks
    lines = [(height, right) for height in window.folds]
    if window.hole is not None:
        lines.append((window.hole, left + (right - left) * LONGER))
    if not lines:
        return b""
    bottom = window.size[1]
    drawn = [
        f"{left * POINT:.2f} {(bottom - height) * POINT:.2f} m {end * POINT:.2f} {(bottom - height) * POINT:.2f} l"
        for height, end in sorted(lines)
    ]
    return "\n".join(["/Artifact BMC", "q", "0 0 0 RG", f"{WIDTH * POINT:.2f} w", *drawn, "S", "Q", "EMC"]).encode()


def add_marks(window: Window, pdf: Any) -> None:
    """Draw the marks on every page of a pydyf document that has the window's size."""
    operators = marks_of(window)
    if not operators:
        return
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint, which only letters need

    stream = pydyf.Stream([operators], compress=True)
    pdf.add_object(stream)
    for number in pdf.pages["Kids"][::3]:  # number, generation and R of each page
        page = pdf.objects[number]
        page["Contents"] = pydyf.Array([page["Contents"], stream.reference])
