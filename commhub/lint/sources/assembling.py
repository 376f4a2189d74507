"""Puts blocks together from stretches of a source, and keeps for each character where it stands there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final, Protocol, overload

from commhub.contracts import DataSpan
from commhub.lint.blocks import TEXT, Block
from commhub.lint.selection import language_of

WORD: Final = re.compile(r"\w")


class Places(Sequence[int]):
    """Where each character of a block begins (or ends) in its source, kept as stretches and not as a number for each.

    A stretch begins at `offsets[i]` of the text and `sources[i]` of the source. With a width of 0 its characters stand
    there one by one; otherwise each of them stands for the whole stretch of that width (`&amp;`, `<br>`). The block is
    what lies at `first` and the `length` characters behind it.
    """

    __slots__ = ("ends", "first", "length", "offsets", "sources", "widths")

    def __init__(
        self,
        offsets: Sequence[int],
        sources: Sequence[int],
        widths: Sequence[int],
        first: int,
        length: int,
        *,
        ends: bool,
    ) -> None:
        self.offsets, self.sources, self.widths = offsets, sources, widths
        self.first, self.length, self.ends = first, length, ends

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(self.length))]
        if index < 0:
            index += self.length
        if not 0 <= index < self.length:
            raise IndexError(index)
        at = index + self.first
        number = bisect_right(self.offsets, at) - 1
        width = self.widths[number]
        if width:
            return self.sources[number] + (width if self.ends else 0)
        return self.sources[number] + at - self.offsets[number] + self.ends

    def __iter__(self) -> Iterator[int]:
        return (self[at] for at in range(self.length))

    def __repr__(self) -> str:
        return f"Places({list(self)})"

    def part(self, start: int, end: int) -> Places:
        """The places of a stretch of the text."""
        return Places(
            self.offsets, self.sources, self.widths, self.first + start, end - start, ends=self.ends
        )  # fmt: skip


def part_of(places: Sequence[int], start: int, end: int) -> Sequence[int]:
    """The places of a stretch of a text."""
    return places.part(start, end) if isinstance(places, Places) else places[start:end]


class Writer:
    """Collects the text of one block. Offsets are those of the source."""

    __slots__ = ("length", "offsets", "pieces", "sources", "widths")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.pieces: list[str] = []
        self.offsets: list[int] = []
        self.sources: list[int] = []
        self.widths: list[int] = []
        self.length = 0

    def add(self, text: str, at: int) -> None:
        """Text that stands in the source as it is."""
        self._note(text, at, 0)

    def add_for(self, text: str, start: int, end: int) -> None:
        """Text that all of `start:end` of the source stands for."""
        self._note(text, start, end - start)

    def _note(self, text: str, at: int, width: int) -> None:
        if text:
            self.pieces.append(text)
            self.offsets.append(self.length)
            self.sources.append(at)
            self.widths.append(width)
            self.length += len(text)

    def take(
        self, part: str, locale: str = "", role: str = TEXT, foreign: Sequence[tuple[int, int, str]] = ()
    ) -> tuple[Block, ...]:
        """The block that was collected, and those of its stretches in another language; nothing where there is no word.

        `foreign` are such stretches, as offsets of what was collected, with their locale.
        """
        if not self.pieces:
            return ()
        whole = "".join(self.pieces) if len(self.pieces) > 1 else self.pieces[0]
        offsets, sources, widths = self.offsets, self.sources, self.widths
        self.clear()
        if not WORD.search(whole):
            return ()
        text = whole.strip()
        first = len(whole) - len(whole.lstrip())
        starts: Sequence[int]
        ends: Sequence[int]
        if len(offsets) == 1 and not widths[0]:
            at = sources[0] + first
            starts, ends = range(at, at + len(text)), range(at + 1, at + len(text) + 1)
        else:
            starts, ends = (Places(offsets, sources, widths, first, len(text), ends=end) for end in (False, True))
        block = Block(text, starts, ends, part, locale, role)
        if not foreign:
            return (block,)
        return in_languages(block, [(start - first, end - first, tongue) for start, end, tongue in foreign])


Plain = Callable[[Writer, int, int], None]
"""Writes a stretch of the source that is text and nothing else."""


class Host(Protocol):
    """What reads a source: `writer` has the block under way, `later` what comes behind it."""

    writer: Writer
    later: list[Block]
    part: str
    here: str

    def flush(self) -> None:
        """End the block."""


class Sink(Protocol):
    """Knows what stands in a source besides the text that its reader sees there (Jinja)."""

    def text(self, host: Host, writer: Writer, start: int, end: int, plain: Plain) -> None:
        """Write what `start:end` of the source reads as; `plain` writes what is only text."""


def in_languages(block: Block, foreign: Sequence[tuple[int, int, str]]) -> tuple[Block, ...]:
    """A block with its stretches in other languages as blocks of their own behind it.

    The block keeps their words, so that the sentence around them is whole; it only says where they stand, and what is
    found wholly inside is not counted there. A block that has no other words is in that language as a whole.
    """
    text, found = block.text, []
    for begins, ends, locale in foreign:
        words = text[max(begins, 0) : ends]
        if language_of(locale) != language_of(block.locale) and WORD.search(words):
            start = max(begins, 0) + len(words) - len(words.lstrip())
            found.append((start, start + len(words.strip()), locale))
    if not found:
        return (block,)
    if len(found) == 1:
        start, end, locale = found[0]
        if not WORD.search(text, 0, start) and not WORD.search(text, end):
            return (_with(block, locale, ()),)
    main = _with(block, block.locale, tuple((start, end) for start, end, _ in found))
    return (main, *(_cut(block, *one) for one in found))


def _with(block: Block, locale: str, foreign: tuple[tuple[int, int], ...]) -> Block:
    return Block(block.text, block.starts, block.ends, block.part, locale, block.role, block.spans, foreign)


def _cut(block: Block, start: int, end: int, locale: str) -> Block:
    starts, ends = part_of(block.starts, start, end), part_of(block.ends, start, end)
    spans = spans_in(block.spans, start, end)
    return Block(block.text[start:end], starts, ends, block.part, locale, block.role, spans)


def spans_in(spans: Sequence[DataSpan], start: int, end: int) -> tuple[DataSpan, ...]:
    """What of some values stands in a stretch of their text, as offsets of the stretch."""
    return tuple(
        DataSpan(max(span.start, start) - start, min(span.end, end) - start, span.field, span.holds)
        for span in spans
        if span.start < end and span.end > start
    )


def with_spans(blocks: Sequence[Block], spans: Sequence[DataSpan]) -> tuple[Block, ...]:
    """The blocks, each with those of the spans (in code points of the source) that hold characters of it."""
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))
    return tuple(_with_those_in(block, ordered, starts, reach) for block in blocks)


def _with_those_in(block: Block, spans: Sequence[DataSpan], starts: Sequence[int], reach: Sequence[int]) -> Block:
    """`reach` is how far the spans up to each one go."""
    own: list[DataSpan] = []
    number = bisect_left(starts, block.ends[-1])
    while number and reach[number - 1] > block.starts[0]:
        number -= 1
        span = spans[number]
        first, behind = bisect_left(block.starts, span.start), bisect_right(block.ends, span.end)
        if first < behind:
            own.append(DataSpan(first, behind, span.field, span.holds))
    return replace(block, spans=tuple(reversed(own))) if own else block
