"""The marks that carry a text's structure through a render: code points of Unicode's private use area.

marks.clean takes U+E000 to U+E01F out of data, so a value can neither fake nor end any of this.
"""

from __future__ import annotations

import re
from typing import Final

TIGHT: Final = "\ue010"
"""Between blocks: the next one begins on a new line."""
LOOSE: Final = "\ue011"
"""Between blocks: an empty line."""
BLOCK: Final = "\ue012"
"""Before and after what is laid out when its data is known."""
STYLED: Final = "\ue013"
"""Begins a block that is no plain paragraph: a kind, what its first line and what its other lines begin with, and its
text, with SPLIT between them."""
SPLIT: Final = "\ue014"
BREAK: Final = "\ue015"
"""A line break within a block."""
LINK: Final = "\ue016"
"""Begins a link: its label, TARGET, its address, END."""
BUTTON: Final = "\ue017"
TARGET: Final = "\ue018"
END: Final = "\ue019"
IMAGE: Final = "\ue01a"
"""Before and after the words for an image."""
ROW: Final = "\ue01b"
"""Begins a table's row: whether it stands in the head, then its cells."""
CELL: Final = "\ue01c"
"""Begins a cell: its alignment, whether it is a heading, how many columns it spans (one digit), then its text."""
NUMBER: Final = "\ue01d"
"""The number of a list's item."""
LIST: Final = "\ue01e"
"""Begins a numbered list: the first number and SPLIT."""
LIST_END: Final = "\ue01f"

OURS: Final = re.compile("[\ue000-\ue01f]")
GAPS: Final = re.compile(f"[{TIGHT}{LOOSE}]{{2,}}")

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
