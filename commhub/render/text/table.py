"""A table as text: columns in line where they fit in 76 columns, otherwise row by row."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from commhub.render.text.lines import WIDTH, paragraph, with_links, written_out
from commhub.render.text.structure import (
    ANYWHERE,
    AT_LEFT,
    AT_RIGHT,
    BREAK,
    CELL,
    DATA_CELL,
    HEAD_CELL,
    HEAD_ROW,
    ROW,
    TARGET,
)
from commhub.render.text.width import display_width, plain_columns, wide_end

GAP: Final = "  "
_NUMERIC = re.compile(
    r"[-+−(]?(?:[A-Z]{2,3}[^\w\s-]?|[^\w\s-])?[ \u00a0\u202f]?[-+−]?"  # a sign, a currency
    r"[0-9][0-9.,'’ \u00a0\u202f]*(?:[A-Z]{2,3}|[^\w\s-]{1,2})?\)?"
)

_SPACE_BEFORE: Final = f"{CELL} "
_SPACE_AFTER: Final = f" {CELL}"
_SPACE_AT_END: Final = f" {ROW}"
_EMPTY: Final = CELL + CELL
_EMPTY_LAST: Final = CELL + ROW

Cell = tuple[str, str, int, str]
"""How it is aligned, whether it is a heading, how many columns it spans, its text."""
Row = tuple[bool, list[Cell]]
"""Whether it is a row of headings, and its cells."""


def table(body: str, first: str = "", rest: str = "") -> str:
    """The table whose rows `body` holds, each begun by ROW and each cell by CELL (see structure.py)."""
    if TARGET in body:
        body = with_links(body)
    room = WIDTH - len(rest)
    narrow = plain_columns(body)
    quick = narrow or body.replace(CELL, "").replace(ROW, "").isprintable()
    lines = _quick(body, room, narrow) if quick else []
    if lines:
        return first + f"\n{rest}".join(lines)
    given = [_cells_of(row) for row in body.split(ROW)[1:]]
    if all(len(cells) == 1 and cells[0][2] == 1 for _, cells in given):  # as if there were no table
        lone = [paragraph(cells[0][3], rest if number else first, rest) for number, (_, cells) in enumerate(given)]
        return "\n\n".join(filter(None, lone))
    rows: list[Row] = []
    columns = 1
    for in_head, cells in given:
        read = [(*cell[:3], written_out(cell[3], in_row=True)) for cell in cells]
        if any(cell[3] for cell in read):
            head = in_head or all(cell[1] == HEAD_CELL for cell in read if cell[3])
            rows.append((head, read))
            columns = max(columns, sum(cell[2] for cell in read))
    if not rows:
        return ""
    lines = _in_columns(rows, columns, room) if columns > 1 else []
    return first + f"\n{rest}".join(lines) if lines else _row_by_row(rows, columns, first, rest)


def _cells_of(row: str) -> Row:
    kinds, *texts = row.split(CELL)
    if len(kinds) == 1:
        cells = [(text[0], text[1], int(text[2]), text[3:]) for text in texts]
    else:
        cells = [
            (kinds[at], kinds[at + 1], int(kinds[at + 2]), text)
            for at, text in zip(range(1, len(kinds), 3), texts, strict=True)
        ]
    return kinds[0] == HEAD_ROW, cells


def _quick(body: str, room: int, narrow: bool) -> list[str]:
    """What _in_columns makes of an ordinary table: a head or none, and rows of the same kind or with one cell over all
    columns, with something in each cell and no space at its ends. None where it is not so ordinary, or does not fit.

    `narrow` says that each character takes one column."""
    if (
        "  " in body or _SPACE_BEFORE in body or _SPACE_AFTER in body or _SPACE_AT_END in body
        or _EMPTY in body or _EMPTY_LAST in body or body[-1:] in {" ", CELL}
    ):  # fmt: skip
        return []
    rows = [row.split(CELL) for row in body.split(ROW)[1:]]
    if len(rows) < 2:
        return []
    first = rows[0]
    whole: list[tuple[int, str]] = []
    if len({row[0] for row in rows[1:]}) > 1:
        rows, whole = _without_whole_rows(rows)
    kinds = {row[0] for row in rows[1:]}
    plan = _plan(first[0], kinds.pop()) if len(kinds) == 1 else None
    if plan is None:
        return []
    headed, sides = plan
    columns = list(zip(*rows, strict=True))[1:]
    taken = [list(map(len if narrow else display_width, column)) for column in columns]
    widths = list(map(max, taken))
    total = sum(widths) + len(GAP) * (len(widths) - 1)
    if total > room or (whole and any(display_width(text) > total for _, text in whole)):
        return []
    right = [
        side == AT_RIGHT
        or (side == ANYWHERE and not _word(column[-1]) and all(map(_NUMERIC.fullmatch, column[headed:])))
        for side, column in zip(sides, columns, strict=True)
    ]
    if narrow:
        shape = "%.0s" + GAP.join([f"%{width if at else -width}s" for width, at in zip(widths, right, strict=True)])
        lines = [shape % tuple(row) for row in rows]
    else:
        padded = [_padded(*column) for column in zip(columns, taken, widths, right, strict=True)]
        lines = list(map(GAP.join, zip(*padded, strict=True)))
    if not right[-1]:
        lines = [line.rstrip(" ") for line in lines]
    for at, text in whole:
        lines.insert(at, text)
    if headed:
        lines.insert(1, GAP.join("-" * width for width in widths))
    return lines


def _word(text: str) -> bool:
    """Whether a text is no number at first sight."""
    return text[:1].isalpha() and not text[:2].isupper()


def _padded(column: tuple[str, ...], taken: list[int], width: int, right: bool) -> list[str]:
    if right:
        return [" " * (width - columns) + text for text, columns in zip(column, taken, strict=True)]
    return [text + " " * (width - columns) for text, columns in zip(column, taken, strict=True)]


def _without_whole_rows(rows: list[list[str]]) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """The rows without those of one cell that spans all columns, and those with their places."""
    alone = f"{DATA_CELL}{len(rows[0]) - 1}"
    whole = [(at, row[1]) for at, row in enumerate(rows) if at and len(row) == 2 and row[0][2:] == alone]
    places = {at for at, _ in whole}
    return [row for at, row in enumerate(rows) if at not in places], whole


@lru_cache(maxsize=1024)
def _plan(first: str, others: str) -> tuple[bool, str] | None:
    """Whether a table begins with a row of headings, and the alignment of its columns; from what its rows say of their
    cells. None where they are of several kinds or span columns."""
    headed = first[0] == HEAD_ROW or set(first[2::3]) == {HEAD_CELL}
    spans = set(first[3::3]) | set(others[3::3])
    if others[0] == HEAD_ROW or set(others[2::3]) == {HEAD_CELL} or spans != {"1"} or len(first) != len(others):
        return None
    return (headed, others[1::3]) if len(others) > 4 and (headed or first == others) else None


def _in_columns(rows: list[Row], columns: int, room: int) -> list[str]:
    """The table's lines; none when they would be longer than `room`."""
    widths = [0] * columns
    numeric = [True] * columns
    for head, cells in rows:
        at = 0
        for aligned, _, span, text in cells:
            if span == 1 and text:
                width = _widest(text)
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
                widths[last] += max(0, _widest(text) - max(room_here, 0))
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


def _row_by_row(rows: list[Row], columns: int, first: str, rest: str) -> str:
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
        blocks.append(("\n" if labels else "\n\n").join(lines))
    return "\n\n".join(blocks)


def _labels(rows: list[Row], columns: int) -> list[str]:
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
