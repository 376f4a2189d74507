"""Archive: what nobody needs any more leaves the lists, and nobody writes in it until it is brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.people import named
from commhub.approval.permissions import may_archive
from commhub.audit.log import note
from commhub.publish.where_used import where_used
from commhub.versions import State, version_models
from templates_store.models import ContentBlock, Template

CAN_BE_ARCHIVED: Final = (Template, ContentBlock)
IN_THE_WAY: Final = {
    State.LIVE: "is live: retire it first",
    State.SCHEDULED: "is approved and waits to go live",
    State.IN_REVIEW: "is in review",
}


def reason_not_to_archive(parent: Any, actor: User) -> str:
    """Why this person cannot archive it now, as a sentence; '' when they can."""
    if not isinstance(parent, CAN_BE_ARCHIVED):
        return "Only templates and content blocks are archived."
    if not may_archive(actor):
        return "You do not have the permission to archive this."
    kind, versions = _versions(parent)
    for version in versions:
        if version.state in IN_THE_WAY:
            return f"{version.label} {IN_THE_WAY[State(version.state)]}."
    users = [use.label for use in where_used(kind, parent)]
    if users:
        return f"It is still used by {', '.join(users)}."
    return ""


@transaction.atomic
def archive(parent: Any, actor: User, *, now: datetime) -> None:
    """Take a template or content block off the lists. Raises Refused while a version of it is live or under way, or a
    live or open version of something else uses it, and NotAllowed."""
    held = type(parent)._default_manager.select_for_update().get(pk=parent.pk)
    if held.archived_at is not None:
        raise Refused(f"{held} is archived already.")
    if reason := reason_not_to_archive(held, actor):
        raise _refusal(reason, actor)
    held.archived_at = now
    held.save(update_fields=["archived_at"])
    parent.archived_at = now
    _note("archive", "archived", held, actor, now)


@transaction.atomic
def unarchive(parent: Any, actor: User, *, now: datetime) -> None:
    """Bring it back to the lists. Raises Refused when it is not archived, and NotAllowed."""
    held = type(parent)._default_manager.select_for_update().get(pk=parent.pk)
    if not may_archive(actor):
        raise NotAllowed("You do not have the permission to bring this back.")
    if held.archived_at is None:
        raise Refused(f"{held} is not archived.")
    held.archived_at = None
    held.save(update_fields=["archived_at"])
    parent.archived_at = None
    _note("unarchive", "brought back", held, actor, now)


def _refusal(reason: str, actor: User) -> Refused:
    return Refused(reason) if may_archive(actor) else NotAllowed(reason)


def _versions(parent: Any) -> tuple[str, list[Any]]:
    model = next(one for one in version_models() if one._meta.get_field(one.parent_field).related_model is type(parent))
    return model.kind, list(model._default_manager.filter(**{model.parent_field: parent}).order_by("number"))


def _note(action: str, done: str, parent: Any, actor: User, now: datetime) -> None:
    kind, _ = _versions(parent)
    note(
        action,
        f"{named(actor)} {done} {kind.replace('-', ' ')} {parent.key}.",
        actor=actor.get_username(),
        now=now,
        subject=kind,
        key=parent.key,
    )
