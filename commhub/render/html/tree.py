"""The tree that browsers build of an HTML source, with the place in the source of every element.

tinyhtml5's tree builder (13.2.6 of the HTML standard) reads our own tokenizer, so each element knows the start tag
that it came from, and the builder's state can be looked at anywhere on the way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree as ET

from tinyhtml5 import parser as html5
from tinyhtml5.constants import Token

from commhub.contracts import CompileError
from commhub.render.html.builder import IMPLIED, XHTML, Builder, Element
from commhub.render.html.references import decode
from commhub.render.html.tokens import (
    BROKEN,
    COMMENT,
    DOCTYPE,
    END,
    RAW,
    RCDATA,
    START,
    TEXT,
    Attribute,
    Piece,
    Tokenizer,
)

__all__ = [
    "BROKEN", "COMMENT", "DOCTYPE", "END", "IMPLIED", "RAW", "RCDATA", "START", "TEXT", "XHTML",
    "Attribute", "Element", "Piece", "Snapshot", "State", "Tree", "decode", "parse", "parse_with_comments", "scan",
]  # fmt: skip

MAX_DEPTH: Final = 256
"""Elements that may be open at once. Browsers stop at 512; what reads the tree calls itself for each, and has 1,000 calls."""


@dataclass(frozen=True, slots=True)
class State:
    """The builder's state between two tokens; elements are compared by identity.

    `mode` is the insertion mode in the standard's words ("in body", "in table text"), `original` the one to return to
    from "text" and "in table text". `formatting` is the list of active formatting elements, None for its markers.
    `form` is the form pointer; `frameset` whether a frameset may still replace the body.
    """

    mode: str
    original: str
    open: tuple[Element, ...]
    formatting: tuple[Element | None, ...]
    form: Element | None
    head: Element | None
    frameset: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the builder did with one watched token: a comment that holds a match, or a match in text.

    `start` and `end` are its span in the source, `piece` the index of the piece it stands in, `comment` tells the two
    kinds apart. `parent` is where it was put: None where the builder ignored it, or keeps text back to see whether all
    of a table's text is white space (then `after.mode` is "in table text"). `foster` says that it was moved out of a
    table.
    """

    start: int
    end: int
    piece: int
    comment: bool
    before: State
    after: State
    parent: Element | None
    foster: bool


