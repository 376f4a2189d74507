"""What of a document's styles can become style attributes, and what must stay in its head so that nothing changes.

A style attribute beats every normal rule. So a declaration in a media query (or behind :hover) that used to win over
the inlined ones is marked `!important`, with all that stand above it in the cascade; one that used to lose, and is
`!important` itself, makes the inlined ones `!important`. Where neither can be had for all elements, the properties
concerned are not inlined on the elements concerned. Each such retreat may call for another, so this goes round until
nothing changes; it only ever retreats, so it ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from commhub.render.html.css.cascade import (
    ABOVE,
    BELOW,
    FREE,
    IMPORTANT_SHEET,
    MIXED,
    Cascade,
    Entry,
    Styled,
    compare,
    has_table,
    overlap,
    written,
)
from commhub.render.html.css.sheets import Declaration
from commhub.render.html.tree import Element


@dataclass(eq=False, slots=True)
class Case:
    """One family of properties on one start tag (several elements where the parser repeats it)."""

    members: list[Styled]
    family: str
    statics: list[Entry]
    others: list[tuple[Entry, str]]
    left: bool
    important: bool = False


@dataclass(slots=True)
class Plan:
    """`raised` declarations get `!important`; `kept` ones stay in the head for the sake of some element."""

    cases: list[Case]
    raised: set[Declaration] = field(default_factory=set)
    kept: set[Declaration] = field(default_factory=set)
    barred: set[Declaration] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Order:
    """On some element both declarations may apply to one property, and `upper` wins; `both` says that it also wins
    where both are important."""

    lower: Declaration
    upper: Declaration
    both: bool


def plan(cascade: Cascade, frozen: Collection[Element] = ()) -> Plan:
    """Decide for each case. Nothing is inlined on `frozen` elements."""
    made = Plan(_cases(cascade, frozen))
    orders = _orders(cascade)
    over: dict[Declaration, list[Order]] = defaultdict(list)
    for order in orders:
        over[order.lower].append(order)
    while _retreat(made, over):
        pass
    return made


def _cases(cascade: Cascade, frozen: Collection[Element]) -> list[Case]:
    by_tag: dict[object, list[Styled]] = defaultdict(list)
    for styled in cascade.styled:
        by_tag[styled.element.number if written(styled.element) else styled].append(styled)
    cases = []
    for members in by_tag.values():
        names = dict.fromkeys(name for styled in members for name in styled.entries)
        for name in names:
            entries = [entry for styled in members for entry in styled.entries.get(name, ())]
            table = has_table(entries)
            each = [[entry for entry in styled.entries.get(name, ()) if entry.static] for styled in members]
            alike = all(
                [(e.declaration.name, e.declaration.value, e.rule) for e in some]
                == [(e.declaration.name, e.declaration.value, e.rule) for e in each[0]]
                for some in each
            )
            others = [
                (entry, compare(entry, some, table=table))
                for styled, some in zip(members, each, strict=True)
                for entry in styled.entries.get(name, ())
                if not entry.static
            ]
            left = (
                not alike
                or not written(members[0].element)
                or any(styled.element in frozen for styled in members)
                or any(entry.opaque or place == MIXED for entry, place in others)
            )
            cases.append(
                Case(members, name, each[0] if alike else [one for some in each for one in some], others, left)
            )
    return cases


def _orders(cascade: Cascade) -> set[Order]:
    orders: set[Order] = set()
    seen: set[tuple[tuple[int, object], ...]] = set()
    for styled in cascade.styled:
        for entries in styled.entries.values():
            others = [entry for entry in entries if not entry.static]
            signature = tuple((id(entry.declaration), entry.key) for entry in others)
            if len(others) < 2 or signature in seen:
                continue
            seen.add(signature)
            table = has_table(entries)
            for index, lower in enumerate(others):
                for upper in others[index + 1 :]:
                    if upper.declaration is not lower.declaration and overlap(lower, upper, table=table):
                        orders.add(Order(lower.declaration, upper.declaration, upper.key[1:] > lower.key[1:]))
    return orders


def _retreat(made: Plan, over: dict[Declaration, list[Order]]) -> bool:
    """One round; True if something had to be given up, and so the rest has to be looked at again."""
    changed = False
    made.kept = {entry.declaration for case in made.cases if case.left for entry in case.statics if entry.rule}
    made.raised = set()
    for case in made.cases:
        if case.left:
            continue
        needs = {
            entry.declaration for entry, place in case.others if place == ABOVE and not entry.declaration.important
        }
        if needs & made.barred:
            case.left = changed = True
        made.raised |= needs
    if changed or not _raise_above(made, over):
        return True
    for case in made.cases:
        strong = [
            (entry, place)
            for entry, place in case.others
            if entry.declaration.important or entry.declaration in made.raised
        ]
        if case.left:
            # What lost to a rule of the head would win over it now.
            bad = {
                entry.declaration
                for entry, place in strong
                if entry.declaration in made.raised and place in {BELOW, MIXED}
            }
            if bad:
                made.barred |= bad
                return True
            continue
        held = [entry for entry in case.statics if entry.key[0] == IMPORTANT_SHEET and entry.declaration in made.kept]
        above = any(place == ABOVE for _, place in strong)
        below = any(place == BELOW for _, place in strong) or any(entry is not case.statics[-1] for entry in held)
        if below and above:
            case.left = changed = True
        case.important = below
    return changed


def _raise_above(made: Plan, over: dict[Declaration, list[Order]]) -> bool:
    """Raise all that stands above what is raised. False if one of them cannot keep its place: it is barred then."""
    waiting = list(made.raised)
    while waiting:
        lower = waiting.pop()
        for order in over.get(lower, ()):
            if not order.both or (not order.upper.important and order.upper in made.barred):
                made.barred.add(lower)
                return False
            if not order.upper.important and order.upper not in made.raised:
                made.raised.add(order.upper)
                waiting.append(order.upper)
    return True


__all__ = ["FREE", "Case", "Plan", "plan"]
