"""A source as the syntax tree that it is rendered with, in which every node knows its place to the column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from commhub.render.jinja.environment import TOO_DEEP, Sandbox
from commhub.render.jinja.refusals import MAX_SOURCE
from commhub.render.jinja.wording import in_plain_words

MOST_FAULTS: Final = 20
"""Faults that are looked for in one source; whoever has that many sees the rest at the next save."""
TAGS: Final = ("if", "elif", "else", "endif", "for", "endfor", "set", "include", "with", "endwith", "raw", "endraw")
CLOSINGS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
STAND_INS: Final = {"if": "{%if 1", "elif": "{%elif 1", "for": "{%for a in[]"}
"""What takes the place of an opening that is wrong, so that its end is no second mistake."""
_LINE_END = re.compile(r"\r\n|\r")
_WORD = re.compile(r"\{%[-+]?\s*([a-z]+)")
_UNEXPECTED = re.compile(r"unexpected char ['\"](?P<char>.+)['\"] at \d+", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at one place: code points from 0 in the text as Jinja reads it, and half a sentence."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A source read as far as it goes: where it is wrong, `root` is what was made of the rest, or None.

    In the nodes, `lineno` is the offset of what they stand for in `text`, which has plain line ends.
    """

    text: str
    root: nodes.Template | None
    faults: tuple[Fault, ...]


def plain_lines(source: str) -> str:
    """The source with the line ends that Jinja's lexer makes of any."""
    return _LINE_END.sub("\n", source)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; columns count code points, a tab being one."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def read_tree(source: str) -> Tree:
    """The tree of a source with all its faults. After each fault the place of it is blanked out, and reading goes on."""
    if len(source) > MAX_SOURCE:
        return Tree("", None, (Fault(0, f"a source has up to {MAX_SOURCE:,} characters"),))
    text = plain_lines(source)
    left = text
    faults: dict[int, Fault] = {}
    excused: set[int] = set()
    lost: list[str] = []
    for _ in range(MOST_FAULTS):
        reader = _Reader(left)
        try:
            root = reader.read()
        except _Wrong as wrong:
            lost += [f"end{wrong.loses}"] if wrong.loses else []
            if wrong.closes in lost:
                lost.remove(wrong.closes)
            elif wrong.fault.offset not in excused:
                faults.setdefault(wrong.fault.offset, wrong.fault)
            excused |= wrong.excuses
            if wrong.mended == left:
                break
            left = wrong.mended
            continue
        return Tree(text, root, tuple(sorted(faults.values())))
    return Tree(text, None, tuple(sorted(faults.values())))


class _Wrong(Exception):
    """A fault, and the text with which reading can go on. Of the openings in `excuses` nothing more is to be said; `loses`
    is the tag that was blanked out without its end, and `closes` the end that was found without its tag."""

    def __init__(
        self, fault: Fault, mended: str, excuses: set[int] | None = None, *, loses: str = "", closes: str = ""
    ) -> None:
        self.fault = fault
        self.mended = mended
        self.excuses = excuses or set()
        self.loses = loses
        self.closes = closes
        super().__init__(fault.text)


class _Unclosed(Exception):
    """The source ended within a tag that needs its end, and began at `begun`."""

    def __init__(self, begun: int) -> None:
        self.begun = begun
        super().__init__(begun)


class _UnknownTag(Exception):
    """A tag that does not exist, or that opens nowhere; `begun` is where the tag around it began, if there is one."""

    def __init__(self, name: str, offset: int, begun: int | None) -> None:
        self.name = name
        self.offset = offset
        self.begun = begun
        super().__init__(name)


class Placing(Sandbox):
    """The sandbox whose tokens, and so whose nodes, have their offset for a line number."""

    def __init__(self) -> None:
        super().__init__("en", markup=True)

    def tokens(self, text: str, openings: list[int]) -> Iterator[tuple[int, str, str]]:
        """The lexer's tokens; `openings` gets the offset of each construct."""
        at = 0
        try:
            for _, lexeme, value in self.lexer.tokeniter(text, None):
                at = text.find(value, at)  # `{%-` takes away the white space between
                if lexeme.endswith("_begin"):
                    openings.append(at)
                yield at, lexeme, value
                at += len(value)
        except TemplateSyntaxError as error:
            missing = str(error.message).startswith("Missing end")
            raise TemplateSyntaxError(error.message or "", openings[-1] if missing and openings else at) from error


PLACING: Final = Placing()


class _Parser(Parser):
    """Jinja's parser, which also remembers where the tags began that are still open."""

    def __init__(self, text: str, openings: list[int]) -> None:
        self.begun: list[int] = []
        self.environment: Any = PLACING
        self.stream = TokenStream(PLACING.lexer.wrap(PLACING.tokens(text, openings)), None, None)
        self.name = None
        self.filename = None
        self.closed = False
        self.extensions = {}
        self._last_identifier = 0
        self._tag_stack: list[str] = []
        self._end_token_stack: list[tuple[str, ...]] = []

    def parse_statement(self) -> nodes.Node | list[nodes.Node]:
        self.begun.append(self.stream.current.lineno)
        found = super().parse_statement()
        self.begun.pop()
        return found

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> NoReturn:
        around = self.begun[:-1]  # the last is its own
        raise _UnknownTag(name, lineno or 0, around[-1] if around else None)

    def fail_eof(self, end_tokens: tuple[str, ...] | None = None, lineno: int | None = None) -> NoReturn:
        del end_tokens, lineno
        raise _Unclosed(self.begun[-1])


