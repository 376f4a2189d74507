"""Inlining a finished message by what was decided about its template, to compare it with the template inlined once.

The message's own tree and styles are read anew. Only what does not show is taken over from the template: which of its
rules stay in the head, and what is marked `!important`, must not depend on what stands in one message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from commhub.contracts import JSON, RenderError
from commhub.render.html.css.cascade import cascade_of, written
from commhub.render.html.css.leftover import plan
from commhub.render.html.css.remains import sheet_edits
from commhub.render.html.css.sheets import read_sheets
from commhub.render.html.inline import attribute_edits, decided, spliced, styles_of
from commhub.render.html.tree import START, parse

NUMBER: Final = "qzjxtag"
"""The attribute that numbers a template's start tags; no data can print it with its quotes."""
_NUMBERED = re.compile(rf' {NUMBER}="([0-9]+)"')


def numbered(source: str) -> str:
    """A template's HTML in which each start tag carries its number."""
    pieces = parse(source).pieces
    return spliced(
        source,
        [
            (at := piece.start + 1 + len(piece.name), at, f' {NUMBER}="{index}"')
            for index, piece in enumerate(pieces)
            if piece.kind == START
        ],
    )


def decide(source: str) -> dict[str, JSON]:
    """What inlining decides about a template's HTML: by start tag and family of properties, and for each style sheet."""
    tree = parse(source)
    sheets = read_sheets(tree)
    cascade, made, _ = decided(tree, sheets)
    cases = {
        f"{case.members[0].element.number} {case.family}": [case.left, case.important]
        for case in made.cases
        if written(case.members[0].element)
    }
    edits = sheet_edits(tree, sheets, cascade, made)
    texts: list[JSON] = []
    for sheet in sheets:
        edit = next((one for one in edits if one[0] <= sheet.start <= sheet.end <= one[1]), None)
        texts.append(None if edit is None else {"text": edit[2], "whole": edit[0] < sheet.start})
    return {"cases": cases, "sheets": texts}


def inline_decided(message: str, decisions: Mapping[str, JSON], place: str) -> str:
    """A message made from `numbered` HTML, inlined by these decisions. Raises RenderError."""
    source, numbers = _without_numbers(message)
    tree = parse(source)
    sheets = read_sheets(tree)
    if len(sheets) != len(decisions["sheets"]):
        raise RenderError(f"{place}: the message has other style sheets than its template")
    made = plan(cascade_of(tree, sheets))
    for case in made.cases:
        piece = tree.pieces[case.members[0].element.number]
        number = numbers.get(piece.start + 1 + len(piece.name)) if written(case.members[0].element) else None
        case.left, case.important = decisions["cases"].get(f"{number} {case.family}", (case.left, case.important))
    edits = attribute_edits(tree, styles_of(tree, made))
    for sheet, decision in zip(sheets, decisions["sheets"], strict=True):
        if decision is not None:
            start, end = (sheet.start, sheet.end)
            if decision["whole"]:
                start = tree.pieces[sheet.element.number].start
                after = sheet.element.number + 2
                end = tree.pieces[after].end if after < len(tree.pieces) else len(source)
            edits.append((start, end, decision["text"]))
    return spliced(source, edits)


def numbers_in(message: str) -> list[int]:
    """The numbers of a message's start tags, in its order."""
    return [int(number) for number in _NUMBERED.findall(message)]


def _without_numbers(message: str) -> tuple[str, dict[int, int]]:
    """The message without its numbers, and the number of each tag by where its name ends."""
    texts: list[str] = []
    numbers: dict[int, int] = {}
    at = length = 0
    for match in _NUMBERED.finditer(message):
        texts.append(message[at : match.start()])
        length += match.start() - at
        numbers[length] = int(match[1])
        at = match.end()
    return "".join([*texts, message[at:]]), numbers
