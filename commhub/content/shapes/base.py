"""What a shape is: how one kind of thing is laid out in files, read from rows, and written into a draft."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models

from commhub.content.item import Item
from commhub.content.problems import BadTree, Place, Problem, bad
from commhub.content.yaml_reading import Members, Node, members_of, read_yaml
from commhub.content.yaml_writing import as_yaml
from commhub.contracts import JSON
from commhub.versions import Version

KEY: Final = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
LOCALE: Final = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
BASED_ON: Final = "based_on"
MARK: Final = "\ufeff"
"""The byte order mark that some editors put before a text."""
Files = Mapping[str, bytes]


class Shape(ABC):
    """One kind of thing. `pattern` fits every path of a file of it; its group `key` says of which.

    `order` is the order in which kinds are written into the store: what others refer to comes first.
    """

    kind: ClassVar[str]
    order: ClassVar[int]
    pattern: ClassVar[re.Pattern[str]]

    def key_of(self, match: re.Match[str]) -> str:
        """The item's key, from a path that fits."""
        return match["key"]

    @abstractmethod
    def main(self, key: str) -> str:
        """The path of the file that each item has."""

    @abstractmethod
    def files(self, item: Item) -> dict[str, bytes]:
        """Everything that the tree says of an item, but what it is based on."""

    @abstractmethod
    def read(self, key: str, files: Files) -> Item:
        """The item that these files say. Raises BadTree."""

    def exported(self, item: Item) -> dict[str, bytes]:
        """The files with what they are based on: the item itself."""
        files = self.files(item)
        main = self.main(item.key)
        return files | {main: files[main] + as_yaml({BASED_ON: item.digest})}

    def opened(self, key: str, files: Files, known: Iterable[str]) -> Members:
        """The members of the main file. Raises BadTree when it is not there, or has others than `known`."""
        path = self.main(key)
        if path not in files:
            other = min(files)
            raise bad(path, f"This file is missing, and {other} belongs to it.")
        return members_of(opened(path, files[path]), {*known, BASED_ON})


class VersionShape(Shape):
    """A kind of thing that has versions."""

    model: ClassVar[type[Version]]

    @abstractmethod
    def item(self, version: Any) -> Item:
        """What a version says, with what is said of its parent now."""

    @abstractmethod
    def parent(self, key: str) -> Any | None:
        """The row of which it is a version, or None."""

    @abstractmethod
    def make_parent(self, item: Item) -> models.Model:
        """A new row for it, not saved. Raises BadTree when it refers to what is not there."""

    @abstractmethod
    def tell_parent(self, parent: Any, item: Item) -> None:
        """Set what the item says about it on the row, not saved. Raises BadTree when that cannot be."""

    @abstractmethod
    def write(self, version: Any, item: Item, note: str) -> None:
        """Put what the item says into a draft. Raises BadTree, UnsuitableFile or ValueError."""

    def needs(self, item: Item) -> set[str]:
        """The keys of items of the same kind that must be written before it."""
        return set()


def opened(path: str, content: bytes) -> Node:
    return read_yaml(path, text_of(path, content))


def text_of(path: str, content: bytes) -> str:
    """The text of a file. Raises BadTree when it is not UTF-8, with the line where that begins."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise bad(Place(path, line, column), "This is not UTF-8: save the file with that encoding.") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise bad(Place(path, line), "This has a NUL character, which no text can have.")
    return text.removeprefix(MARK)


def source_of(path: str, content: bytes) -> str:
    """A source as it was before it was written to a file: without the line break that ends each file."""
    return text_of(path, content).removesuffix("\n")


def as_source(source: str) -> bytes:
    return ((MARK if source.startswith(MARK) else "") + source + "\n").encode()


def as_file(told: Mapping[str, JSON]) -> bytes:
    """A YAML file of these members, without those that are empty."""
    return as_yaml({name: value for name, value in told.items() if value not in ("", None, [], {})})


def checked(row: models.Model, places: Mapping[str, Place], default: Place) -> None:
    """Raises BadTree with what the desk would say to whoever typed this row in."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise BadTree(_problems(error, places, default)) from error


def _problems(error: ValidationError, places: Mapping[str, Place], default: Place) -> Iterator[Problem]:
    for name, messages in error.message_dict.items():
        for message in messages:
            yield Problem(places.get(name, default), message if name == "__all__" else f"{name}: {message}")
