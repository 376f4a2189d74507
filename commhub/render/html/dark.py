"""A picture that has another file for dark screens: where a message shows the one, a mail program is offered both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from commhub.render.html.places import Places, Run, text_of
from commhub.render.html.tokens import END, START, Piece
from commhub.render.html.tree import decode, scan

DarkOf = Callable[[str], str]
"""The address of a picture's file for dark screens by the address of its usual one; '' when it has none."""
OFFER: Final = '<picture><source media="(prefers-color-scheme: dark)" srcset="{address}">'
OFFERED: Final = "</picture>"


def no_dark(address: str) -> str:
    """For documents that are never seen on a dark screen."""
    del address
    return ""


def offer_dark(runs: Sequence[Run], dark_of: DarkOf) -> list[Run]:
    """The document with `<picture>` around each `<img>` whose file has one for dark screens.

    The `<img>` stays as it was written, alternative text and all: a mail program that knows nothing of `<picture>` shows
    it as before. One that stands in a `<picture>` already is left to whoever wrote that.
    """
    source = text_of(runs)
    edits: list[tuple[int, str]] = []
    inside = 0
    for piece in scan(source):
        if piece.name == "picture":
            inside = max(0, inside + {START: 1, END: -1}.get(piece.kind, 0))
        elif piece.kind == START and piece.name == "img" and not inside and (dark := dark_of(_address(piece))):
            edits += [(piece.start, OFFER.format(address=dark)), (piece.end, OFFERED)]
    return _with(runs, edits) if edits else list(runs)


def _address(piece: Piece) -> str:
    found = piece.attribute("src")
    return decode(found.value, attribute=True).strip() if found else ""


def _with(runs: Sequence[Run], edits: Sequence[tuple[int, str]]) -> list[Run]:
    """The runs with texts put in at offsets of the whole; what is put in has the place of what follows it."""
    places, made, waiting, at = Places(runs), [], list(edits), 0
    for run in runs:
        start = 0
        while waiting and at <= waiting[0][0] < at + len(run.text):
            offset, text = waiting.pop(0)
            cut = offset - at
            made += [Run(run.text[start:cut], run.at(start), run.number), Run(text, places.at(offset))]
            start = cut
        made.append(Run(run.text[start:], run.at(start), run.number))
        at += len(run.text)
    made += [Run(text, places.at(offset)) for offset, text in waiting]
    return [run for run in made if run.text]
