"""Which sides of the conditions a test set reaches: seen while the templates of an edition run with it, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from commhub.channels import channels
from commhub.channels.base import Source
from commhub.contracts import Brief, Edition, RenderError
from commhub.publish.test_sets.conditions import Condition, Place, Reader, Written, conditions_of
from commhub.render.jinja.watching import Seen, watching

DERIVED: Final = ("text", "readable")
"""Sources of a share with HTML that were made from it, and so have its conditions again."""
SIDES: Final = (True, False)


@dataclass(slots=True)
class Coverage:
    """The conditions of one message or many, and for each side of each the name of the first set that reached it."""

    conditions: dict[Place, Condition] = field(default_factory=dict)
    by_set: dict[tuple[Place, bool], str] = field(default_factory=dict)

    def note(self, condition: Condition, sides: set[bool], name: str) -> None:
        """A set took these sides of a condition."""
        self.conditions.setdefault(condition.place, condition)
        for side in sides:
            self.by_set.setdefault((condition.place, side), name)

    def missing(self) -> list[tuple[Condition, bool]]:
        """The sides that no set reached and one could, in the order of the conditions."""
        return [
            (condition, side)
            for place, condition in self.conditions.items()
            for side in SIDES
            if (place, side) not in self.by_set and not self.decided(condition)
        ]

    def decided(self, condition: Condition) -> bool:
        """Whether the language or the brand decides it, so that its other side is another edition's."""
        asked = any((condition.place, side) in self.by_set for side in SIDES)
        return condition.fixed or (condition.within_fixed and not asked)

    def add(self, other: Coverage) -> None:
        """What another one knows as well."""
        for place, condition in other.conditions.items():
            self.conditions.setdefault(place, condition)
        for key, name in other.by_set.items():
            self.by_set.setdefault(key, name)


class Filled:
    """One channel of an edition, whose templates are run with test sets and watched."""

    def __init__(self, edition: Edition, channel: str, source: Source, block: Reader) -> None:
        """`block` reads content blocks; what the edition was compiled from is `source`."""
        self.edition = edition
        self.channel = channels.get(channel)
        share = edition.channels[channel]
        self._derived = {share.get(name) for name in DERIVED} if "html" in share else set()
        self._candidates = [list(one) for one in _candidates(self.channel.uses, channel, source, edition, block)]
        self._known: dict[str, list[Condition | None]] = {}

    def run(self, brief: Brief, name: str, coverage: Coverage) -> str:
        """Fill the templates with this brief, and note what the set of that name reached. Answers why they cannot be
        filled, or ''."""
        problem = ""
        with watching() as watch:
            try:
                self.channel.fill(self.edition, brief)
            except RenderError as error:
                problem = str(error)
        for seen in watch.seen:
            if seen.signatures and seen.source not in self._derived:
                for number, condition in enumerate(self._conditions(seen)):
                    if condition is not None:
                        coverage.note(condition, seen.sides.get(number, set()), name)
        return problem

    def _conditions(self, seen: Seen) -> list[Condition | None]:
        """The conditions of a compiled source as they were written, in its order; None for one that was not found."""
        if seen.source not in self._known:
            self._known[seen.source] = max(
                (_aligned(seen.signatures, one) for one in self._candidates),
                key=lambda found: sum(condition is not None for condition in found),
                default=[],
            )
        return self._known[seen.source]


def _candidates(
    uses: Sequence[str], channel: str, source: Source, edition: Edition, block: Reader
) -> Iterator[Iterator[Condition]]:
    """What a compiled source may have been made from: each part alone, and within the layout."""
    layout = Written(source.layout, f"layout {edition.brand_key}-{channel}", source.locale, block)
    parts: Mapping[str, str] = source.written or source.parts
    for name in uses:
        if name in parts:
            part = Written(parts[name], source.place_of(name), source.locale, block)
            yield conditions_of(part)
            if source.layout:
                yield conditions_of(layout, part)


def _aligned(signatures: Sequence[str], written: Sequence[Condition]) -> list[Condition | None]:
    theirs = [condition.signature for condition in written]
    if list(signatures) == theirs:
        return list(written)
    found: list[Condition | None] = [None] * len(signatures)
    for first, second, count in SequenceMatcher(None, signatures, theirs, autojunk=False).get_matching_blocks():
        found[first : first + count] = written[second : second + count]
    return found
