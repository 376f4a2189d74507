"""A table as text: columns in line where they fit in 76 columns, otherwise row by row."""

from __future__ import annotations

import re
from typing import Final

from commhub.render.structure import AT_LEFT, AT_RIGHT, BREAK, CELL, HEAD_CELL, HEAD_ROW, LOOSE, ROW, TIGHT
from commhub.render.text_lines import WIDTH, paragraph, written_out
from commhub.render.width import display_width, wide_end

GAP: Final = "  "
_NUMERIC = re.compile(r"[^\w]*(?:[A-Z]{1,3}[^\w]*)?[0-9][0-9.,' \u00a0\u202f/:–-]*[^\w]*(?:[A-Z]{1,3})?[^\w]*")

Cell = tuple[str, str, int, str]
"""How it is aligned, whether it is a heading, how many columns it spans, its text."""


def table(body: str, first: str = "", rest: str = "") -> str:
    """The table whose rows `body` holds, each begun by ROW and each cell by CELL (see structure.py)."""
    rows: list[tuple[bool, list[Cell]]] = []
    columns = 1
    for row in body.split(ROW)[1:]:
        flag, *cells = row.split(CELL)
        read = [(cell[0], cell[1], int(cell[2]), written_out(cell[3:], in_row=True)) for cell in cells]
        if any(cell[3] for cell in read):
            head = flag[:1] == HEAD_ROW or all(cell[1] == HEAD_CELL for cell in read if cell[3])
            rows.append((head, read))
            columns = max(columns, sum(cell[2] for cell in read))
    if not rows:
        return ""
    lines = _in_columns(rows, columns, WIDTH - len(rest)) if columns > 1 else []
    if lines:
        return first + f"\n{rest}".join(lines)
    return _row_by_row(rows, columns, first, rest)


def _in_columns(rows: list[tuple[bool, list[Cell]]], columns: int, room: int) -> list[str]:
    """The table's lines; none when they would be longer than `room`."""
    widths = [0] * columns
    numeric = [True] * columns
    ascii_only = all(cell[3].isascii() for _, cells in rows for cell in cells)
    width_of = len if ascii_only else _widest
    for head, cells in rows:
        at = 0
        for aligned, _, span, text in cells:
            if span == 1 and text:
                width = width_of(text)
                widths[at] = max(widths[at], width)
                if not head and numeric[at] and aligned != AT_RIGHT:
                    numeric[at] = aligned != AT_LEFT and _NUMERIC.fullmatch(text) is not None
            at += span
    for _, cells in rows:  # what spans columns may need more than they have
        at = 0
        for _, _, span, text in cells:
            if span > 1:
                last = at + span - 1
                room_here = sum(widths[at : last + 1]) + len(GAP) * (sum(map(bool, widths[at : last + 1])) - 1)
                widths[last] += max(0, width_of(text) - max(room_here, 0))
            at += span
    used = [at for at in range(columns) if widths[at]]
    if sum(widths) + len(GAP) * (len(used) - 1) > room or len(used) == 1:
        return []
    lines: list[str] = []
    headed = False
    for index, (head, cells) in enumerate(rows):
        lines += _row(cells, widths, numeric, head)
        if head and not headed and index + 1 < len(rows) and not rows[index + 1][0]:
            lines.append(GAP.join("-" * widths[at] for at in used))
            headed = True
    return lines


def _row(cells: list[Cell], widths: list[int], numeric: list[bool], head: bool) -> list[str]:
    """A row in as many lines as its tallest cell has."""
    if any(BREAK in cell[3] for cell in cells):
        split = [cell[3].split(BREAK) for cell in cells]
        lines: list[str] = []
        for number in range(max(map(len, split))):
            texts = [parts[number] if number < len(parts) else "" for parts in split]
            line = [(cell[0], cell[1], cell[2], text) for cell, text in zip(cells, texts, strict=True)]
            lines += _row(line, widths, numeric, head)
        return lines
    pieces: list[str] = []
    at = 0
    for _, _, span, text in cells:
        if span == 1:
            width, right = widths[at], numeric[at]
        else:
            spanned = [width for width in widths[at : at + span] if width]
            width, right = sum(spanned) + len(GAP) * (len(spanned) - 1), False
        at += span
        if width > 0:
            padding = " " * (width - display_width(text))
            pieces.append(padding + text if right else text + padding)
    return [GAP.join(pieces).rstrip().replace("\u00a0", " ")]


def _widest(text: str) -> int:
    return max(map(display_width, text.split(BREAK)))


def _row_by_row(rows: list[tuple[bool, list[Cell]]], columns: int, first: str, rest: str) -> str:
    """Each row as lines of its own, with the heading of its column before each cell where there is one."""
    labels = _labels(rows, columns)
    if labels:
        rows = [row for row in rows if not row[0]]
    blocks: list[str] = []
    for _, cells in rows:
        lines: list[str] = []
        at = 0
        for _, _, span, text in cells:
            label = labels[at] if at < len(labels) else ""
            if text:
                begin = rest if blocks or lines else first
                colon = "：" if wide_end(label) else ": "
                said = f"{label}{colon}{text}" if label else text
                lines.append(paragraph(said, begin, rest + GAP if label else rest))
            at += span
        blocks.append((TIGHT if labels else LOOSE).join(lines))
    return LOOSE.join(blocks)


def _labels(rows: list[tuple[bool, list[Cell]]], columns: int) -> list[str]:
    """The headings of the columns, when the first row has them and other rows follow."""
    head, cells = rows[0]
    if not head or columns == 1 or all(row[0] for row in rows):
        return []
    labels = [""] * columns
    at = 0
    for _, _, span, text in cells:
        labels[at] = text.replace(BREAK, " ").rstrip(":：")
        at += span
    return labels
