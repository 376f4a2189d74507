"""Which value of the request brought a word into a message. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from commhub.contracts import JSON, DataSpan
from commhub.lint.blocks import Block
from commhub.lint.folding import fold, folded_words
from commhub.lint.reading import Hit


class Origins:
    """Asked for each finding of one message. The data is read once, and looked through once for each word."""

    def __init__(self, blocks: Sequence[Block], data: Mapping[str, JSON] | None) -> None:
        self._blocks = blocks
        self._data = data
        self._texts: list[tuple[str, str]] | None = None
        self._holding: dict[str, list[str]] = {}
        self._spans: dict[int, _Spans] = {}

    def field_of(self, number: int, hit: Hit) -> str:
        """The JSON Pointer of the value that brought at least half of the hit's words, or '' if the template did.

        `number` is that of the hit's block. Where the renderer did not say which value stands where, a value whose text
        holds the same words is taken.
        """
        block = self._blocks[number]
        if number not in self._spans:
            self._spans[number] = _Spans.of(block)
        spans = self._spans[number]
        if field := spans.field_at(hit.start, hit.end):
            return field
        wanted = folded_words(block.text[hit.start : hit.end])
        if not self._data or not wanted:
            return ""
        # A value that has its place in the text did not bring what stands elsewhere.
        return next((pointer for pointer in self._pointers_to(wanted) if pointer not in spans.fields), "")

    def _pointers_to(self, words: str) -> Sequence[str]:
        if self._texts is None:
            self._texts = [(pointer, fold(text).exact) for pointer, text in _texts(self._data or {})]
        if words not in self._holding:
            self._holding[words] = [pointer for pointer, text in self._texts if words in text]
        return self._holding[words]


@dataclass(frozen=True, slots=True)
class _Spans:
    """The values in one block, in order of their beginnings; `reach` is how far those up to each one go."""

    ordered: Sequence[DataSpan]
    starts: Sequence[int]
    reach: Sequence[int]
    fields: frozenset[str]

    @classmethod
    def of(cls, block: Block) -> _Spans:
        ordered = sorted(block.spans, key=lambda span: span.start)
        reach = list(accumulate((span.end for span in ordered), max))
        return cls(ordered, [span.start for span in ordered], reach, frozenset(span.field for span in ordered))

    def field_at(self, start: int, end: int) -> str:
        """The field of the first value that has half of this stretch; '' if none has."""
        found, number = "", bisect_left(self.starts, end)
        while number and self.reach[number - 1] > start:
            number -= 1
            span = self.ordered[number]
            if span.field and 2 * (min(end, span.end) - max(start, span.start)) >= end - start:
                found = span.field
        return found


def _texts(value: JSON, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a JSON value with its JSON Pointer (RFC 6901)."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, member in value.items():
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            yield from _texts(member, f"{pointer}/{escaped}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{pointer}/{index}")
