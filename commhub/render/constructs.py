"""Jinja constructs in a source, taken out and put back, so that what is not Jinja can be parsed as Markdown or HTML.

A construct is replaced by a token of letters and digits that no parser touches. Data never comes near: all of this
happens while an edition is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError

from commhub.contracts import CompileError
from commhub.render.environment import lexing_environment
from commhub.render.wording import in_plain_words

EXPRESSION: Final = "expression"
STATEMENT: Final = "statement"
LITERAL: Final = "literal"
TEXT: Final = "text"

_OPENING = re.compile(r"\{([{%#])")
_NAME = re.compile(r"\s*([a-z]+)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of source: plain text, or one construct. `inner` is what stands between a construct's delimiters."""

    kind: str
    inner: str
    line: int

    @property
    def source(self) -> str:
        if self.kind == EXPRESSION:
            return "{{ " + self.inner + " }}"
        if self.kind == STATEMENT:
            return "{% " + self.inner + " %}"
        return self.inner

    @property
    def word(self) -> str:
        """The first word of a statement: for, if, endif, set, ..."""
        match = _NAME.match(self.inner)
        return match.group(1) if match else ""


@lru_cache(maxsize=2048)
def segments(source: str, place: str) -> tuple[Segment, ...]:
    """The source as segments, in order; Jinja comments are left out. Raises CompileError at the line of a mistake.

    White-space control (`{%-`) has been carried out on the text around. Results are kept: layouts and blocks come by
    again for every template, brand and locale.
    """
    found: list[Segment] = []
    kind, inner, start = "", "", 1
    try:
        for line, lexeme, value in lexing_environment().lex(source):
            if lexeme in {"variable_begin", "block_begin", "comment_begin"}:
                kind, inner, start = lexeme, "", line
            elif lexeme in {"variable_end", "block_end"}:
                found.append(Segment(EXPRESSION if lexeme == "variable_end" else STATEMENT, inner.strip(), start))
                kind = ""
            elif lexeme == "comment_end":
                kind = ""
            elif kind:
                inner += value
            elif lexeme == "data":
                found.append(Segment(TEXT, value, line))
    except TemplateSyntaxError as error:
        raise CompileError(in_plain_words(error.message), place, error.lineno) from error
    if kind:
        raise CompileError("this {{, {% or {# is never closed", place, start)
    return tuple(found)


def quote_braces(text: str) -> str:
    """Plain text as Jinja source that prints exactly that text."""
    return _OPENING.sub(lambda match: "{{ '" + match.group(0) + "' }}", text)


class Constructs:
    """The constructs of one document under their tokens.

    `bind` is asked for every expression; it answers the text that the expression stands for when that is known while
    compiling (a brand token, an asset), or None. `salt` must not occur in any source that is protected.
    """

    def __init__(self, bind: Callable[[str, str, int], str | None], salt: str = "qzjx") -> None:
        self.bind = bind
        self.salt = salt
        self._kept: list[Segment] = []
        self.token = re.compile(salt + r"([0-9]+)z")
        self._comment = re.compile("<!--" + salt + r"([0-9]+)z-->")

    def protect(self, source: str, place: str) -> str:
        """The source with a token in place of each construct. Raises CompileError."""
        if self.salt in source:
            raise CompileError(f"the letters {self.salt!r} cannot be used: they mark placeholders inside", place)
        return "".join(self._protected(segment, place) for segment in segments(source, place))

    def _protected(self, segment: Segment, place: str) -> str:
        if segment.kind == TEXT:
            return segment.inner
        if segment.kind == EXPRESSION:
            bound = self.bind(segment.inner, place, segment.line)
            if bound is not None:
                segment = Segment(LITERAL, bound, segment.line)
        self._kept.append(segment)
        return f"{self.salt}{len(self._kept) - 1}z"

    def get(self, token_number: str | int) -> Segment:
        return self._kept[int(token_number)]

    def replace(self, token_number: str | int, segment: Segment) -> None:
        """Put another construct under a token, e.g. the same expression with an escape for its place."""
        self._kept[int(token_number)] = segment

    def restore(self, text: str, *, quote: Callable[[str], str]) -> str:
        """The text with every construct put back as Jinja source. `quote` makes Jinja's delimiters in what is not a
        construct harmless, in the way of the format at hand."""
        text = self._comment.sub(lambda match: f"{self.salt}{match.group(1)}z", text)
        pieces: list[str] = []
        end = 0
        for match in self.token.finditer(text):
            pieces.append(quote(text[end : match.start()]))
            pieces.append(self._source(self.get(match.group(1)), quote))
            end = match.end()
        pieces.append(quote(text[end:]))
        return "".join(pieces)

    def _source(self, segment: Segment, quote: Callable[[str], str]) -> str:
        return quote(segment.inner) if segment.kind == LITERAL else segment.source
