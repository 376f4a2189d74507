"""Texts of the request that know where they came from, and codes, for which customers read other words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from commhub.contracts import RenderError
from commhub.render.jinja.marks import opening


class Field(str):
    """A text from the request that knows where it came from: `path` is its JSON Pointer, `holds` what it names.

    Both are kept as the mark that stands before the text when it is printed (`origin`, see render.marks).
    """

    __slots__ = ("origin",)
    origin: str

    def __new__(cls, text: str, path: str, holds: str = "") -> Field:
        return told(text, opening(path, holds))

    @property
    def path(self) -> str:
        return self.origin[1:-1].partition("|")[0]

    @property
    def holds(self) -> str:
        return self.origin[1:-1].partition("|")[2]


def told(text: str, origin: str) -> Field:
    """A text from the request, with the mark that says where it came from."""
    told_field = _new(Field, text)
    told_field.origin = origin
    return told_field


class Coded(Field):
    """A code from the request. Conditions see the code; what is printed in its place are `words`.

    None: nobody has said yet what customers read for it, so that printing it is refused.
    """

    __slots__ = ("words",)
    words: str | None

    def __iter__(self) -> Iterator[str]:
        return iter(read_as(self))


def coded(code: str, origin: str, words: str | None) -> Coded:
    """A code with its words and the mark that says where it came from."""
    made = cast("Coded", _new(Coded, code))
    made.origin, made.words = origin, words
    return made


def read_as(text: str) -> str:
    """A text as a customer reads it: the words for a code, and any other as it is. Raises RenderError without words."""
    if type(text) is not Coded:
        return text
    if text.words is None:
        raise RenderError(f"the code {str(text)[:80]!r} of {text.path} has no words for customers")
    return text.words


def in_both(value: Coded, change: Callable[[Field], str]) -> Coded:
    """What a change makes of a code, for conditions, and of its words, for print."""
    words = None if value.words is None else change(told(value.words, value.origin))
    origin = words.origin if isinstance(words, Field) else value.origin
    return coded(str(change(told(str(value), value.origin))), origin, None if words is None else str(words))


_new: Callable[[type[Field], str], Field] = str.__new__