@dataclass(slots=True)
class Tree:
    """A parsed document: `elements` in document order, `snapshots` in the order of the source."""

    source: str
    pieces: tuple[Piece, ...]
    root: Element
    quirks: bool
    elements: tuple[Element, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    by_number: dict[int, list[Element]] = field(default_factory=dict)


class _Parser(html5.HTMLParser):  # type: ignore[misc]
    """tinyhtml5's parser on our tokenizer."""

    def __init__(self, source: str, watch: re.Pattern[str] | None, *, comments: bool = False) -> None:
        self.tree = Builder(comments)
        self.errors: list[object] = []
        self.phases = {name: kind(self, self.tree) for name, kind in html5._phases.items()}
        self.names = {id(phase): name for name, phase in self.phases.items()}
        self.container = None
        self.scripting = False
        self.original_phase = None
        self.tokenizer = Tokenizer(source, self, watch)
        self.snapshots: list[Snapshot] = []
        self.reset()

    def parse_error(self, errorcode: str, datavars: object = None) -> None:
        """Browsers have no errors, and the list would only take time."""

    def main_loop(self) -> None:
        """As the library's, with a snapshot around each watched token."""
        for token in self.tokenizer:
            self.tree.token = token
            span = self.tokenizer.watched
            if len(self.tree.open_elements) > MAX_DEPTH or len(self.tree.active_formatting_elements) > MAX_DEPTH:
                raise RecursionError
            if span is None:
                self._process(token)
                continue
            before, self.tree.place = self.state(), None
            self._process(token)
            comment = token["type"] == Token.COMMENT
            parent, foster = self.tree.put()
            number = len(self.tokenizer.pieces) - 1
            self.snapshots.append(Snapshot(*span, number, comment, before, self.state(), parent, foster))
        self.tree.token = {}
        while self.phase.process_eof():
            pass

    def _process(self, token: dict[str, Any]) -> None:
        kind = token["type"]
        rest: dict[str, Any] | None = token
        while rest is not None:
            phase = self._phase_for(kind, token)
            if kind == Token.CHARACTERS:
                rest = phase.process_characters(rest)
            elif kind == Token.SPACE_CHARACTERS:
                rest = phase.process_space_characters(rest)
            elif kind == Token.START_TAG:
                rest = phase.process_start_tag(rest)
            elif kind == Token.END_TAG:
                rest = phase.process_end_tag(rest)
            elif kind == Token.COMMENT:
                rest = phase.process_comment(rest)
            else:
                rest = phase.process_doctype(rest)

    def _phase_for(self, kind: Token, token: dict[str, Any]) -> Any:
        """The insertion mode, or the rules for foreign content (13.2.6)."""
        if not self.tree.open_elements or self.tree.open_elements[-1].namespace == XHTML:
            return self.phase
        node = self.tree.open_elements[-1]
        text = kind in {Token.CHARACTERS, Token.SPACE_CHARACTERS}
        start = kind == Token.START_TAG
        if (
            (
                self.is_mathml_text_integration_point(node)
                and (text or (start and token["name"] not in {"mglyph", "malignmark"}))
            )
            or (node.name == "annotation-xml" and start and token["name"] == "svg")
            or (self.is_html_integration_point(node) and (text or start))
        ):
            return self.phase
        return self.phases["in foreign content"]

    def state(self) -> State:
        text = self.phase is self.phases["in table text"]
        original = self.phase.original_phase if text else self.original_phase
        return State(
            mode=self.names[id(self.phase)],
            original=self.names.get(id(original), "") if text or self.phase is self.phases["text"] else "",
            open=tuple(self.tree.open_elements),
            formatting=tuple(self.tree.active_formatting_elements),
            form=self.tree.form_element,
            head=self.tree.head_element,
            frameset=self.frameset_ok,
        )


@lru_cache(maxsize=64)
def scan(source: str) -> tuple[Piece, ...]:
    """The pieces of a source, as a browser's tokenizer sees it; a fragment is read as a document of its own.

    They cover it without gaps. Text modes (raw text, RCDATA, CDATA) are those that the tree builder asks for, so
    `<title>` within `<svg>` holds ordinary text.
    """
    return parse(source).pieces


def parse(source: str, watch: re.Pattern[str] | None = None) -> Tree:
    """The tree of a document. With `watch`, a snapshot of the builder's state at each match in text and in comments.

    Scripting is off, as in mail clients: `<noscript>` holds elements. Raises CompileError for a document nested too
    deeply to be read.
    """
    parser = _Parser(source, watch)
    try:
        parser.main_loop()
    except RecursionError as error:
        raise CompileError("the HTML is nested too deeply to be read", "html") from error
    builder = parser.tree
    root: Element = builder.document._children[-1]
    tree = Tree(
        source=source,
        pieces=tuple(parser.tokenizer.pieces),
        root=root,
        quirks=parser.compatibility_mode == "quirks",
        snapshots=tuple(parser.snapshots),
    )
    elements: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        elements.append(element)
        tree.by_number.setdefault(element.number, []).append(element)
        waiting.extend(reversed(element._children))
    tree.elements = tuple(elements)
    return tree


def parse_with_comments(source: str) -> ET.Element:
    """The <html> element of a document with its comments, those beside it first and last in it. Raises CompileError."""
    parser = _Parser(source, None, comments=True)
    try:
        parser.main_loop()
    except RecursionError as error:
        raise CompileError("the HTML is nested too deeply to be read", "html") from error
    found = [node._element for node in parser.tree.document._children]
    root: ET.Element = next(node for node in found if node.tag == f"{{{XHTML}}}html")
    at = found.index(root)
    before, after = ([node for node in side if node.tag is ET.Comment] for side in (found[:at], found[at + 1 :]))
    root[:] = [*before, *root, *after]
    return root
