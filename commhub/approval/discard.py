"""Delete: what was begun and never left draft goes away for good, if nothing names it. What was ever reviewed is archived
or retired instead: it must stay readable."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError

from brand_assets.models import Asset, Brand
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.models import Comment, Review
from commhub.approval.people import named
from commhub.audit.log import note
from commhub.publish.models import Reference, ReleaseMember
from commhub.publish.where_used import where_used
from commhub.versions import State, Version, version_models
from templates_store.models import ContentBlock, Layout, Template

CAN_BE_DELETED: Final = (Template, ContentBlock, Layout, Brand, Asset)
MOST_TOLD: Final = 5


def may_delete(parent: Any, actor: User) -> bool:
    """Whether this person deletes things of this kind at all."""
    options = parent._meta
    return actor.is_active and actor.has_perm(f"{options.app_label}.delete_{options.model_name}")


def reason_not_to_delete(parent: Any, actor: User) -> str:
    """Why this cannot be deleted by this person now, as a sentence; '' when it can."""
    if not isinstance(parent, CAN_BE_DELETED):
        return "Only templates, content blocks, layouts, brands and assets are deleted."
    if not may_delete(parent, actor):
        return "You do not have the permission to delete this."
    kind, versions = _versions(parent)
    numbers = [version.pk for version in versions]
    settled = next((version for version in versions if version.state != State.DRAFT), None)
    if settled is not None:
        return f"{settled.label} has left draft, and must stay readable."
    if Review.objects.filter(subject=kind, version_id__in=numbers).exists():
        return "It was in review before, and what was said of it must stay readable."
    if ReleaseMember.objects.filter(subject=kind, version_id__in=numbers).exists():
        return "It is part of a release; take it out of that first."
    uses = where_used(kind, parent)
    if uses:
        more = [f"and {len(uses) - MOST_TOLD:,} more"] if len(uses) > MOST_TOLD else []
        return f"It is used by {', '.join([*(use.told for use in uses[:MOST_TOLD]), *more])}."
    return ""


@transaction.atomic
def discard(parent: Any, actor: User, *, now: datetime) -> None:
    """Delete something with all its drafts. Raises NotAllowed, or Refused when it ever left draft or something uses it;
    nothing is deleted then."""
    held = type(parent)._default_manager.select_for_update().get(pk=parent.pk)
    if reason := reason_not_to_delete(held, actor):
        raise Refused(reason) if may_delete(held, actor) else NotAllowed(reason)
    kind, versions = _versions(held)
    numbers = [version.pk for version in versions]
    key, name = held.key, f"{kind.replace('-', ' ')} {held.key}"
    Reference.objects.filter(subject=kind, version_id__in=numbers).delete()
    Comment.objects.filter(subject=kind, version_id__in=numbers).delete()
    try:
        for version in versions:
            version.delete()
        held.delete()
    except ProtectedError as error:
        holding = ", ".join(sorted({str(one) for one in error.protected_objects})[:MOST_TOLD])
        raise Refused(f"{name} cannot be deleted while there is still: {holding}.") from error
    note(
        "delete",
        f"{named(actor)} deleted {name}, which never left draft.",
        actor=actor.get_username(),
        now=now,
        subject=kind,
        key=key,
    )


def _versions(parent: Any) -> tuple[str, list[Version]]:
    model = next(one for one in version_models() if one._meta.get_field(one.parent_field).related_model is type(parent))
    return model.kind, list(model._default_manager.filter(**{model.parent_field: parent}).order_by("number"))
