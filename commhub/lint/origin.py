"""Which value of the request brought a word into a message. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commhub.contracts import JSON
from commhub.lint.blocks import Block
from commhub.lint.folding import fold, folded_words
from commhub.lint.reading import Hit


def field_of(hit: Hit, block: Block, data: Mapping[str, JSON] | None) -> str:
    """The JSON Pointer of the value that brought at least half of the hit's words, or '' if the template did.

    Where the renderer did not say which value stands where, a value whose text holds the same words is taken.
    """
    for span in block.spans:
        shared = min(hit.end, span.end) - max(hit.start, span.start)
        if span.field and 2 * shared >= hit.end - hit.start:
            return span.field
    wanted = folded_words(block.text[hit.start : hit.end])
    if not data or not wanted:
        return ""
    told = {span.field for span in block.spans}  # these stand elsewhere in the text
    return next((pointer for pointer, text in _texts(data) if pointer not in told and wanted in fold(text).exact), "")


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
