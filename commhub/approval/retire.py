"""Retire: a live version is taken down without a successor; nothing new is sent from it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import Refused
from commhub.approval.history import Decision, hold, write_down
from commhub.approval.models import Review
from commhub.approval.people import named
from commhub.approval.permissions import require
from commhub.audit.log import note
from commhub.publish.golive import CannotPublish, take_down
from commhub.publish.turn import take_turn
from commhub.versions import Version


@transaction.atomic
def retire(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """live -> retired. Raises Refused while a live template still uses it."""
    take_turn()  # before the version is held: whoever publishes holds versions with the turn
    version = hold(version)
    require(actor, "retire", version)
    try:
        take_down(version)
    except CannotPublish as error:
        raise Refused(str(error)) from error
    review = write_down(version, Decision("retire", actor, now, comment))
    note(
        "retire",
        f"{named(actor)} retired {version.label}.",
        actor=actor.get_username(),
        now=now,
        subject=version.kind,
        key=version.parent.key,
        facts={"version": version.number},
    )
    return review
