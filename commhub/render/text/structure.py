"""The marks that carry a text's structure through a render: control characters that no text has.

marks.clean takes all control characters but tab and line breaks out of data, so a value can neither fake nor end any of
this. They are no white space to Python, and leave what is ASCII as it is.
"""

from __future__ import annotations

import re
from typing import Final

TIGHT: Final = "\x01"
"""Between blocks: the next one begins on a new line."""
LOOSE: Final = "\x02"
"""Between blocks: an empty line."""
BLOCK: Final = "\x03"
"""Before and after what is laid out when its data is known."""
STYLED: Final = "\x04"
"""Begins a block that is no plain paragraph: a kind, what its first line and what its other lines begin with, and its
text, with SPLIT between them."""
SPLIT: Final = "\x05"
BREAK: Final = "\x06"
"""A line break within a block."""
LINK: Final = "\x07"
"""Begins a link: its label, TARGET, its address, END."""
BUTTON: Final = "\x08"
TARGET: Final = "\x0e"
END: Final = "\x0f"
IMAGE: Final = "\x10"
"""Before and after the words for an image."""
ROW: Final = "\x11"
"""Begins a table's row: whether it stands in the head, and for each cell its alignment, whether it is a heading and how
many columns it spans (one digit); then its cells."""
CELL: Final = "\x12"
"""Begins a cell's text; the cell's three letters come first when its row does not have them."""
NUMBER: Final = "\x13"
"""The number of a list's item, where it is written."""
ITEM: Final = "\x16"
"""Begins an item of a numbered list, whether anything of it is seen or not."""
LIST: Final = "\x14"
"""Begins a numbered list: the first number and SPLIT."""
LIST_END: Final = "\x15"

OURS: Final = re.compile("[\x01-\x08\x0e-\x1b\ue000-\ue002]")
"""These marks and those of render.marks: what is taken out of what templates say."""
GAPS: Final = re.compile(f"[{TIGHT}{LOOSE}]{{2,}}")
INNER_GAP: Final = re.compile(f"(?<=[^\x01-\x1b])[{TIGHT}{LOOSE}](?=[^\x01-\x1b])")
"""A gap between two laid-out blocks."""

PARAGRAPH: Final = "p"
TITLE: Final = "1"
HEADING: Final = "2"
KEPT: Final = "k"
TABLE: Final = "t"

HEAD_ROW: Final = "h"
BODY_ROW: Final = "b"
HEAD_CELL: Final = "h"
DATA_CELL: Final = "d"
AT_RIGHT: Final = "r"
AT_LEFT: Final = "l"
ANYWHERE: Final = "-"
