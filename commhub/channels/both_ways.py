"""The claim that inlining once is the same as inlining every message, tried with data when a template is compiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from commhub.contracts import RenderError
from commhub.render.html.tree import START, Element, Tree, parse

_FAILED: Final = "\0"
"""Before what a message that cannot be rendered says; no rendered text has it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One message both ways. `key` (edition and data) tells it from every other: what has agreed is not tried again."""

    key: tuple[str, str]
    once: Callable[[], str] = field(compare=False)
    per_message: Callable[[], str] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first difference as a sentence, and the start tag at which it shows, counted from 0 without those
    of <style>, which inlining may take away (-1: at none)."""

    says: str
    tag: int = -1


@lru_cache(maxsize=512)
def difference(trial: Trial) -> Difference | None:
    """Where the two messages differ as trees; None if nowhere. A message that cannot be rendered must fail both ways."""
    once, slow = _result(trial.once), _result(trial.per_message)
    if once == slow:
        return None
    failed = next((text for text in (once, slow) if text.startswith(_FAILED)), "")
    if failed:
        return Difference(f"one of them cannot be made: {failed.removeprefix(_FAILED)}")
    return unlike(parse(once), parse(slow))


def _result(make: Callable[[], str]) -> str:
    try:
        return make()
    except RenderError as error:
        return f"{_FAILED}{error}"


def unlike(one: Tree, other: Tree) -> Difference | None:
    """The first difference between two trees: elements, their order and nesting, attributes and text."""
    places = [{id(element): index for index, element in enumerate(tree.elements)} for tree in (one, other)]
    for mine, theirs in zip_longest(one.elements, other.elements):
        if mine is None or theirs is None:
            return Difference(f"one of them has another <{(mine or theirs).name}>")
        tag = _tag(one, mine)
        if (mine.namespace, mine.name) != (theirs.namespace, theirs.name):
            return Difference(f"one has <{mine.name}> where the other has <{theirs.name}>", tag)
        if places[0].get(id(mine.parent)) != places[1].get(id(theirs.parent)):
            return Difference(f"<{mine.name}> stands within another element", tag)
        for name in {**mine.attributes, **theirs.attributes}:
            first, second = mine.attributes.get(name), theirs.attributes.get(name)
            if first != second:
                return Difference(f'"{name}" of <{mine.name}> is {first!r} in one and {second!r} in the other', tag)
        if _texts(mine) != _texts(theirs):
            return Difference(f"the text in or behind <{mine.name}> is not the same", tag)
    return None


def _texts(element: Element) -> tuple[str, str]:
    return element.etree.text or "", element.etree.tail or ""


def _tag(tree: Tree, element: Element) -> int:
    if element.number < 0:
        return -1
    return sum(piece.kind == START and piece.name != "style" for piece in tree.pieces[: element.number])
