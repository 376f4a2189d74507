"""Submit: a draft goes to review, if it compiles, renders and is free of coded language."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.check import checked_proofs
from commhub.approval.history import hold, write_down
from commhub.approval.models import Review
from commhub.approval.permissions import require
from commhub.versions import State, Version


@transaction.atomic
def submit(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """draft -> in-review. Raises Refused, with the findings, and changes nothing."""
    version = hold(version)
    require(actor, "submit", version)
    proofs = checked_proofs(version)
    version.state = State.IN_REVIEW
    version.submitted_at = now
    version.content_hash = version.hash_content()
    version.save(update_fields=["state", "submitted_at", "content_hash"])
    return write_down(version, "submit", actor, now, comment, proofs)
