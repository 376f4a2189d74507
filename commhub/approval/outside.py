"""The decision of a reviewer without an account, carried out like anybody's."""

from __future__ import annotations

from datetime import datetime

from commhub.approval.approve import approve_release
from commhub.approval.invitations import decide_outside
from commhub.approval.models import Invitation, Review
from commhub.approval.reject import reject_release


def decide(invitation: Invitation, code: str, action: str, comment: str, *, now: datetime) -> Review:
    """Approve or reject a release with an invitation and its code. Raises Refused; see `decide_outside`."""
    return decide_outside(invitation, code, action, comment, now=now, decide=_carry_out)


def _carry_out(invitation: Invitation, action: str, comment: str, now: datetime) -> Review:
    decided = approve_release if action == "approve" else reject_release
    reviews = decided(
        invitation.release,
        invitation.inviter,
        now=now,
        comment=comment,
        role=invitation.role.name,
        outside=invitation.address,
    )
    return reviews[0]
