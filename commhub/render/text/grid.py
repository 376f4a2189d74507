"""Reads tables for text_source.py: whether one has columns, and its rows and cells between marks."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from commhub.render.text.elements import (
    ALWAYS,
    NEVER,
    SECTIONS,
    SOMETIMES,
    alignment,
    attribute,
    depth_after,
    name_of,
    span,
)
from commhub.render.text.reading import Reader, Undecided
from commhub.render.text.structure import BODY_ROW, BREAK, CELL, DATA_CELL, HEAD_CELL, HEAD_ROW, ROW


class TableReader(Reader):
    """A reader that knows tables."""

    def _in_columns(self, element: ET.Element) -> int:
        """Whether a table has columns (ALWAYS; SOMETIMES when it may have no such row) or only arranges things (NEVER).

        Raises Undecided where data decides between the two and it makes a difference.
        """
        found = blocks = NEVER
        apart = False  # whether a row that may have one cell only would read differently by itself
        for depth, row in self._rows(element, 0):
            width, firm, inner = 0, 0, depth
            for word, cell in self._children(row):
                inner = depth_after(word, inner)
                if not word:
                    if self._has_token(attribute(cell, "colspan")) or self._has_token(attribute(cell, "align")):
                        raise Undecided
                    width += span(cell)
                    firm += span(cell) if inner == depth else 0
                    held = self._blocks(cell, in_cell=True)
                    blocks = max(blocks, min(held, SOMETIMES) if inner else held)
            if width > 1:
                found = max(found, ALWAYS if firm > 1 and not depth else SOMETIMES)
            if firm <= 1:
                apart = apart or any(self._blocks(cell) for word, cell in self._children(row) if not word)
        if found == NEVER or blocks == ALWAYS:
            return NEVER
        if blocks == SOMETIMES or (found == SOMETIMES and apart):
            raise Undecided
        return found

    def _rows(self, element: ET.Element, depth: int) -> Iterator[tuple[int, ET.Element]]:
        """The rows of a table, each with how many statements are open around it."""
        for word, child in self._children(element):
            depth = depth_after(word, depth)
            if not word and name_of(child) in SECTIONS:
                yield from self._rows(child, depth)
            elif not word and name_of(child) == "tr":
                yield depth, child

    def _grid(self, element: ET.Element, kind: str) -> str:
        """The rows of a table in columns."""
        written: list[str] = []
        for word, child in self._children(element):
            name = name_of(child)
            if word:
                written.append(self._token(self._statement(child) or ""))
            elif name in SECTIONS:
                written.append(self._grid(child, HEAD_ROW if name == "thead" else BODY_ROW))
            elif name == "tr":
                written += [ROW, kind, self._cells(child)]
        return "".join(written)

    def _cells(self, row: ET.Element) -> str:
        """What the cells are and what they hold; each says it itself where data decides whether it is there."""
        children = list(self._children(row))
        fixed = not any(word for word, _ in children)
        kinds: list[str] = []
        written: list[str] = []
        for word, child in children:
            if word:
                written.append(self._token(self._statement(child) or ""))
                continue
            heading = HEAD_CELL if name_of(child) == "th" else DATA_CELL
            kind = f"{alignment(child)}{heading}{span(child)}"
            kinds.append(kind)
            written.append(f"{CELL}{'' if fixed else kind}{self._line(child).strip(' ' + BREAK)}")
        return "".join([*(kinds if fixed else ()), *written])
