"""Counts what WeasyPrint makes of a letter, box by box, so that no style sheet keeps a worker busy or eats its memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any, Final

from commhub.contracts import RenderError

MAX_STEPS: Final = 400_000
"""Boxes made and copied while a letter is laid out, and lines that are tried, which count as several: a page takes about
1,000, a table over 100 pages some 200,000. Within half a minute it is reached."""
A_LINE: Final = 5
SHORT: Final = 500
LINES: Final = 3
"""Characters, and lines that they may break into, which are measured within one step."""
A_STOP: Final = 20
"""Each colour of a gradient that repeats itself."""
MAX_COLUMNS: Final = 1_000
"""Columns that one cell may take (HTML standard, 4.9.11)."""
MAX_TEXT: Final = 2_000_000
"""Characters of text in boxes, those that styles generate too."""
MAX_COUNTED: Final = 10_000
"""The highest counter written in signs that grow with it, such as roman numerals."""
MAX_PAD: Final = 100
_SHORT: Final = frozenset({"decimal", "decimal-leading-zero"})


@contextmanager
def counted() -> Iterator[None]:
    """Within it, laying out ends with a RenderError beyond these bounds. The caller holds press.ONE_AT_A_TIME."""
    from weasyprint import images  # noqa: PLC0415
    from weasyprint.css.counters import CounterStyle  # noqa: PLC0415
    from weasyprint.formatting_structure.boxes import Box, TableCellBox, TextBox  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    make, copy, make_text, make_cell = Box.__init__, Box.copy, TextBox.__init__, TableCellBox.__init__
    write, measure = CounterStyle.render_value, line_break.create_layout
    steps = letters = 0

    def pay(cost: int) -> None:
        nonlocal steps
        steps += cost
        if steps > MAX_STEPS:
            raise RenderError(
                f"the letter cannot be laid out in {MAX_STEPS:,} steps: it has too many elements or lines, "
                "or its styles try too much"
            )

    def counted_init(box: Any, *arguments: Any) -> None:
        pay(1)
        make(box, *arguments)

    def counted_copy(box: Any) -> Any:
        pay(1)
        return copy(box)

    def counted_text(box: Any, element_tag: Any, style: Any, element: Any, text: str) -> None:
        nonlocal letters
        letters += len(text)
        if letters > MAX_TEXT:
            raise RenderError(f"the letter has more than {MAX_TEXT:,} characters with those that its styles generate")
        make_text(box, element_tag, style, element, text)

    def counted_cell(box: Any, *arguments: Any, **options: Any) -> None:
        make_cell(box, *arguments, **options)
        if box.colspan > MAX_COLUMNS:
            raise RenderError(f"a cell of the letter takes {box.colspan} columns; {MAX_COLUMNS:,} are the most")
        pay(box.colspan)

    def counted_line(text: str, style: Any, context: Any, max_width: Any, *arguments: Any) -> Any:
        # Pango breaks all of a text into lines, however narrow, to find the first.
        lines = 0 if max_width is None else len(text) * style["font_size"] // (2 * max(max_width, 0.1))
        pay(A_LINE + len(text) // SHORT + int(min(lines, len(text))) // LINES)
        return measure(text, style, context, max_width, *arguments)

    def counted_cycle(stops: Iterable[Any]) -> Iterator[Any]:
        for stop in cycle(stops):
            pay(A_STOP)
            yield stop

    def counted_value(
        styles: Any, value: int, counter_name: Any = None, counter: Any = None, previous_types: Any = None
    ) -> Any:
        style = counter or styles.resolve_counter(counter_name, previous_types)
        pad = (style or {}).get("pad") or (0, "")
        if pad[0] > MAX_PAD or (abs(value) > MAX_COUNTED and counter_name not in _SHORT):
            raise RenderError(f"the letter cannot be laid out: a counter of it comes to {value}, or to too many signs")
        return write(styles, value, counter_name, counter, previous_types)

    Box.__init__, Box.copy, TextBox.__init__ = counted_init, counted_copy, counted_text
    TableCellBox.__init__, CounterStyle.render_value, line_break.create_layout = (
        counted_cell,
        counted_value,
        counted_line,
    )
    images.cycle = counted_cycle
    try:
        yield
    finally:
        images.cycle = cycle
        Box.__init__, Box.copy, TextBox.__init__ = make, copy, make_text
        TableCellBox.__init__, CounterStyle.render_value, line_break.create_layout = make_cell, write, measure
