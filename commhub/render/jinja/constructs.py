"""Jinja constructs in a source, taken out and put back, so that what is not Jinja can be parsed as Markdown or HTML.

A construct is replaced by a token of letters and digits that no parser touches. Data never comes near: all of this
happens while an edition is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError

from commhub.contracts import CompileError
from commhub.render.html.places import Place, Run, text_of
from commhub.render.jinja.environment import lexing_environment
from commhub.render.jinja.wording import in_plain_words

EXPRESSION: Final = "expression"
STATEMENT: Final = "statement"
LITERAL: Final = "literal"
TEXT: Final = "text"

_OPENING = re.compile(r"\{([{%#])")
_NAME = re.compile(r"\s*([a-z]+)")
_QUOTED = re.compile(r"'(\{[{%#]?)'")
_LINE_END = re.compile(r"\r\n|\r")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of source: plain text, or one construct. `inner` is what stands between a construct's delimiters.

    `line` and `column` count from 1 in the source `part`. `written` is what its author wrote, where an escape was added.
    """

    kind: str
    inner: str
    line: int
    column: int = 0
    part: str = ""
    written: str = ""

    @property
    def place(self) -> Place:
        return Place(self.part, self.line, self.column)

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
    text = _LINE_END.sub("\n", source)  # as Jinja's lexer reads it
    kind, inner, at = "", "", 0
    start = (1, 1)
    try:
        for _, lexeme, value in lexing_environment().lex(source):
            at = text.find(value, at)  # `{%-` takes away the white space between
            here = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
            at += len(value)
            if lexeme in {"variable_begin", "block_begin", "comment_begin"}:
                kind, inner, start = lexeme, "", here
            elif lexeme in {"variable_end", "block_end"}:
                word = EXPRESSION if lexeme == "variable_end" else STATEMENT
                found.append(Segment(word, inner.strip(), *start, place))
                kind = ""
            elif lexeme == "comment_end":
                kind = ""
            elif kind:
                inner += value
            elif lexeme == "data":
                found.append(Segment(TEXT, value, *here, place))
    except TemplateSyntaxError as error:
        raise CompileError(in_plain_words(error.message), place, error.lineno) from error
    if kind:
        raise CompileError("this {{, {% or {# is never closed", place, *start)
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
        self.comment = re.compile("<!--" + salt + r"([0-9]+)z-->")

    def protect(self, source: str, place: str) -> str:
        """The source with a token in place of each construct. Raises CompileError."""
        return text_of(self.runs(source, place))

    def runs(self, source: str, place: str) -> list[Run]:
        """The protected source in stretches that know their place; each token is one. Raises CompileError."""
        if self.salt in source:
            raise CompileError(f"the letters {self.salt!r} cannot be used: they mark placeholders inside", place)
        return [self._run(segment) for segment in segments(source, place)]

    def _run(self, segment: Segment) -> Run:
        if segment.kind == TEXT:
            return Run(segment.inner, segment.place)
        if segment.kind == EXPRESSION:
            quoted = _QUOTED.fullmatch(segment.inner)
            bound = quoted.group(1) if quoted else self.bind(segment.inner, segment.part, segment.line)
            if bound is not None:
                segment = replace(segment, kind=LITERAL, inner=bound)
        self._kept.append(segment)
        number = str(len(self._kept) - 1)
        return Run(f"{self.salt}{number}z", segment.place, number)

    def split(self, protected: str, part: str) -> list[Run]:
        """Protected text that was made anew (from Markdown) in stretches: only its tokens know their lines."""
        runs: list[Run] = []
        end = 0
        for match in self.token.finditer(protected):
            runs += (
                Run(protected[end : match.start()], Place(part)),
                Run(match.group(), self.get(match.group(1)).place, match.group(1)),
            )
            end = match.end()
        return [*runs, Run(protected[end:], Place(part))]

    def get(self, token_number: str | int) -> Segment:
        return self._kept[int(token_number)]

    def replace(self, token_number: str | int, segment: Segment) -> None:
        """Put another construct under a token, e.g. the same expression with an escape for its place."""
        self._kept[int(token_number)] = segment

    def restore(self, text: str, *, quote: Callable[[str], str] = quote_braces) -> str:
        """The text with every construct put back as Jinja source. `quote` makes Jinja's delimiters in what is not a
        construct harmless."""
        text = self.comment.sub(lambda match: f"{self.salt}{match.group(1)}z", text)
        pieces: list[str] = []
        plain: list[str] = []
        end = 0

        def flush() -> None:
            quoted = quote("".join(plain))
            plain.clear()
            # A brace beside a construct's own would make another delimiter of both.
            pieces.append(quoted[:-1] + "{{ '{' }}" if quoted.endswith("{") else quoted)

        for match in self.token.finditer(text):
            plain.append(text[end : match.start()])
            end = match.end()
            segment = self.get(match.group(1))
            if segment.kind == LITERAL:
                plain.append(segment.inner)
                continue
            flush()
            pieces.append(segment.source)
        plain.append(text[end:])
        return "".join([*pieces, quote("".join(plain))])
