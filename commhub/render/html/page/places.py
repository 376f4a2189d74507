"""Where the elements of a finished page stand in the sources that people write: part, line and column.

The start tags of the compiled source are those of the layout up to its `{{ content }}`, then those of the content, then
the rest of the layout, in this order and unchanged: so the n-th tag of the one is the n-th tag of the others. A copy of
the compiled source that numbers its tags is rendered to learn which of them made an element.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from types import SimpleNamespace
from typing import Final

from tinyhtml5.constants import Token

from commhub.render.html.document import markdown_tags
from commhub.render.html.page.nodes import NUMBER
from commhub.render.html.places import Place
from commhub.render.html.tokens import START, Piece, Tokenizer

_QUOTED: Final = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
_CONSTRUCT = re.compile(
    rf"\{{\{{(?:{_QUOTED}|.)*?\}}\}}|\{{%(?:{_QUOTED}|.)*?%\}}|\{{#.*?#\}}",
    re.DOTALL,
)
_CONTENT = re.compile(r"\{\{[-+]?\s*content\s*[-+]?\}\}")
_NOT_LINE_END = re.compile(r"[^\n]")
_RAW: Final = frozenset({"style", "script", "xmp", "iframe", "noembed", "noframes"})
_RCDATA: Final = frozenset({"title", "textarea"})


@dataclass(frozen=True, slots=True)
class SourceText:
    """One source of a page: a layout, or a part with its content blocks in place.

    `written` is the part as its author knows it, before content blocks came in.
    """

    part: str
    text: str
    written: str
    markdown: bool = False

    @property
    def masked(self) -> str:
        return mask(self.text)

    def spot(self, offset: int) -> Place:
        """The place of an offset of `text`, if it was not a content block that brought it."""
        if self.text == self.written or offset < _alike(self.text, self.written):
            return Place(self.part, *line_and_column(self.text, offset))
        from_end = len(self.text) - offset
        if from_end <= _alike(self.text[::-1], self.written[::-1]):
            return Place(self.part, *line_and_column(self.written, len(self.written) - from_end))
        return Place(self.part)


@lru_cache(maxsize=256)
def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, from 1."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a line and column."""
    starts = _line_starts(text)
    return starts[min(line, len(starts)) - 1] + column - 1


@lru_cache(maxsize=256)
def _line_starts(text: str) -> tuple[int, ...]:
    return tuple(accumulate((len(line) for line in text.splitlines(keepends=True)), initial=0))


@lru_cache(maxsize=256)
def mask(source: str) -> str:
    """The source with letters in the place of every expression and spaces in that of every statement and comment, so
    that it can be read as HTML while each offset stays."""
    return _CONSTRUCT.sub(
        lambda match: _NOT_LINE_END.sub("x" if match.group().startswith("{{") else " ", match.group()), source
    )


@lru_cache(maxsize=256)
def pieces_of(masked: str) -> tuple[Piece, ...]:
    """The pieces of a masked source. No tree is built: what is in doubt then (a <title> in a drawing) does not matter."""
    tokenizer = Tokenizer(masked, SimpleNamespace(tree=SimpleNamespace(open_elements=())))
    for token in tokenizer:
        if token["type"] == Token.START_TAG:
            if token["name"] in _RAW:
                tokenizer.state = Tokenizer.rawtext_state
            elif token["name"] in _RCDATA:
                tokenizer.state = Tokenizer.rcdata_state
    return tuple(tokenizer.pieces)


def start_tags(masked: str) -> list[Piece]:
    """The start tags, without those of style sheets: one that has been inlined is gone."""
    return [piece for piece in pieces_of(masked) if piece.kind == START and piece.name != "style"]


def numbered(compiled: str) -> str:
    """A compiled source whose start tags say their number."""
    result: list[str] = []
    end = 0
    for number, tag in enumerate(start_tags(mask(compiled))):
        behind_name = tag.start + 1 + len(tag.name)
        result += (compiled[end:behind_name], f' {NUMBER}="{number}"')
        end = behind_name
    return "".join([*result, compiled[end:]])


def origins(compiled: str, layout: SourceText | None, content: SourceText) -> list[Place]:
    """The place of each start tag of a compiled source; `layout` is None where the content is a whole document."""
    names = [tag.name for tag in start_tags(mask(compiled))]
    before: list[tuple[str, Place]] = []
    after: list[tuple[str, Place]] = []
    if layout is not None:
        gap = _CONTENT.search(layout.text)
        at = gap.start() if gap else len(layout.text)
        for tag in start_tags(layout.masked):
            (before if tag.start < at else after).append((tag.name, layout.spot(tag.start)))
    inner = _tags_of(content)
    wanted = [*before, *inner, *after]
    if [name for name, _ in wanted] == names:
        return [spot for _, spot in wanted]
    spots = [Place(content.part)] * len(names)  # something made tags of its own: only what stands outside it is sure
    for number, (name, spot) in enumerate(before[: len(names)]):
        if names[number] != name:
            break
        spots[number] = spot
    for number, (name, spot) in enumerate(reversed(after[-len(names) :]), start=1):
        if names[-number] != name:
            break
        spots[-number] = spot
    return spots


def _tags_of(content: SourceText) -> Sequence[tuple[str, Place]]:
    if not content.markdown:
        return [(tag.name, content.spot(tag.start)) for tag in start_tags(content.masked)]
    lines = content.text.count("\n") + 1
    return [
        (name, Place(content.part, content.spot(offset_of(content.text, min(line, lines), 1)).line))
        for name, line in markdown_tags(content.text, content.part)
    ]
