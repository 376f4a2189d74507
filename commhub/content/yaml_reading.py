"""Reads YAML strictly, with the place of every value: no tags, no aliases, no key twice, nothing deeper than it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

import yaml

from commhub.content.problems import BadTree, Place, Problem, bad, did_you_mean
from commhub.contracts import JSON

DEEPEST: Final = 40
MOST_VALUES: Final = 200_000
WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,30})\Z")
BROKEN: Final = re.compile(r"[-+]?[0-9]{1,400}\.[0-9]{0,400}([eE][-+][0-9]{1,3})?\Z")
WORDS: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
T = TypeVar("T")
NAMES: Final = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a whole number",
    bool: "true or false",
    float: "a number",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file with its place. `inner` holds Nodes: a dict by key, a list, or a plain value."""

    inner: object
    place: Place

    def value(self) -> JSON:
        """The plain value, without places."""
        if isinstance(self.inner, dict):
            return {key: one.value() for key, one in self.inner.items()}
        if isinstance(self.inner, list):
            return [one.value() for one in self.inner]
        return self.inner

    def members(self, known: Collection[str] | None = None) -> dict[str, Node]:
        """The members of an object. Raises BadTree when it is none, or has one that is not `known`."""
        if not isinstance(self.inner, dict):
            raise self.wrong("an object with names and values")
        if known is not None:
            unknown = [name for name in self.inner if name not in known]
            if unknown:
                raise BadTree(
                    Problem(self.inner[name].place, f"Nobody knows {name!r} here.{did_you_mean(name, known)}")
                    for name in unknown
                )
        return self.inner

    def items(self) -> list[Node]:
        if not isinstance(self.inner, list):
            raise self.wrong("a list")
        return self.inner

    def text(self, *, empty: bool = True) -> str:
        if not isinstance(self.inner, str):
            raise self.wrong("text (put it in quotes)" if isinstance(self.inner, bool | int | float) else "text")
        if not empty and not self.inner.strip():
            raise bad(self.place, "This cannot be empty.")
        return self.inner

    def flag(self) -> bool:
        if not isinstance(self.inner, bool):
            raise self.wrong("true or false")
        return self.inner

    def whole(self) -> int:
        if isinstance(self.inner, bool) or not isinstance(self.inner, int):
            raise self.wrong("a whole number")
        return self.inner

    def texts(self) -> list[str]:
        return [one.text() for one in self.items()]

    def wrong(self, wanted: str) -> BadTree:
        is_a = "nothing" if self.inner is None else NAMES.get(type(self.inner), "something else")
        return bad(self.place, f"This should be {wanted}, and is {is_a}.")


@dataclass(frozen=True, slots=True)
class Members:
    """The members of one object of a file, asked for by name with what holds when one is missing."""

    node: Node
    by_name: dict[str, Node]

    def get(self, name: str, read: Callable[[Node], T], default: Any) -> T:
        found = self.by_name.get(name)
        if found is None or found.inner is None:
            return cast("T", default)
        return read(found)

    def need(self, name: str, read: Callable[[Node], T]) -> T:
        found = self.by_name.get(name)
        if found is None:
            raise bad(self.node.place, f"{name!r} is missing.")
        return read(found)


def members_of(node: Node, known: Collection[str]) -> Members:
    return Members(node, node.members(known))


def read_yaml(path: str, text: str) -> Node:
    """The one document of a file. Raises BadTree with line and column."""
    try:
        return _Reader(path, yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        raise bad(place, f"This is not YAML: {error.problem or error.context}.") from error
    except yaml.YAMLError as error:  # characters that no YAML file holds
        raise bad(path, f"This is not YAML: {str(error).splitlines()[0]}.") from error


class _Reader:
    """Builds nodes from events, so that nothing is constructed that was not counted."""

    def __init__(self, path: str, events: Iterator[Any]) -> None:
        self.path = path
        self.events = events
        self.ahead: Any = None
        self.count = 0

    def next(self) -> Any:
        event, self.ahead = self.ahead or next(self.events), None
        return event

    def comes(self, kind: type[yaml.Event]) -> bool:
        """Whether the next event is of this kind."""
        self.ahead = self.ahead or next(self.events)
        return isinstance(self.ahead, kind)

    def document(self) -> Node:
        self.next()
        if self.comes(yaml.StreamEndEvent):
            return Node(None, Place(self.path, 1, 1))
        self.next()
        node = self.node(0)
        self.next()
        if not self.comes(yaml.StreamEndEvent):
            raise bad(self.place(self.next()), "A second document begins here; a file holds one.")
        return node

    def place(self, event: Any) -> Place:
        return Place(self.path, event.start_mark.line + 1, event.start_mark.column + 1)

    def node(self, depth: int) -> Node:
        event = self.next()
        place = self.place(event)
        self.count += 1
        if depth > DEEPEST:
            raise bad(place, f"This is nested deeper than {DEEPEST} levels.")
        if self.count > MOST_VALUES:
            raise bad(place, f"The file has more than {MOST_VALUES:,} values.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise bad(place, "Anchors and aliases (& and *) are not read: write the value out, or put it in quotes.")
        if getattr(event, "tag", None):
            raise bad(place, f"Tags are not read: {event.tag}. If it is text, put it in quotes.")
        if isinstance(event, yaml.ScalarEvent):
            return Node(self.scalar(event, place), place)
        if isinstance(event, yaml.SequenceStartEvent):
            found = []
            while not self.comes(yaml.SequenceEndEvent):
                found.append(self.node(depth + 1))
            self.next()
            return Node(found, place)
        return Node(self.mapping(depth), place)

    def mapping(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not self.comes(yaml.MappingEndEvent):
            key = self.node(depth + 1)
            name = key.inner
            if isinstance(name, bool | int | float) or name is None:
                raise bad(key.place, "A name is text: put it in quotes.")
            if not isinstance(name, str):
                raise bad(key.place, "A name is text, and no list or object.")
            if name in found:
                raise bad(key.place, f"{name!r} stands twice in one object; only one can be meant.")
            inner = self.node(depth + 1)
            found[name] = Node(inner.inner, key.place if isinstance(inner.inner, dict | list) else inner.place)
        self.next()
        return found

    def scalar(self, event: Any, place: Place) -> JSON:
        written: str = event.value
        if UNKEPT.search(written):
            raise bad(place, "This has a NUL or half a character, which nothing can keep.")
        if event.style is not None:
            return written
        if written in WORDS:
            return WORDS[written]
        if WHOLE.match(written):
            return int(written)
        if BROKEN.match(written):
            number = float(written)
            if number in (float("inf"), float("-inf")):
                raise bad(place, "This number is too large.")
            return number
        return written
