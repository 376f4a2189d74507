"""Reads a document's tree for text_source.py: what is seen in an element, its Jinja tokens, and the text within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from commhub.render.jinja.constructs import STATEMENT, Constructs
from commhub.render.text.elements import (
    ALWAYS,
    INLINE,
    NEVER,
    READ_HERE,
    SOMETIMES,
    attribute,
    depth_after,
    hidden,
    holds,
    is_button,
    is_comment,
    name_of,
)
from commhub.render.text.structure import BREAK, BUTTON, END, IMAGE, LINK, OURS, TARGET

_SPACE: Final = re.compile(r"[ \t\r\n\f]+")

Part = tuple[str, str | ET.Element]
"""What stands in an element: "text" written as marks and words, a "statement" by number, or a "block"."""


class Undecided(Exception):
    """What the text is depends on data in a way that cannot be compiled."""


class Reader:
    """Reads a document. With `constructs` there are tokens in it; without, it is a finished one."""

    def __init__(self, constructs: Constructs | None) -> None:
        self.constructs = constructs

    # ---- tokens

    def _word(self, number: str) -> str:
        return self.constructs.get(number).word if self.constructs else ""

    def _token(self, number: str) -> str:
        return f"{self.constructs.salt}{number}z" if self.constructs else ""

    def _has_token(self, text: str) -> bool:
        return self.constructs is not None and self.constructs.token.search(text) is not None

    def _names_set(self, text: str) -> set[str]:
        """The statements of a text that set a name, which others may read wherever they stand."""
        if self.constructs is None:
            return set()
        return {number for number in self.constructs.token.findall(text) if self._word(number) == "set"}

    def _statement(self, comment: ET.Element) -> str | None:
        """The number of the statement that a comment stands for."""
        if self.constructs is None or not is_comment(comment):
            return None
        match = self.constructs.token.fullmatch(comment.text or "")
        return match.group(1) if match and self.constructs.get(match.group(1)).kind == STATEMENT else None

    def _statements_of(self, element: ET.Element) -> list[str]:
        """The statements of what is left out, when one of them sets a name."""
        found = [number for node in element.iter() if (number := self._statement(node)) is not None]
        return found if is_comment(element) or any(self._word(number) == "set" for number in found) else []

    # ---- what an element holds

    def _children(self, element: ET.Element) -> Iterator[tuple[str, ET.Element]]:
        """An element's children that are seen, and its statements with their first word."""
        for child in element:
            if is_comment(child):
                number = self._statement(child)
                if number is not None:
                    yield self._word(number), child
            elif not self._left_out(child):
                yield "", child

    def _left_out(self, element: ET.Element) -> bool:
        if self.constructs and any(self._has_token(attribute(element, name)) for name in READ_HERE):
            raise Undecided
        return hidden(element)

    def _blocks(self, element: ET.Element, *, in_cell: bool = False) -> int:
        """Whether an element holds blocks: NEVER, SOMETIMES (data decides) or ALWAYS."""
        found = holds(self._children(element), in_cell=in_cell)
        depth = 0
        for word, child in self._children(element):
            if word:
                depth = depth_after(word, depth)
            elif name_of(child) != "a" or in_cell:
                inner = self._blocks(child, in_cell=in_cell)
                found = max(found, min(inner, SOMETIMES) if depth else inner)
        return found

    def _parts(self, element: ET.Element) -> Iterator[Part]:
        """What stands in an element that may hold blocks."""
        yield "text", self._words(element.text)
        for child in element:
            if is_comment(child):
                number = self._statement(child)
                if number is not None:
                    yield "statement", number
            elif self._left_out(child):
                for number in self._statements_of(child):
                    yield "statement", number
            elif name_of(child) in INLINE:
                blocks = NEVER if name_of(child) == "a" else self._blocks(child)
                if blocks == SOMETIMES:
                    raise Undecided
                yield ("block", child) if blocks == ALWAYS else ("text", self._inline(child))
            else:
                yield "block", child
            yield "text", self._words(child.tail)

    def _words(self, text: str | None) -> str:
        return _SPACE.sub(" ", OURS.sub("", text)) if text else ""

    # ---- within a line

    def _line(self, element: ET.Element, *, between: str = BREAK) -> str:
        """All that stands in an element, as one block; `between` parts the blocks in it."""
        pieces = [self._words(element.text)]
        for child in element:
            if is_comment(child):
                number = self._statement(child)
                pieces.append("" if number is None else self._token(number))
            elif self._left_out(child):
                pieces += [self._token(number) for number in self._statements_of(child)]
            elif name_of(child) in INLINE:
                pieces.append(self._inline(child, between=between))
            else:
                pieces += [between, self._line(child, between=between), between]
            pieces.append(self._words(child.tail))
        return "".join(pieces)

    def _inline(self, element: ET.Element, *, between: str = BREAK) -> str:
        name = name_of(element)
        if name == "br":
            return between
        if name == "img":
            words = self._words(attribute(element, "alt"))
            if attribute(element, "role") in {"presentation", "none"} or not words.strip():
                return ""
            return words if between == " " else f"{IMAGE}{words}{IMAGE}"
        if name == "a":
            label, target = self._line(element, between=" "), OURS.sub("", attribute(element, "href"))
            kind = BUTTON if is_button(element) else LINK
            return f"{kind}{label}{TARGET}{_SPACE.sub(' ', target)}{END}" if target else label
        if name == "q":
            return f"“{self._line(element, between=between)}”"
        return self._line(element, between=between)
