"""What a channel is: the one class to write when a channel is added."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from commhub.contracts import JSON, AssetFile, Brief, Edition, Finding, Rendered
from commhub.render import versions


def no_other(slot: str, which: str) -> AssetFile | None:
    """For a slot that has one file and no other."""
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """All that a channel compiles from, for one brand and locale: Jinja source with blocks already in place.

    `parts` maps part names to source; `layout` is the layout's source and `settings` its settings; `brand` holds the
    tokens; `asset(slot)` answers the brand's file of that slot that is fit for this channel and notes its use
    (CompileError when there is none). `variables` are the names that templates may read. `per_message` asks for the slow
    road on purpose, in order to compare: what could be done once is done for each message. `written` holds parts as
    their author wrote them, where that differs from `parts`: what is found in them is told by those lines.
    `locale` is the one in which the channel speaks, and `written_in` says of parts that another locale lends where they
    were written. `other(slot, which)` answers, and notes, a second file of a slot: the `dark` one for dark screens, or the
    `small` one with a pixel for each that is shown; None when there is none.
    """

    parts: Mapping[str, str]
    layout: str
    settings: Mapping[str, JSON]
    brand: Mapping[str, JSON]
    locale: str
    variables: frozenset[str]
    asset: Callable[[str], AssetFile]
    per_message: bool = False
    written: Mapping[str, str] = field(default_factory=dict)
    other: Callable[[str, str], AssetFile | None] = no_other
    written_in: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, part: str) -> str:
        """What a part is called where something is said of it: `body (en-GB)`."""
        return f"{part} ({self.written_in.get(part, self.locale)})"


class Channel(ABC):
    """One way to reach a customer. All of it is pure: no database, no network, no clock.

    `name` is permanent and stored in rows. `order` is its place when no rule and no preference says otherwise.
    `cost` is what one message costs, roughly, in pounds. `contact_kind` is the kind of contact point that it needs,
    and `contact_label` what people call that. `uses` lists the part names that it can be made of. `texts` are those of them
    any of which is its text, the first before the next where both are written in one language (with none, the first of
    `uses`): the language of the text is that of the message. `beside` are those that only go along with a text of their
    own language, and `figures` those of them that nobody reads. With `needs_layout`, a
    brand that has no layout for the channel does not offer it. `reads` names the attributes of a customer that `render`
    looks at: those are kept with the message and no others reach it, so that it can be made again from its record.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    order: ClassVar[int] = 100
    cost: ClassVar[Decimal] = Decimal(0)
    contact_kind: ClassVar[str]
    contact_label: ClassVar[str]
    uses: ClassVar[tuple[str, ...]]
    texts: ClassVar[tuple[str, ...]] = ()
    beside: ClassVar[tuple[str, ...]] = ()
    figures: ClassVar[tuple[str, ...]] = ()
    needs_layout: ClassVar[bool] = True
    reads: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def offered(self, parts: Mapping[str, str]) -> bool:
        """Whether a template with these parts goes out on this channel at all."""

    @abstractmethod
    def address_problem(self, value: JSON) -> str:
        """Why this contact value cannot be used, as half a sentence ('is a landline'), or '' when it can."""

    @abstractmethod
    def canonical_address(self, value: JSON) -> str:
        """The form in which suppressions name this address, e.g. an e-mail address in lower case."""

    @abstractmethod
    def compile(self, source: Source) -> Mapping[str, JSON]:
        """This channel's share of an edition: plain JSON that `render` reads. Raises CompileError with the place."""

    @abstractmethod
    def render(self, edition: Edition, brief: Brief) -> Rendered:
        """The message. Raises RenderError."""

    def fill(self, edition: Edition, brief: Brief) -> None:
        """Run the templates of a message without finishing it: to see that they run, and which way their conditions go.

        Raises RenderError.
        """
        self.render(edition, brief)

    def verify(self, source: Source, edition: Edition, briefs: Iterable[Brief]) -> None:
        """Try with these messages that what was done once for the edition is right for each. Raises CompileError."""
        del source, edition, briefs

    def examine(self, source: Source, edition: Edition, brief: Brief, rendered: Rendered) -> tuple[Finding, ...]:
        """What is wrong with the finished form of a message made from sample data, with the places in its sources.

        Run before a version is submitted or approved, not for messages. An error stops the version.
        """
        del source, edition, brief, rendered
        return ()

    def renderers(self) -> Mapping[str, str]:
        """The versions of all that `render` stands on, by name; they are kept with each message."""
        return versions.shared()
