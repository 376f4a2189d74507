"""The difference that an item makes, file by file, as a unified difference with the words that changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from commhub.content.item import Item
from commhub.content.shapes import SHAPES
from commhub.differing import opcodes

WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST_LINE: Final = 4_000


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file: its lines as `difflib.unified_diff` gives them, empty for a file that is no text. `words` are the words
    that changed, as `[-old-]{+new+}` in the lines of which each stands in the place of one other."""

    path: str
    how: str
    lines: tuple[str, ...]
    words: tuple[str, ...]


def changes_of(before: Item | None, after: Item) -> list[FileChange]:
    """What changes from one to the other; for a new item, all of it. `how` is added, changed or removed."""
    shape = SHAPES[after.kind]
    old, new = (shape.files(before) if before else {}), shape.files(after)
    return [
        _change(path, old.get(path), new.get(path)) for path in sorted({*old, *new}) if old.get(path) != new.get(path)
    ]


def _change(path: str, old: bytes | None, new: bytes | None) -> FileChange:
    how = "added" if old is None else "removed" if new is None else "changed"
    try:
        was, now = ((content or b"").decode().splitlines(keepends=True) for content in (old, new))
    except UnicodeDecodeError:
        return FileChange(path, how, (), ())
    lines = tuple(line.rstrip("\n") for line in difflib.unified_diff(was, now, f"store/{path}", f"folder/{path}"))
    return FileChange(path, how, lines, tuple(_in_words(was, now)) if how == "changed" else ())


def _in_words(was: list[str], now: list[str]) -> Iterator[str]:
    for tag, i, j, k, m in opcodes(was, now):
        if tag == "replace" and j - i == m - k:
            yield from (_words(old.rstrip("\n"), new.rstrip("\n")) for old, new in zip(was[i:j], now[k:m], strict=True))


def _words(old: str, new: str) -> str:
    if max(len(old), len(new)) > LONGEST_LINE:
        return "[-" + old[:80] + "…-]{+" + new[:80] + "…+}"
    one, other = WORD.findall(old), WORD.findall(new)
    told = []
    for tag, i, j, k, m in opcodes(one, other):
        if tag == "equal":
            told.append("".join(one[i:j]))
            continue
        told.append("[-" + "".join(one[i:j]) + "-]" if j > i else "")
        told.append("{+" + "".join(other[k:m]) + "+}" if m > k else "")
    return "".join(told)
