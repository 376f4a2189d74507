"""The regions of a document: what stands between a `{% for %}` or `{% if %}` and its end, and the branches in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from commhub.render.jinja.constructs import STATEMENT, Segment

OPENERS: Final = frozenset({"for", "if"})
MIDDLE: Final = frozenset({"elif", "else"})
CLOSERS: Final = frozenset({"endfor", "endif"})
"""`with` is none: what stands in it is always there, once."""

Mark = TypeVar("Mark")


@dataclass(slots=True)
class Region(Generic[Mark]):
    """One region. `marks` are its statements in order: the opening one, those between its branches, the closing one.

    Each comes with what the caller knows about its place.
    """

    marks: list[tuple[Segment, Mark]] = field(default_factory=list)


def regions(constructs: Iterable[tuple[Segment, Mark]]) -> list[Region[Mark]]:
    """The regions of a document in the order in which they end; its statements are balanced, or Jinja refuses it."""
    done: list[Region[Mark]] = []
    open_ones: list[Region[Mark]] = []
    for segment, mark in constructs:
        if segment.kind != STATEMENT:
            continue
        if segment.word in OPENERS:
            open_ones.append(Region([(segment, mark)]))
        elif segment.word in MIDDLE | CLOSERS and open_ones:
            open_ones[-1].marks.append((segment, mark))
            if segment.word in CLOSERS:
                done.append(open_ones.pop())
    return done


def check_homes(constructs: Iterable[tuple[Segment, tuple[object, ...]]]) -> None:
    """Raises CompileError at a statement whose region does not stand in one piece of text, value, tag or comment.

    The escapes are chosen by what stands before a construct, which must not depend on the branch that was taken.
    """
    for region in regions(constructs):
        opening, home = region.marks[0]
        for segment, other in region.marks[1:]:
            if other != home:
                raise segment.place.error(
                    f"{{% {segment.inner} %}} stands in another place of the HTML than its {{% {opening.inner} %}} "
                    f"(line {opening.line}): put quotes around attribute values, and let each branch end what it begins"
                )
