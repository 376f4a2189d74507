"""What waits for whom: the queue of reviewers, and the drafts and rejections of marketers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from commhub.approval.models import Review
from commhub.approval.waivers import DECIDE
from commhub.desk.findings import counts
from commhub.desk.kinds import KINDS, Kind, edit_url, version_url
from commhub.desk.turns import NO_TURN, Turn, turns_of
from commhub.lint.models import LintWaiver
from commhub.versions import State, Version


@dataclass(frozen=True)
class Waiting:
    """What is decided about in one go: a version under review, or a release of several, of which `version` is the first.

    `note` is what its author says of it, `comment` what they said to the reviewers.
    """

    version: Version
    title: str
    note: str
    kind: str
    url: str
    who: str
    since: datetime | None
    comment: str
    errors: int
    warnings: int
    mine: bool
    turn: Turn = NO_TURN


@dataclass(frozen=True)
class Own:
    """A draft of somebody, or a version of theirs that was rejected, with the reason."""

    version: Version
    kind: str
    url: str
    reason: str = ""
    by: str = ""


def queue(user: User, today: date) -> list[Waiting]:
    """All that is under review and that this person may read: what is overdue first, then what is due, then the oldest."""
    waiting = [one for kind in KINDS.values() if kind.may_view(user) for one in _waiting(kind, user)]
    turns = turns_of([one.version for one in waiting], user, today)
    found = _together([replace(one, turn=turns[one.version.kind, one.version.pk]) for one in waiting])
    return sorted(found, key=lambda one: (one.turn.due or date.max, one.since is None, one.since, one.version.pk))


def _together(waiting: Sequence[Waiting]) -> list[Waiting]:
    """The members of a release as one: they are decided about together. What was submitted alone stays as it is."""
    members: dict[tuple[str, int], list[Waiting]] = {}
    for one in waiting:
        release = one.turn.release
        key = ("release", release.pk) if release else (one.version.kind, one.version.pk)
        members.setdefault(key, []).append(one)
    return [_of_release(found) for found in members.values()]


def _of_release(members: Sequence[Waiting]) -> Waiting:
    first = members[0]
    release = first.turn.release
    if release is None or (len(members) == 1 and release.name == first.version.label[:200]):
        return first
    names = ", ".join(f"{one.title} ({one.kind.lower()})" for one in members)
    return replace(
        first,
        title=release.name,
        kind="Release",
        note=f"{release.note}\n{names}".strip(),
        url=reverse("admin:desk_release", args=[release.pk]),
        errors=sum(one.errors for one in members),
        warnings=sum(one.warnings for one in members),
        mine=any(one.mine for one in members),
        turn=replace(first.turn, comments=sum(one.turn.comments for one in members)),
    )


def open_waivers(user: User) -> int:
    """How many waivers wait for this person to decide."""
    if not user.has_perm(DECIDE):
        return 0
    return LintWaiver.objects.filter(approved_at=None, refused_at=None).exclude(requester=user).count()


def _waiting(kind: Kind, user: User) -> Iterator[Waiting]:
    versions = list(kind.rows().filter(state=State.IN_REVIEW).prefetch_related("editors"))
    submits = _latest(kind, versions, "submit")
    for version in versions:
        review = submits.get(version.pk)
        errors, warnings = counts(review.findings) if review else (0, 0)
        yield Waiting(
            version=version,
            title=str(version),
            note=version.note,
            kind=kind.label,
            url=version_url(version),
            who=name_of(review.actor if review else version.author),
            since=version.submitted_at,
            comment=review.comment if review else "",
            errors=errors,
            warnings=warnings,
            mine=version.author == user or user in version.editors.all(),
        )


def drafts_of(user: User) -> list[Own]:
    """The drafts that this person began or worked on, the newest first."""
    found: list[Own] = []
    for kind in KINDS.values():
        mine = kind.rows().filter(Q(author=user) | Q(editors=user), state=State.DRAFT).distinct()
        found += [Own(version, kind.label, edit_url(version)) for version in mine]
    return sorted(found, key=lambda own: own.version.created_at, reverse=True)


def rejected_of(user: User) -> list[Own]:
    """The versions of this person that were rejected and not followed by another one, each with the reason."""
    found: list[Own] = []
    for kind in KINDS.values():
        parent = kind.versions.parent_field
        versions = list(kind.rows().filter(author=user, state=State.REJECTED))
        followed = {
            row[parent]: row["number"]
            for row in kind.rows()
            .filter(**{f"{parent}__in": {v.parent for v in versions}})
            .order_by("number")
            .values(parent, "number")
        }
        last = [version for version in versions if followed[version.parent.pk] == version.number]
        reviews = _latest(kind, last, "reject")
        for version in last:
            review = reviews.get(version.pk)
            reason, by = (review.comment, name_of(review.actor)) if review else ("", "")
            found.append(Own(version, kind.label, version_url(version), reason, by))
    return sorted(found, key=lambda own: own.version.created_at, reverse=True)


def _latest(kind: Kind, versions: Sequence[Version], action: str) -> dict[int, Review]:
    rows = Review.objects.filter(subject=kind.name, action=action, version_id__in=[version.pk for version in versions])
    return {review.version_id: review for review in rows.select_related("actor").order_by("at", "id")}


def name_of(user: User) -> str:
    """What people call somebody."""
    return user.get_full_name() or user.get_username()
