"""Drafts: how a next version begins, and how it is noted who edited it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import models, transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.audit.log import note
from commhub.audit.people import named
from commhub.publish.references import remember
from commhub.versions import State, Version, version_models

V = TypeVar("V", bound=Version)
OPEN = (State.DRAFT, State.IN_REVIEW, State.SCHEDULED)
OWN_LIFE = {
    "id", "number", "state", "author", "note", "created_at", "submitted_at", "content_hash", "revision", "effective_from",
}  # fmt: skip
"""The fields that a new draft has for itself; all others are copied."""


@transaction.atomic
def start_draft(parent: models.Model, actor: User, *, now: datetime | None = None) -> Version:
    """The first draft of something that has no version yet, still empty. Raises Refused when one is open.

    `now` is given where a person begins it by itself; what begins it as a part of something else notes that.
    """
    model = next(
        model for model in version_models() if model._meta.get_field(model.parent_field).related_model is type(parent)
    )
    draft = _begin(model, parent, actor, {})
    if now is not None:
        _note(draft, "", actor, now)
    return draft


@transaction.atomic
def new_draft(source: V, actor: User, *, now: datetime | None = None) -> V:
    """The next draft, with the content of any older version. Raises Refused when a draft is already open. For `now` see
    start_draft."""
    copied = {
        field.name: getattr(source, field.name)
        for field in source._meta.concrete_fields
        if field.name not in OWN_LIFE and field.name != source.parent_field
    }
    draft = _begin(type(source), source.parent, actor, copied)
    for relation in source._meta.related_objects:
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.CASCADE:
            _copy_rows(relation, source, draft)
    remember(draft)
    if now is not None:
        _note(draft, f" with the content of v{source.number}", actor, now)
    return draft


def note_edit(version: Version, actor: User) -> None:
    """Remember that this person edited a draft. Raises Frozen unless it is one."""
    version.require_draft()
    version.editors.add(actor)


def _begin(model: type[V], parent: Any, actor: User, content: dict[str, Any]) -> V:
    if not actor.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"):
        raise NotAllowed("You do not have the permission to start a draft of this.")
    if getattr(parent, "archived_at", None):
        raise Refused(f"{parent} is archived; bring it back first.")
    with transaction.atomic():
        siblings = model._default_manager.filter(**{model.parent_field: parent})
        open_one = siblings.filter(state__in=OPEN).first()
        if open_one is not None:
            state = State(open_one.state).label.lower()
            raise Refused(f"{open_one.label} is already {state}; there is one open version at a time.")
        last = siblings.aggregate(last=models.Max("number"))["last"] or 0
        draft = model(**{model.parent_field: parent}, number=last + 1, author=actor, **content)
        draft.save()
        draft.editors.add(actor)
    return draft


def _note(draft: Version, how: str, actor: User, now: datetime) -> None:
    note(
        "begin-draft",
        f"{named(actor)} began the draft {draft.label}{how}.",
        actor=actor.get_username(),
        now=now,
        subject=draft.kind,
        key=draft.parent.key,
        facts={"version": draft.number},
    )


def _copy_rows(relation: models.ManyToOneRel, source: Version, draft: Version) -> None:
    model = relation.related_model
    to_version = relation.field.name
    rows = list(model._default_manager.filter(**{to_version: source}))
    for row in rows:
        row.pk = None
        row._state.adding = True
        setattr(row, to_version, draft)
    model._default_manager.bulk_create(rows)
