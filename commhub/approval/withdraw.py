"""Withdraw: whoever wrote a version takes it back from review to go on editing it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.history import hold, write_down
from commhub.approval.models import Review
from commhub.approval.permissions import require
from commhub.versions import State, Version


@transaction.atomic
def withdraw(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """in-review -> draft, while nobody has decided. Raises Refused."""
    version = hold(version)
    require(actor, "withdraw", version)
    version.state = State.DRAFT
    version.submitted_at = None
    version.content_hash = ""
    version.save(update_fields=["state", "submitted_at", "content_hash"])
    return write_down(version, "withdraw", actor, now, comment)
