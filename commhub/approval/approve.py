"""Approve: a version under review goes live, and so does every edition that it changes."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.check import checked_proofs
from commhub.approval.errors import Refused
from commhub.approval.history import hold, write_down
from commhub.approval.models import Review
from commhub.approval.permissions import require
from commhub.publish.golive import CannotPublish, go_live
from commhub.publish.turn import take_turn
from commhub.versions import Version


@transaction.atomic
def approve(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """in-review -> live, by somebody who did not write it. Raises Refused, and changes nothing."""
    version = hold(version)
    require(actor, "approve", version)
    take_turn()
    if version.hash_content() != version.content_hash:
        raise Refused(f"{version.label} has changed since it was submitted; it must be submitted again.")
    proofs = checked_proofs(version)
    review = write_down(version, "approve", actor, now, comment, proofs)
    try:
        go_live(version, now)
    except CannotPublish as error:
        raise Refused(str(error)) from error
    return review
