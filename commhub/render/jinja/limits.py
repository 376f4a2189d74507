"""What one render may cost: bounds that hold whatever a template says, so that none keeps a worker busy or eats its memory.

They are counted in steps and lengths, never in seconds: the same template and data end the same way on every machine.
A step is about a microsecond: a turn of a short loop, a filter, a hundred letters put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jinja2.exceptions import SecurityError

from commhub.contracts import RenderError
from commhub.render.jinja.fields import Coded, read_as
from commhub.render.jinja.marks import CLOSE

MAX_STEPS: Final = 200_000
MAX_OUTPUT: Final = 2_000_000
"""Characters that one part of a message may have; a longer one is a mistake in the template or hostile data."""
MAX_TEXT: Final = 100_000
"""The longest text that an operator or a filter may make inside a template."""
MAX_LIST: Final = 10_000
MAX_BITS: Final = 1_024
LONG: Final = 1_000
"""Characters from which on a piece of output is counted at once, and not when the pieces are put together."""
MANY: Final = 4_096
"""Pieces of output that are put together, so that their length is known, before more are made."""

CONTAINERS: Final = (Mapping, list, tuple, set, range, Iterator)


class Padding(str):
    """An empty piece of output, where a value would stand between two literal texts."""

    __slots__ = ()


PADDING: Final = Padding()
INSTEAD: Final = "\x00"
"""Begins, among the origins of what was printed, a text that has marks in it, to stand there instead."""


class Steps(list[str]):
    """The steps that a render has left; and, as its members, the origins of the values printed since `fold`.

    Pieces of output come in pairs: a literal text, and a printed value or PADDING.
    """

    __slots__ = ("done", "left", "long", "size")

    def __init__(self) -> None:
        self.left = MAX_STEPS
        self.size = 0
        self.long = 0
        self.done: list[tuple[str, str]] = []

    def pay(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise SecurityError(f"this takes more than {MAX_STEPS:,} steps: there are too many loops inside each other")

    def spend(self, value: object) -> None:
        """Pay for going through a value once."""
        if isinstance(value, str):
            self.pay(1 + len(value) // 100)
        else:
            self.pay(1 + (len(value) if isinstance(value, list | tuple | Mapping | range) else 0))

    def each(self, values: Iterable[object]) -> Iterator[object]:
        for value in values:
            self.pay(1)
            yield value

    def turns(self, values: Any, weight: int) -> Any:
        """What a loop goes through, paid for in advance: `weight` steps a turn."""
        if type(values) is Coded:
            values = read_as(values)
        elif type(values) is not list and not isinstance(values, list | tuple | range | str | Mapping):
            # Each that comes is paid for as it comes: nobody knows how many there are.
            values = list(self.each(values))
        self.pay(len(values) * weight)
        return values

    def printed(self, length: int) -> None:
        """Count a long piece of output at once."""
        self.long += length
        if self.size + self.long > MAX_OUTPUT:
            raise RenderError(f"the result is longer than {MAX_OUTPUT:,} characters")

    def fold(self, out: list[str]) -> None:
        """Put the pieces so far together, so that there are never too many of them."""
        self.size += sum(map(len, out))
        self.long = 0
        if self.size > MAX_OUTPUT:
            raise RenderError(f"the result is longer than {MAX_OUTPUT:,} characters")
        self.done.append(("".join(out), with_origins(out, self)))
        out.clear()
        self.clear()


def with_origins(out: list[str], origins: Iterable[str]) -> str:
    """Pieces of output as one text in which every field stands in its mark."""
    pieces: list[str] = []
    come = iter(origins)
    for literal, text in zip(out[::2], out[1::2], strict=True):
        pieces.append(literal)
        if text is not PADDING:
            origin = next(come)
            if not origin:
                pieces.append(text)
            elif origin.startswith(INSTEAD):
                pieces.append(origin[1:])
            else:
                pieces += (origin, text, CLOSE)
    return "".join(pieces)


class Printed:
    """What a template printed: `plain`, as the customer gets it, and `marked`, in which fields stand in their marks."""

    __slots__ = ("_marked", "_out", "_steps", "plain")

    def __init__(self, out: list[str], steps: Steps) -> None:
        if steps.done:
            steps.fold(out)
            self.plain = "".join([plain for plain, _ in steps.done])
        else:
            self.plain = "".join(out)
            if len(self.plain) > MAX_OUTPUT:
                raise RenderError(f"the result is longer than {MAX_OUTPUT:,} characters")
        self._out = out
        self._steps = steps
        self._marked: str | None = None

    @property
    def marked(self) -> str:
        if self._marked is None:
            before = "".join([marked for _, marked in self._steps.done])
            self._marked = before + with_origins(self._out, self._steps)
        return self._marked


def few(*bounds: int) -> range:
    """range(), for as many turns as a message can want."""
    found = range(*bounds)
    if len(found) > MAX_LIST:
        raise OverflowError(f"Range too big. A template counts up to {MAX_LIST:,}.")
    return found
