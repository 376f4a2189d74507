"""Reject: a version under review is turned down for good, with the reason; a new draft can be made from it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import Refused
from commhub.approval.history import hold, write_down
from commhub.approval.models import Review
from commhub.approval.permissions import require
from commhub.versions import State, Version


@transaction.atomic
def reject(version: Version, actor: User, *, now: datetime, comment: str) -> Review:
    """in-review -> rejected. Raises Refused when there is no reason in `comment`."""
    version = hold(version)
    require(actor, "reject", version)
    if not comment.strip():
        raise Refused("Say why you reject it: the author has to know what to change.")
    version.state = State.REJECTED
    version.save(update_fields=["state"])
    return write_down(version, "reject", actor, now, comment)
