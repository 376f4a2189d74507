"""Where the constructs of Jinja stand in a source: expressions, statements and comments, exactly and whatever is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from commhub.lint.sources.markup import PLACE_TAKER

EXPRESSION: Final = "expression"
STATEMENT: Final = "statement"
BRANCH: Final = "branch"
COMMENT: Final = "comment"
STRING: Final = r"""'[^'\\]*+(?:\\.[^'\\]*+)*+'|"[^"\\]*+(?:\\.[^"\\]*+)*+\""""
"""A string literal of Jinja; `.` is any character."""
_OPENING: Final = re.compile(r"\{[{%#]")
_INSIDE: Final = re.compile(rf"{STRING}|[-+]?(?:\}}\}}|%\}})|[\[({{]|[\])}}]", re.DOTALL)
_SIMPLE: Final = re.compile(r"\{\{[^{}]*+\}\}|\{%[^{}%]*+%\}|\{#[^{}#]*+#\}")
_RAW: Final = re.compile(r"\{%[-+]?\s*+raw\s*+[-+]?%\}")
_END_OF_RAW: Final = re.compile(r"\{%[-+]?\s*+endraw\s*+[-+]?%\}")
_WORD: Final = re.compile(r"[-+]?\s*+([A-Za-z_]\w*+)")
_BRANCHES: Final = frozenset({"else", "elif", "plural", "pluralize", "empty"})
_PRINTS: Final = re.compile(r"[-+]?\s*+(?:include\b|(?:trans|translate)\s+[\"'])")
_BLANK: Final = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Construct:
    """One construct. `start:end` is all of it, with the white space that `{{-` and `-}}` take away; `at:until` is what the
    author wrote; `inner` what stands between the delimiters, from `inner_at` on.

    `kind`: expression (also a statement that prints: `include`, `trans "..."`), statement, branch (`{% else %}`: what
    stands on its two sides is never printed together) or comment (also the delimiters of a raw stretch).
    """

    kind: str
    start: int
    end: int
    at: int
    until: int
    inner: str = ""
    inner_at: int = 0
    word: str = ""


def constructs(source: str) -> tuple[Construct, ...]:
    """The constructs of a source, in order. One that is never closed is text, and those behind it are taken as they look."""
    return tuple(_found(source))


def masked(source: str, found: Sequence[Construct]) -> str:
    """The source with place takers for expressions and blanks for the rest: as long as it was, and free of Jinja."""
    pieces: list[str] = []
    at = 0
    for one in found:
        filler = PLACE_TAKER if one.kind == EXPRESSION else " "
        pieces += (source[at : one.start], filler * (one.end - one.start))
        at = one.end
    return "".join([*pieces, source[at:]])


def _found(source: str) -> Iterator[Construct]:
    at = taken = 0
    while opening := _OPENING.search(source, at):
        start = opening.start()
        kind = source[start + 1]
        if kind == "%" and (raw := _RAW.match(source, start)):
            closing = _END_OF_RAW.search(source, raw.end())
            yield Construct(COMMENT, start, raw.end(), start, raw.end())
            if closing is None:
                return
            yield Construct(COMMENT, *closing.span(), *closing.span())
            at = taken = closing.end()
            continue
        until = _end(source, start, kind)
        if until < 0:
            yield from _simply(source, start, taken)
            return
        yield _construct(source, start, until, taken)
        at = taken = until


def _end(source: str, start: int, kind: str) -> int:
    """Where the construct that begins at `start` ends, or -1. Brackets and strings hold delimiters that do not count."""
    if kind == "#":
        found = source.find("#}", start + 2)
        return found + 2 if found >= 0 else -1
    closing, depth, at = ("}}" if kind == "{" else "%}"), 0, start + 2
    while match := _INSIDE.search(source, at):
        token, at = match[0], match.end()
        if token[-2:] == closing and token[0] not in "\"'" and depth <= 0:
            return at
        if token in "[({":
            depth += 1
        elif token[0] not in "\"'":
            depth -= 1
            at = match.end() - (token[-2:] == "}}")  # the first brace closed something inside
    return -1


def _simply(source: str, at: int, taken: int) -> Iterator[Construct]:
    for match in _SIMPLE.finditer(source, at):
        yield _construct(source, match.start(), match.end(), taken)
        taken = match.end()


def _construct(source: str, at: int, until: int, taken: int) -> Construct:
    start, end = at, until
    if source[at + 2] == "-":
        start = taken + len(source[taken:at].rstrip())
    if source[until - 3] == "-" and until - at > 4:
        blank = _BLANK.search(source, until)
        end = blank.start() if blank else len(source)
    inner = source[at + 2 : until - 2]
    word = _WORD.match(inner)
    name = word[1] if word else ""
    if source[at + 1] == "#":
        kind = COMMENT
    elif source[at + 1] == "{" or _PRINTS.match(inner):
        kind = EXPRESSION
    else:
        kind = BRANCH if name in _BRANCHES else STATEMENT
    return Construct(kind, start, end, at, until, inner, at + 2, name if source[at + 1] == "%" else "")
