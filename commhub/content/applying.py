"""Brings a plan into the store: drafts through the one door for drafts, all of it or nothing; it never approves anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction

from brand_assets.files import UnsuitableFile
from commhub.approval.drafts import new_draft, start_draft
from commhub.approval.edit import save_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.history import hold
from commhub.approval.permissions import require
from commhub.audit.log import note
from commhub.content.checking import compile_problems, placed
from commhub.content.item import Item
from commhub.content.linting import lint_changes, rules_for
from commhub.content.plan import Change, Plan
from commhub.content.problems import BadTree, Place, Problem
from commhub.content.shapes.base import VersionShape, checked
from commhub.content.shapes.rows import RowShape
from commhub.content.submitting import Submitted, submit_all
from commhub.lint.errors import LintUnavailable
from commhub.lint.formats.base import Linted
from commhub.publish.references import BadSource, keep
from commhub.versions import Version

OnProgress = Callable[[str, int, int], None]
"""What is being done, how much of it is, and of how much."""
NO_PROGRESS: Final[OnProgress] = lambda what, done, whole: None  # noqa: E731


class _Undo(Exception):
    """Leaves a transaction with nothing kept."""


@dataclass(frozen=True)
class Checked:
    """What a try of a plan found: `problems` keep it from being applied; `linted` are the texts that it would bring."""

    problems: tuple[Problem, ...] = ()
    linted: tuple[Linted, ...] = ()

    def found(self, severities: Iterable[str]) -> bool:
        """Whether the linter found something as grave as that."""
        chosen = set(severities)
        return any(finding.severity in chosen for one in self.linted for finding in one.report.findings)


@dataclass
class Applied:
    """What was written: the labels of the drafts, of what took effect at once, and what was submitted."""

    drafts: list[str] = field(default_factory=list)
    at_once: list[str] = field(default_factory=list)
    submitted: Submitted | None = None


def check(plan: Plan, actor: User, *, now: datetime, on_progress: OnProgress = NO_PROGRESS) -> Checked:
    """Try all of it, and keep nothing: every source is read and compiled and every text linted as if it were brought."""
    problems = [Problem(change.item.place(), change.why) for change in plan.cannot]
    written: list[tuple[Change, Version]] = []
    try:
        with transaction.atomic():
            for change, outcome in _write_all(plan, actor, now, "", on_progress, real=False):
                if isinstance(outcome, BadTree):
                    problems += outcome.problems
                elif outcome is not None:
                    written.append((change, outcome))
            if not problems:
                problems += compile_problems(written, now, partial(on_progress, "compiled"))
            raise _Undo
    except _Undo:
        pass
    linted: tuple[Linted, ...] = ()
    try:
        rules = rules_for(change.item for change in plan.changes)
        linted = tuple(lint_changes(plan.changes, rules, partial(on_progress, "linted")))
    except LintUnavailable as error:
        problems.append(Problem(Place("term-lists"), str(error)))
    return Checked(tuple(sorted(set(problems))), linted)


@transaction.atomic
def apply(
    plan: Plan,
    actor: User,
    *,
    now: datetime,
    message: str = "",
    submit: bool = False,
    on_progress: OnProgress = NO_PROGRESS,
) -> Applied:
    """Write every change as this person, and with `submit` put all drafts into one release and submit it for review.

    Raises BadTree with all that is wrong, and Refused when it cannot be submitted; then nothing is kept.
    """
    if plan.cannot:
        raise BadTree(Problem(change.item.place(), change.why) for change in plan.cannot)
    _hold_all(plan)
    applied = Applied()
    problems: list[Problem] = []
    drafts: list[Version] = []
    for change, outcome in _write_all(plan, actor, now, message, on_progress, real=True):
        if isinstance(outcome, BadTree):
            problems += outcome.problems
        elif outcome is not None:
            drafts.append(outcome)
            applied.drafts.append(outcome.label)
        else:
            applied.at_once.append(change.item.label)
    if problems:
        raise BadTree(problems)
    if submit and drafts:
        applied.submitted = submit_all(drafts, actor, now=now, message=message)
    if plan.writes:
        _note(applied, actor, now)
    return applied


def _hold_all(plan: Plan) -> None:
    """Lock the open drafts before the first audit entry is written. Everybody else locks a draft and then waits for the end
    of the log; who had that end and then waited for a draft would meet them the other way round."""
    for change in sorted(plan.writes, key=lambda one: (one.item.kind, one.item.key)):
        if change.open is not None:
            hold(change.open)


def _write_all(
    plan: Plan, actor: User, now: datetime, message: str, on_progress: OnProgress, *, real: bool
) -> Iterator[tuple[Change, Version | BadTree | None]]:
    """Write each change, and answer the draft, None for what has no versions, or what is wrong with it."""
    writes = plan.writes
    for number, change in enumerate(writes, 1):
        try:
            with transaction.atomic():
                yield change, _write(change, actor, now, message, real=real)
        except BadTree as error:
            yield change, error
        except BadSource as error:
            yield change, BadTree(placed(change.item, one) for one in error.problems if one.refuses)
        except (Refused, UnsuitableFile, ValueError) as error:
            yield change, BadTree([Problem(change.item.place(), _sentence(str(error)))])
        on_progress("written" if real else "read", number, len(writes))


def _write(change: Change, actor: User, now: datetime, message: str, *, real: bool) -> Version | None:
    shape, item = change.shape, change.item
    if isinstance(shape, RowShape):
        shape.bring(list(change.changed), list(change.gone), item, actor, now)
        return None
    assert isinstance(shape, VersionShape)  # noqa: S101 - there are these two kinds of shapes
    parent = _parent(shape, item, actor)
    if not change.drafts:
        return None
    version = _draft(change, parent, actor)
    said = message or version.note
    if real:
        seen = version.revision if change.open is not None else None
        return save_draft(version, actor, lambda: shape.write(version, item, said), now=now, seen=seen)
    require(actor, "edit", version)
    shape.write(version, item, said)
    keep(version)
    return version


def _parent(shape: VersionShape, item: Item, actor: User) -> Any:
    """The row of which it is a version, with what the item says about it; made when there is none."""
    row = shape.parent(item.key)
    if row is None:
        row = shape.make_parent(item)
        _allow(actor, "add", row)
    else:
        before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        shape.tell_parent(row, item)
        if before == {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}:
            return row
        _allow(actor, "change", row)
    checked(row, item.places, item.place())
    row.save()
    return row


def _draft(change: Change, parent: Any, actor: User) -> Version:
    if change.open is not None:
        return change.open
    return start_draft(parent, actor) if change.live is None else new_draft(change.live, actor)


def _allow(actor: User, action: str, row: Any) -> None:
    meta = row._meta
    if not actor.is_active or not actor.has_perm(f"{meta.app_label}.{action}_{meta.model_name}"):
        raise NotAllowed(f"You do not have the permission to {action} a {meta.verbose_name}.")


def _note(applied: Applied, actor: User, now: datetime) -> None:
    brought = len(applied.drafts) + len(applied.at_once)
    things = "1 thing" if brought == 1 else f"{brought} things"
    how = ", and submitted the drafts for review" if applied.submitted else ""
    note(
        "apply-content",
        f"{actor.get_full_name() or actor.get_username()} brought {things} from files{how}.",
        actor=actor.get_username(),
        now=now,
        facts={"drafts": list(applied.drafts), "at_once": list(applied.at_once)},
    )


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."
