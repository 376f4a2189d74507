"""What a tree would do to the store: for each item whether it is new, changes something or cannot be brought, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import cast

from django.contrib.auth.models import User

from commhub.content.item import Item
from commhub.content.shapes import SHAPES
from commhub.content.shapes.base import Shape, VersionShape
from commhub.content.shapes.rows import Row, RowShape
from commhub.content.store import Stored, stored_things
from commhub.versions import State, Version


class Action(Enum):
    """AT_ONCE is for what has no versions, and takes effect when it is applied."""

    CREATE = "create"
    CHANGE = "change"
    AT_ONCE = "at once"
    UNCHANGED = "unchanged"
    CANNOT = "cannot"


@dataclass(frozen=True)
class Change:
    """One item of the tree against the store. `before` is what it would change; `live` and `open` the versions there are.

    `why` is a sentence: why it cannot be, or what else is to be known.
    """

    item: Item
    action: Action
    why: str = ""
    before: Item | None = None
    live: Version | None = None
    open: Version | None = None
    changed: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()

    @property
    def shape(self) -> Shape:
        return SHAPES[self.item.kind]

    @property
    def writes(self) -> bool:
        """Whether applying it would write something."""
        return self.action in (Action.CREATE, Action.CHANGE, Action.AT_ONCE)

    @property
    def drafts(self) -> bool:
        """Whether it becomes a draft: only a name, or another thing that has no versions, does not."""
        return self.writes and isinstance(self.shape, VersionShape) and not self.only_about

    @property
    def only_about(self) -> bool:
        before = self.before
        return before is not None and self.open is None and before.content == self.item.content


@dataclass(frozen=True)
class Plan:
    """All changes, in the order in which they can be written. `left` are labels of what the tree says nothing of."""

    changes: tuple[Change, ...]
    left: tuple[str, ...] = ()

    @property
    def cannot(self) -> list[Change]:
        return [change for change in self.changes if change.action is Action.CANNOT]

    @property
    def writes(self) -> list[Change]:
        return [change for change in self.changes if change.writes]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a tree is brought. `actor` is who brings it, None to only look. `onto_drafts` lets it write into drafts of
    others; `over` brings also what the store has changed since the export. `kinds` are the only kinds, empty for all."""

    actor: User | None = None
    onto_drafts: bool = False
    over: bool = False
    kinds: frozenset[str] = frozenset()


def make_plan(items: Iterable[Item], asked: Asked = Asked()) -> Plan:
    """What bringing these items would do."""
    things = stored_things()
    chosen = [item for item in items if not asked.kinds or item.kind in asked.kinds]
    changes = []
    for item in chosen:
        shape = SHAPES[item.kind]
        if isinstance(shape, RowShape):
            changes.append(_of_rows(shape, item, asked))
        else:
            thing = things.pop((item.kind, item.key), None) or Stored(cast("VersionShape", shape))
            changes.append(_of_version(thing, item, asked))
    left = sorted(f"{kind.replace('-', ' ')} {key}" for kind, key in things if not asked.kinds or kind in asked.kinds)
    return Plan(tuple(_in_order(changes)), tuple(left))


def _of_version(thing: Stored, item: Item, asked: Asked) -> Change:
    live, opened = thing.live_item, thing.open_item
    change = Change(item, Action.CHANGE, "", opened or live, thing.live, thing.open)
    if item.digest in [one.digest for one in (live, opened) if one is not None]:
        return replace(change, action=Action.UNCHANGED, why=_draft_beside(thing, item))
    if live is None and opened is None:
        return replace(change, action=Action.CREATE)
    if item.based_on and not asked.over and item.based_on not in [one.digest for one in (live, opened) if one]:
        return replace(change, action=Action.CANNOT, why=_went_on(thing))
    if thing.open is not None:
        action, why = _onto(thing.open, asked)
        return replace(change, action=action, why=why)
    if change.only_about:
        return replace(change, action=Action.AT_ONCE, why="Only what has no versions changes.")
    return change


def _onto(draft: Version, asked: Asked) -> tuple[Action, str]:
    """Whether it may go into the open version, and the sentence about that."""
    if draft.state != State.DRAFT:
        state = State(draft.state).label.lower()
        return Action.CANNOT, f"{draft.label} is {state}: wait until it is decided, or withdraw it."
    if asked.actor is None or draft.author_id == asked.actor.pk:
        return Action.CHANGE, f"It goes into the open draft {draft.label}."
    if asked.onto_drafts:
        return Action.CHANGE, f"It goes into the open draft {draft.label} of {draft.author}."
    return Action.CANNOT, f"{draft.author} has the open draft {draft.label}: --onto-drafts writes into it."


def _went_on(thing: Stored) -> str:
    now = thing.open or thing.live
    label = now.label if now else "it"
    return (
        f"The store went on since this was exported, and is at {label}: export again and bring the two together, or use "
        "--over to put this in its place."
    )


def _draft_beside(thing: Stored, item: Item) -> str:
    if thing.open is None or (thing.open_item and thing.open_item.digest == item.digest):
        return ""
    state = State(thing.open.state).label.lower()
    return f"This is live; {thing.open.label} of {thing.open.author} is {state}."


def _of_rows(shape: RowShape, item: Item, asked: Asked) -> Change:
    before = shape.stored()
    after = shape.over(item, before)
    if after.digest == before.digest:
        return Change(after, Action.UNCHANGED, "", before)
    known = {shape.name_of(row): row for row in before.content["rows"]}
    told = {shape.name_of(row) for row in after.content["rows"]}
    changed = tuple(row for row in after.content["rows"] if known.get(shape.name_of(row)) != row)
    gone = tuple(row for name, row in known.items() if name not in told)
    change = Change(after, Action.AT_ONCE, "It takes effect at once.", before, changed=changed, gone=gone)
    if known and item.based_on and item.based_on != before.digest and not asked.over:
        why = "The store went on since this was exported: export again and bring the two together, or use --over."
        return replace(change, action=Action.CANNOT, why=why)
    missing = [one for one in shape.permissions if asked.actor is not None and not asked.actor.has_perm(one)]
    if missing:
        return replace(change, action=Action.CANNOT, why=f"You do not have the permission to change {item.label}.")
    return change


def _in_order(changes: list[Change]) -> list[Change]:
    """By the order of kinds; of the same kind, what others need first. Those of a cycle stay where they are: the check of
    their sources names it."""
    ordered: list[Change] = []
    by_key = {(change.item.kind, change.item.key): change for change in changes}
    seen: set[tuple[str, str]] = set()

    def place(change: Change) -> None:
        name = (change.item.kind, change.item.key)
        if name in seen:
            return
        seen.add(name)
        shape = change.shape
        for key in sorted(shape.needs(change.item)) if isinstance(shape, VersionShape) else []:
            if (change.item.kind, key) in by_key:
                place(by_key[change.item.kind, key])
        ordered.append(change)

    for change in sorted(changes, key=lambda one: (one.shape.order, one.item.key)):
        place(change)
    return ordered
