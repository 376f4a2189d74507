"""What a check of finished HTML is: the one class to write when a new kind of fault is to be found."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from commhub.contracts import Finding
from commhub.render.html.checks.clients import Client
from commhub.render.html.page.nodes import Node
from commhub.render.html.page.paint import Paint, has_dark_look, paint
from commhub.render.html.page.places import SourceText
from commhub.render.html.places import Place


@dataclass
class Page:
    """A finished page as the checks read it.

    `size` is what goes out, in bytes. `origins` are the places of the start tags by number, `sources` the texts that
    people wrote. `clients` are those that the brand targets, `hosts` those that links may lead to (empty: any).
    `media_types` tells the type of pictures that go along, by the address that shows them.
    """

    root: Node
    size: int
    locale: str
    clients: tuple[Client, ...]
    hosts: tuple[str, ...] = ()
    sources: tuple[SourceText, ...] = ()
    origins: Sequence[Place] = ()
    media_types: Mapping[str, str] = field(default_factory=dict)
    part: str = "email"

    @cached_property
    def light(self) -> Mapping[Node, Paint]:
        """How every element looks on a light screen."""
        return paint(self.root)

    @cached_property
    def dark(self) -> Mapping[Node, Paint]:
        """How every element looks on a dark screen, if the page says so itself; empty otherwise."""
        return paint(self.root, dark=True) if has_dark_look(self.root) else {}

    @cached_property
    def shown(self) -> tuple[Node, ...]:
        """The elements that are seen on a light or a dark screen, in order."""
        return tuple(
            node for node in self.root.walk() if self.light[node].shown or (node in self.dark and self.dark[node].shown)
        )

    def spot(self, node: Node | None) -> Place:
        """Where an element stands in its source."""
        while node is not None and not 0 <= node.number < len(self.origins):
            node = node.parent
        return self.origins[node.number] if node is not None else Place(self.part)


class HtmlCheck(ABC):
    """One kind of check. Pure: it reads a page and says what is wrong with it.

    `kind` groups findings for people: accessibility, client, link or size.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    kind: ClassVar[str]

    @abstractmethod
    def check(self, page: Page) -> Iterable[Finding]:
        """What is wrong with this page."""

    def finding(self, severity: str, spot: Place, surface: str, message: str, suggestion: str = "") -> Finding:
        """A finding of this check; `surface` quotes what it is about."""
        return Finding(
            rule=self.name,
            kind=self.kind,
            severity=severity,
            part=spot.part,
            start=0,
            end=0,
            surface=shortened(surface),
            message=message,
            suggestion=suggestion,
            line=spot.line,
            column=spot.column,
        )


def shortened(text: str, most: int = 60) -> str:
    """The text, cut in the middle when it is long."""
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 + 1 :]}"