class _Reader:
    """One try to read a text; raises _Wrong at the first fault."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.openings: list[int] = []

    def read(self) -> nodes.Template:
        try:
            return _Parser(self.text, self.openings).parse()
        except _Unclosed as unclosed:
            tag, opening = self._word(unclosed.begun), self._opening(unclosed.begun)
            text = f"this {{% {tag} %}} is never closed with {{% end{tag} %}}"
            mended = f"{self.text}{{% end{tag} %}}"
            if tag == "set":
                text = "{% set %} needs a value, such as {% set total = 3 %}"
                mended = self._blanked(opening, self._end(opening))
            raise _Wrong(Fault(opening, text), mended) from None
        except _UnknownTag as unknown:
            raise self._unknown_tag(unknown, unknown.begun) from None
        except TemplateSyntaxError as error:
            raise self._syntax(error) from error
        except RecursionError as error:
            raise _Wrong(Fault(0, TOO_DEEP), self.text) from error
        except ValueError as error:  # a number with more digits than Python reads
            raise _Wrong(Fault(0, "there is a number here that nobody can read"), self.text) from error

    def _unknown_tag(self, unknown: _UnknownTag, begun: int | None) -> _Wrong:
        name, opening = unknown.name, self._opening(unknown.offset)
        excuses: set[int] = set()
        if name in TAGS and begun is not None:
            tag = self._word(begun)
            text = f"{{% {name} %}} does not belong here: first close {{% {tag} %}} with {{% end{tag} %}}"
            excuses = {self._opening(begun)} if name.startswith("end") else set()
        elif name in TAGS:
            text = f"{{% {name} %}} opens nowhere before"
        else:
            near = get_close_matches(name, TAGS, 1)
            text = f"there is no tag {{% {name} %}}" + (f". Did you mean {{% {near[0]} %}}?" if near else "")
            if near and begun is not None and near[0] == f"end{self._word(begun)}":
                excuses = {self._opening(begun)}
        mended = self._blanked(opening, self._end(opening))
        return _Wrong(Fault(unknown.offset, text), mended, excuses, closes=name)

    def _syntax(self, error: TemplateSyntaxError) -> _Wrong:
        offset, message = error.lineno, error.message or ""
        opening = self._opening(offset)
        if not self.openings:
            return _Wrong(Fault(offset, in_plain_words(message)), self.text)
        sign = self.text[opening : opening + 2]
        closing = CLOSINGS[sign]
        first = self.text.find(closing, opening + 2)
        following = min((at for at in (self.text.find(one, opening + 2) for one in CLOSINGS) if at >= 0), default=-1)
        if message.startswith("Missing end"):
            text = f"this {sign} is never closed with {closing}"
            if sign == "{%":
                text = "this {% raw %} is never closed with {% endraw %}"
            return _Wrong(Fault(opening, text), self._blanked(opening, len(self.text)))
        other = "%}" if closing == "}}" else "}}"
        ended = self.text.find(other, opening + 2)
        if 0 <= ended <= offset and (first < 0 or ended < first):
            text = f"this {sign} ends with {other}, and needs {closing}"
            mended = self._mended(opening, ended + 2)
            loses = self._word(opening) if mended is None else ""
            return _Wrong(Fault(opening, text), mended or self._blanked(opening, ended + 2), loses=loses)
        if first < 0 or 0 <= following < first:
            text = f"this {sign} is never closed with {closing}"
            return _Wrong(Fault(opening, text), self._blanked(opening, opening + 2))
        mended = self._mended(opening, first + 2)
        loses = self._word(opening) if mended is None else ""
        return _Wrong(Fault(offset, self._told(message)), mended or self._blanked(opening, first + 2), loses=loses)

    def _told(self, message: str) -> str:
        if found := _UNEXPECTED.fullmatch(message):
            char = found.group("char")
            if char in "'\"":
                return f"the text that begins here is never closed with another {char}"
            curly = "; write straight quotes (\" or ')" if char in "“”„‘’‚«»" else ""
            return f"the character {char} cannot stand here{curly}"
        return in_plain_words(message)

    def _opening(self, offset: int) -> int:
        """Where the construct begins in which an offset lies."""
        return max((at for at in self.openings if at <= offset), default=0)

    def _word(self, offset: int) -> str:
        found = _WORD.match(self.text, self._opening(offset))
        return found.group(1) if found else ""

    def _end(self, opening: int) -> int:
        found = self.text.find(CLOSINGS[self.text[opening : opening + 2]], opening)
        return len(self.text) if found < 0 else found + 2

    def _mended(self, opening: int, end: int) -> str | None:
        """The text with a stand-in for what opens something, or None where there is no room for one."""
        stand_in = STAND_INS.get(self._word(opening), "")
        if not stand_in or end - opening < len(stand_in) + 2 or "\n" in self.text[opening:end]:
            return None
        filled = stand_in.ljust(end - opening - 2) + "%}"
        return self.text[:opening] + filled + self.text[end:]

    def _blanked(self, start: int, end: int) -> str:
        blank = "".join("\n" if char == "\n" else " " for char in self.text[start:end])
        return self.text[:start] + blank + self.text[end:]
