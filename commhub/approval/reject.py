"""Reject: what is under review is turned down for good, with the reason; a new draft can be made from each version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import Refused
from commhub.approval.history import AsBefore, Decision, Evidence, InSight, current, evidence, write_down
from commhub.approval.members import alone, hold_members, hold_release, labels
from commhub.approval.models import Review
from commhub.approval.notices import tell_authors
from commhub.approval.people import named
from commhub.approval.permissions import require
from commhub.approval.policies import Standing
from commhub.approval.seen import require_seen
from commhub.approval.standing import standing_of
from commhub.audit.log import note
from commhub.lint.models import TermListVersion
from commhub.lint.store.waivers import in_force
from commhub.publish.models import Release, ReleaseState
from commhub.publish.prepare import Prepared, ready_already
from commhub.versions import State, Version


def reject(version: Version, actor: User, *, now: datetime, comment: str, seen: str = "") -> Review:
    """in-review -> rejected. `seen` is as for reject_release. Raises Refused when there is no reason in `comment`."""
    version = current(version)
    require(actor, "reject", version)
    with alone(version, actor, now, ReleaseState.IN_REVIEW) as release:
        return reject_release(release, actor, now=now, comment=comment, seen=seen)[0]


@transaction.atomic
def reject_release(
    release: Release,
    actor: User,
    *,
    now: datetime,
    comment: str,
    outside: str = "",
    role: str = "",
    seen: str = "",
) -> list[Review]:
    """in-review -> rejected for all members. `outside` is the address of a reviewer without an account, who decides as
    `role` and whom `actor` invited. `seen` is the hash of what a page showed them (approval.seen); a caller without a page
    leaves it empty.

    What is turned down is kept with the proofs, findings and inputs of what was prepared; nothing is compiled for it, as
    what no longer compiles can be rejected too. Raises Refused when there is no reason in `comment`.
    """
    require_seen(release, seen)
    release = hold_release(release)
    versions = hold_members(release)
    for version in versions:
        require(actor, "reject", version)
    if release.state != ReleaseState.IN_REVIEW:
        raise Refused(f"“{release.name}” is {ReleaseState(release.state).label.lower()}; it cannot be rejected.")
    if not comment.strip():
        raise Refused("Say why you reject it: the author has to know what to change.")
    before = _before(release)
    stood = next((row for row in reversed(before) if row.standing), None)
    if stood is not None and not outside:
        role = _role(actor, standing_of(stood))
    decision = Decision("reject", actor, now, comment, release, role, outside, stood.standing if stood else {})
    prepared = ready_already(release, versions, in_force(now), now)
    reviews = []
    for version in versions:
        version.state = State.REJECTED
        version.save(update_fields=["state"])
        reviews.append(write_down(version, decision, _in_sight(version, prepared, before)))
    release.state, release.reason = ReleaseState.REJECTED, comment.strip()
    release.save(update_fields=["state", "reason"])
    tell_authors(release, "reject", outside or named(actor), now, comment=comment)
    note(
        "reject",
        f"{outside or named(actor)} rejected {labels(release, versions)}: {comment.strip()}",
        actor=outside or actor.get_username(),
        now=now,
        subject="release",
        key=str(release.pk),
        facts={"release": release.pk},
    )
    return reviews


def _before(release: Release) -> list[Review]:
    """What was written down since it was submitted last, in that order."""
    rows = list(Review.objects.filter(release=release, action__in=["submit", "approve"]).order_by("id"))
    since = max((row.pk for row in rows if row.action == "submit"), default=0)
    return [row for row in rows if row.action == "submit" or row.pk > since]


def _in_sight(version: Version, prepared: Prepared | None, before: Sequence[Review]) -> InSight:
    """The evidence of what would go live now; where that is not made any more, or is no message, that of the last decision
    about the same content."""
    if prepared is not None and not isinstance(version, TermListVersion):
        return evidence(version, prepared)
    same = (version.kind, version.pk, version.content_hash)
    for row in reversed(before):
        if (row.subject, row.version_id, row.content_hash) == same:
            return AsBefore(row)
    return Evidence()


def _role(actor: User, standing: Standing) -> str:
    """The role of this person that the policies ask for: one that is awaited, if there is one, or else ''."""
    mine = set(actor.groups.values_list("name", flat=True))
    return next((role for role in [*standing.roles, *(need.role for need in standing.needs)] if role in mine), "")
