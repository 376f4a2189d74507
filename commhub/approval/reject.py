"""Reject: what is under review is turned down for good, with the reason; a new draft can be made from each version."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import Refused
from commhub.approval.history import Decision, current, write_down
from commhub.approval.members import alone, hold_members, hold_release, labels
from commhub.approval.models import Review
from commhub.approval.notices import tell_authors
from commhub.approval.people import named
from commhub.approval.permissions import require
from commhub.audit.log import note
from commhub.publish.models import Release, ReleaseState
from commhub.versions import State, Version


def reject(version: Version, actor: User, *, now: datetime, comment: str) -> Review:
    """in-review -> rejected. Raises Refused when there is no reason in `comment`."""
    version = current(version)
    require(actor, "reject", version)
    with alone(version, actor, now, ReleaseState.IN_REVIEW) as release:
        return reject_release(release, actor, now=now, comment=comment)[0]


@transaction.atomic
def reject_release(
    release: Release, actor: User, *, now: datetime, comment: str, outside: str = "", role: str = ""
) -> list[Review]:
    """in-review -> rejected for all members. `outside` is the address of a reviewer without an account, who decides as
    `role` and whom `actor` invited. Raises Refused when there is no reason in `comment`."""
    release = hold_release(release)
    versions = hold_members(release)
    for version in versions:
        require(actor, "reject", version)
    if release.state != ReleaseState.IN_REVIEW:
        raise Refused(f"“{release.name}” is {ReleaseState(release.state).label.lower()}; it cannot be rejected.")
    if not comment.strip():
        raise Refused("Say why you reject it: the author has to know what to change.")
    decision = Decision("reject", actor, now, comment, release, role, outside)
    reviews = []
    for version in versions:
        version.state = State.REJECTED
        version.save(update_fields=["state"])
        reviews.append(write_down(version, decision))
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
