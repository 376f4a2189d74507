"""The decision of a reviewer without an account, carried out like anybody's."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from commhub.approval.approve import approve_release
from commhub.approval.invitations import decide_outside
from commhub.approval.models import Invitation, Review
from commhub.approval.reject import reject_release


def decide(invitation: Invitation, code: str, action: str, comment: str, *, now: datetime, seen: str = "") -> Review:
    """Approve or reject a release with an invitation and its code. `seen` is the hash of what the page showed them. Raises
    Refused; see `decide_outside`."""
    return decide_outside(invitation, code, action, comment, now=now, decide=partial(_carry_out, seen=seen))


def _carry_out(invitation: Invitation, action: str, comment: str, now: datetime, *, seen: str) -> Review:
    decided = approve_release if action == "approve" else reject_release
    reviews = decided(
        invitation.release,
        invitation.inviter,
        now=now,
        comment=comment,
        role=invitation.role.name,
        outside=invitation.address,
        seen=seen,
    )
    return reviews[0]
