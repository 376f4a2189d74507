"""Who is asked to review a release, and by when; and the reminders of it, one a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.models import Group, User
from django.db import transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.models import Assignment
from commhub.approval.notices import day, link_to, write
from commhub.approval.people import named, versions_of, writers_of
from commhub.audit.log import note
from commhub.publish.models import Release, ReleaseState

MAY: Final = ("approval.submit_version", "approval.approve_version")
APPROVES: Final = "approval.approve_version"
AHEAD: Final = timedelta(days=1)
"""Reminders begin so long before the day on which it is due."""


@transaction.atomic
def assign(
    release: Release, to: User | Group, actor: User, *, now: datetime, due: date | None = None, message: str = ""
) -> Assignment:
    """Ask a person, or everybody of a role, to review a release. Raises NotAllowed or Refused.

    Whoever was asked before is asked anew: with the new day.
    """
    held = _held(release, actor)
    if due is not None and due < now.date():
        raise Refused(f"{day(due)} is in the past.")
    if isinstance(to, User) and (reason := why_not_review(to, held)):
        raise Refused(reason)
    if isinstance(to, Group) and not people_of(to):
        raise Refused(f"Nobody who may approve is in {to.name}.")
    who = {"person": to} if isinstance(to, User) else {"role": to}
    held.assignments.filter(taken_back_at=None, **who).update(taken_back_at=now)
    assignment = Assignment.objects.create(
        release=held, due=due, note=message.strip()[:300], asked_by=actor, asked_at=now, **who
    )
    for person in [to] if isinstance(to, User) else people_of(to):
        if not why_not_review(person, held):
            _tell(assignment, person, actor, now)
    called = named(to) if isinstance(to, User) else to.name
    until = f" by {day(due)}" if due else ""
    _note("assign", f"{named(actor)} asked {called} to review “{held.name}”{until}.", assignment, actor, now)
    return assignment


@transaction.atomic
def take_back(assignment: Assignment, actor: User, *, now: datetime) -> None:
    """Ask no more. Raises NotAllowed or Refused."""
    _held(assignment.release, actor)
    if not Assignment.objects.filter(pk=assignment.pk, taken_back_at=None).update(taken_back_at=now):
        raise Refused("Nobody is asked by this any more.")
    called = named(assignment.person) if assignment.person else str(assignment.role)
    sentence = f"{named(actor)} no longer asks {called} to review “{assignment.release.name}”."
    _note("take-back-assignment", sentence, assignment, actor, now)


def why_not_review(person: User, release: Release) -> str:
    """Why this person can be no reviewer of a release, as a sentence; '' when they can."""
    if not person.is_active or not person.has_perm(APPROVES):
        return f"{named(person)} does not have the permission to approve."
    if person in writers_of(versions_of(release)):
        return f"{named(person)} wrote or edited this, so somebody else has to approve it."
    return ""


def people_of(role: Group) -> list[User]:
    """Those in a role who may approve."""
    members = User.objects.filter(groups=role, is_active=True).order_by("username")
    return [person for person in members if person.has_perm(APPROVES)]


def open_assignments(release: Release) -> list[Assignment]:
    """Who is asked at present, the most pressing first."""
    rows = release.assignments.filter(taken_back_at=None).select_related("person", "role", "asked_by")
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.max, row.pk))


def write_reminders(now: datetime) -> int:
    """Write today's reminders of what is due tomorrow, today or was before; answers how many.

    Nobody is reminded of what they have decided, nor twice on one day.
    """
    today = now.date()
    rows = Assignment.objects.filter(
        taken_back_at=None, due__lte=today + AHEAD, release__state=ReleaseState.IN_REVIEW
    ).select_related("release", "person", "role", "asked_by")
    count = 0
    for row in rows:
        if row.asked_at.date() == today:
            continue  # the mail that asked for it came today
        done = set(row.release.reviews.filter(action="approve", outside="").values_list("actor_id", flat=True))
        people = [row.person] if row.person else people_of(row.role) if row.role else []
        for person in people:
            if person.pk not in done and not why_not_review(person, row.release):
                count += _remind(row, person, now)
    return count


def _held(release: Release, actor: User) -> Release:
    if not actor.is_active or not any(actor.has_perm(permission) for permission in MAY):
        raise NotAllowed("You do not have the permission to ask people for a review.")
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if held.state != ReleaseState.IN_REVIEW:
        raise Refused(f"“{held.name}” is not in review.")
    return held


def _tell(assignment: Assignment, person: User, actor: User, now: datetime) -> None:
    release = assignment.release
    lines = [f"{named(actor)} asks you to review “{release.name}”."]
    lines += [f"Please decide by {day(assignment.due)}."] if assignment.due else []
    lines += ["", f"> {assignment.note}"] if assignment.note else []
    lines += ["", link_to(release)]
    write(f"assign/{assignment.pk}/{person.pk}", person, f"Please review: {release.name}", lines, now)


def _remind(assignment: Assignment, person: User, now: datetime) -> bool:
    release, today = assignment.release, now.date()
    due = assignment.due or today
    late = (today - due).days
    if late > 0:
        when = f"was due on {day(due)}, {late} day{'s' if late > 1 else ''} ago"
    else:
        when = "is due today" if late == 0 else "is due tomorrow"
    lines = [f"Your review of “{release.name}” {when}.", f"Asked for by {named(assignment.asked_by)}."]
    lines += ["", link_to(release)]
    key = f"remind/{release.pk}/{person.pk}/{today.isoformat()}"
    subject = f"{'Overdue' if late > 0 else 'Reminder'}: {release.name}"
    return write(key, person, subject, lines, now)


def _note(action: str, sentence: str, assignment: Assignment, actor: User, now: datetime) -> None:
    note(
        action,
        sentence,
        actor=actor.get_username(),
        now=now,
        subject="release",
        key=str(assignment.release_id),
        facts={"assignment": assignment.pk, "due": assignment.due.isoformat() if assignment.due else None},
    )
