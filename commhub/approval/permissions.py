"""Who may do what to a version: the one place in which permissions are decided."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.people import wrote
from commhub.versions import State, Version

PERMISSION: Final = {
    "submit": "approval.submit_version",
    "withdraw": "approval.submit_version",
    "approve": "approval.approve_version",
    "reject": "approval.approve_version",
    "retire": "approval.retire_version",
}
NEEDS: Final = {
    "edit": State.DRAFT,
    "submit": State.DRAFT,
    "withdraw": State.IN_REVIEW,
    "approve": State.IN_REVIEW,
    "reject": State.IN_REVIEW,
    "retire": State.LIVE,
}
EFFECT: Final = {
    "edit": "edited",
    "submit": "submitted",
    "withdraw": "withdrawn",
    "approve": "approved",
    "reject": "rejected",
    "retire": "retired",
    "roll-back": "rolled back",
    "bring-back": "brought back",
}


def refusal(actor: User, action: str, version: Version) -> str:
    """Why this person may not do that now, as a sentence; '' when they may.

    Actions: edit, submit, withdraw, approve, reject, retire. Nobody approves what they wrote or edited, superusers
    neither, and no other account of the same person.
    """
    return not_allowed(actor, action, version) or not_now(action, version)


def not_allowed(actor: User, action: str, version: Version) -> str:
    """The part of `refusal` that another person could get past."""
    needed = PERMISSION.get(action) or f"{version._meta.app_label}.change_{version._meta.model_name}"
    if not actor.is_active or not actor.has_perm(needed):
        return f"You do not have the permission to {action} this."
    if action == "approve" and wrote(actor, version):
        return "You wrote or edited this version, so somebody else has to approve it."
    if action == "withdraw" and not (actor.is_superuser or wrote(actor, version)):
        return "Only those who wrote or edited this version can withdraw it."
    return ""


def may_archive(actor: User) -> bool:
    """Whether this person takes things off the lists, and brings them back."""
    return actor.is_active and actor.has_perm(PERMISSION["retire"])


def not_now(action: str, version: Version) -> str:
    """The part of `refusal` that is about the version's state."""
    if action in {"edit", "submit"} and getattr(version.parent, "archived_at", None):
        return f"{version.parent} is archived; bring it back first."
    needed = NEEDS[action]
    if version.state != needed:
        state = State(version.state).label.lower()
        return f"{version.label} is {state}; only a version that is {needed.label.lower()} can be {EFFECT[action]}."
    return ""


def require(actor: User, action: str, version: Version) -> None:
    """Raises NotAllowed when this person may not, Refused when nobody could now."""
    if reason := not_allowed(actor, action, version):
        raise NotAllowed(reason)
    if reason := not_now(action, version):
        raise Refused(reason)
