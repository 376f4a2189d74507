"""What the text of a message still needs when its data is known: lines folded, columns in line, gaps and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from commhub.render.text.lines import paragraph
from commhub.render.text.structure import (
    BLOCK,
    BREAK,
    HEADING,
    ITEM,
    KEPT,
    LIST,
    LIST_END,
    LOOSE,
    NUMBER,
    PARAGRAPH,
    SPLIT,
    STYLED,
    TABLE,
    TIGHT,
    TITLE,
)
from commhub.render.text.table import table
from commhub.render.text.width import display_width

_COUNTED = re.compile(f"{LIST}([0-9]+){SPLIT}|[{ITEM}{NUMBER}{LIST_END}]")
_QUOTE_GAP = re.compile(r"(?m)^(>(?: >)*)( .*)\n\n(?=\1 )")


def lay_out(text: str) -> str:
    """The text as it is sent, ending in one line break. `text` is what a source made by text.py printed, without the
    marks that say where its fields are from."""
    if LIST in text:
        text = _numbered(text)
    chunks: list[str] = []
    for chunk in text.split(LOOSE):
        laid = chunk
        if BLOCK in laid:
            parts = laid.split(BLOCK)
            parts[1::2] = [lay_out_block(part) for part in parts[1::2]]
            laid = "".join(parts)
        if TIGHT in laid:
            laid = "\n".join(filter(None, laid.split(TIGHT)))
        if laid:
            chunks.append(laid)
    text = "\n\n".join(chunks)
    if "\n> " in text:
        text = _QUOTE_GAP.sub(r"\1\2\n\1\n", text)
    return f"{text}\n"


def lay_out_block(text: str) -> str:
    """One block, with no gap around it; empty when nothing in it can be seen."""
    if text[:1] != STYLED:
        return paragraph(text)
    head, rest, text = text.split(SPLIT, 2)
    return _KINDS[head[1]](text, head[2:], rest)


def _underlined(with_: str) -> Callable[[str, str, str], str]:
    def heading(text: str, first: str, rest: str) -> str:
        lines = [line.rstrip(" ") for line in paragraph(text, first, rest).split("\n")]
        if not lines[0]:
            return ""
        under = max(display_width(line[len(rest) :]) for line in lines)
        return "\n".join([*lines, rest + with_ * under])

    return heading


def _kept(text: str, first: str, rest: str) -> str:
    """Lines that stay as they are, such as those of <pre>."""
    lines = [line.rstrip() for line in text.replace("\r\n", BREAK).replace("\n", BREAK).split(BREAK)]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return (
        first + "\n".join([*lines[:1], *(rest + line if line else rest.rstrip() for line in lines[1:])])
        if lines
        else ""
    )


def _numbered(text: str) -> str:
    """The text with the numbers of its lists written out."""
    counters: list[int] = []

    def number(match: re.Match[str]) -> str:
        if match.group(1):
            counters.append(int(match.group(1)) - 1)
        elif match.group() == NUMBER:
            return f"{counters[-1]}. "
        elif match.group() == ITEM:
            counters[-1] += 1
        else:
            counters.pop()
        return ""

    return _COUNTED.sub(number, text)


_KINDS: Final[Mapping[str, Callable[[str, str, str], str]]] = {
    PARAGRAPH: paragraph,
    TITLE: _underlined("="),
    HEADING: _underlined("-"),
    KEPT: _kept,
    TABLE: table,
}
