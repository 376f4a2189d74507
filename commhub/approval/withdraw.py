"""Withdraw: whoever wrote a version takes it back from review to go on editing it, with all that goes along with it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.history import Decision, current, write_down
from commhub.approval.members import alone, hold_members, hold_release, labels
from commhub.approval.models import Review
from commhub.approval.people import named, writers_of
from commhub.approval.permissions import PERMISSION, not_now, require
from commhub.audit.log import note
from commhub.publish.models import Release, ReleaseState
from commhub.versions import State, Version


def withdraw(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """in-review -> draft, while the last approval has not been given. Raises Refused."""
    version = current(version)
    require(actor, "withdraw", version)
    with alone(version, actor, now, ReleaseState.IN_REVIEW) as release:
        return withdraw_release(release, actor, now=now, comment=comment)[0]


@transaction.atomic
def withdraw_release(release: Release, actor: User, *, now: datetime, comment: str = "") -> list[Review]:
    """in-review -> draft for all members, by whoever put the release together or wrote one of them. Raises Refused."""
    release = hold_release(release)
    versions = hold_members(release)
    if not actor.is_active or not actor.has_perm(PERMISSION["withdraw"]):
        raise NotAllowed("You do not have the permission to withdraw this.")
    if not (actor.is_superuser or actor.pk == release.author_id or actor in writers_of(versions)):
        raise NotAllowed("Only those who put this together, or wrote or edited something of it, can withdraw it.")
    if release.state != ReleaseState.IN_REVIEW:
        raise Refused(f"“{release.name}” is {ReleaseState(release.state).label.lower()}; it cannot be withdrawn.")
    reviews = []
    for version in versions:
        if reason := not_now("withdraw", version):
            raise Refused(reason)
        version.state = State.DRAFT
        version.submitted_at = None
        version.content_hash = ""
        version.save(update_fields=["state", "submitted_at", "content_hash"])
        reviews.append(write_down(version, Decision("withdraw", actor, now, comment, release)))
    release.state, release.submitted_at = ReleaseState.DRAFT, None
    release.save(update_fields=["state", "submitted_at"])
    note(
        "withdraw",
        f"{named(actor)} withdrew {labels(release, versions)} from review.",
        actor=actor.get_username(),
        now=now,
        subject="release",
        key=str(release.pk),
        facts={"release": release.pk},
    )
    return reviews
