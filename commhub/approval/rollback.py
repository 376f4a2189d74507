"""Roll back: what a release replaced is live again, at once, if exactly that was approved before."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.history import Decision, write_down
from commhub.approval.members import hold_release
from commhub.approval.people import named
from commhub.audit.log import note
from commhub.publish.back import CannotGoBack, go_back
from commhub.publish.models import Release, ReleaseState
from commhub.publish.turn import take_turn

PERMISSION = "approval.approve_version"


@transaction.atomic
def roll_back(release: Release, actor: User, *, now: datetime, comment: str) -> Release:
    """Publish again what was live before a release, as a release of its own; answers that.

    Raises NotAllowed; and Refused when there is no reason in `comment`, when something of the release has been replaced
    since, or when an edition would come of it that nobody has approved: then it takes a new release with a review.
    """
    take_turn()
    release = hold_release(release)
    if not actor.is_active or not actor.has_perm(PERMISSION):
        raise NotAllowed("You do not have the permission to roll a release back.")
    if release.state != ReleaseState.PUBLISHED:
        raise Refused(
            f"“{release.name}” is {ReleaseState(release.state).label.lower()}; only what is live can be taken back."
        )
    if not comment.strip():
        raise Refused("Say why it is rolled back: the history has to tell.")
    try:
        back = go_back(release, actor, now, comment.strip())
    except CannotGoBack as error:
        raise Refused(str(error)) from error
    for version in back.retired:
        write_down(version, Decision("roll-back", actor, now, comment, back.release))
    for version in back.live:
        write_down(version, Decision("bring-back", actor, now, comment, back.release))
    note(
        "roll-back",
        f"{named(actor)} rolled back release {release.number} “{release.name}”: what it had replaced is live again, as "
        f"release {back.release.number}. {comment.strip()}",
        actor=actor.get_username(),
        now=now,
        subject="release",
        key=str(back.release.pk),
        facts={"release": back.release.pk, "goes_back_to": release.pk, "editions": back.editions},
    )
    return back.release
