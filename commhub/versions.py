"""The versions of everything that can change what a customer reads: one shape, one life, for every kind of content."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar, Final

from django.apps import apps
from django.conf import settings
from django.db import models

from commhub.contracts import JSON, CommhubError


class State(models.TextChoices):
    """The life of a version: draft -> in-review -> (scheduled ->) live -> retired, or in-review -> rejected or draft
    (withdrawn by its author before the last approval). A retired version comes back only by a rollback."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    SCHEDULED = "scheduled", "Approved, goes live later"
    LIVE = "live", "Approved and live"
    RETIRED = "retired", "Retired"
    REJECTED = "rejected", "Rejected"


class Frozen(CommhubError):
    """Somebody tried to change a version that has left draft."""


def canonical(value: JSON) -> bytes:
    """The one way to write a JSON value down: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(value: JSON) -> str:
    """The SHA-256 of a JSON value's canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


class Version(models.Model):
    """One version of a template, block, layout, brand or asset.

    Only a draft may change. `author` made it and `editors` are all who changed it: none of them may approve it.
    """

    kind: ClassVar[str]
    """What it is a version of: template, content-block, layout, brand or asset. Permanent; stored in rows."""
    parent_field: ClassVar[str]
    """The name of the foreign key to what it is a version of."""

    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    note = models.TextField("what changed and why", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    """Counts the saves of a draft: whoever saves says which one they had seen, and is told when it is not the last."""
    effective_from = models.DateTimeField("goes live not before", null=True, blank=True)
    review_by = models.DateField("to be looked at again by", null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.parent} v{self.number}"

    @property
    def parent(self) -> Any:
        return getattr(self, self.parent_field)

    @property
    def label(self) -> str:
        """What people call it, such as `template renewal-notice v3`."""
        return f"{self.kind} {self.parent.key} v{self.number}"

    def content(self) -> dict[str, JSON]:
        """All that a customer could come to read through this version, as plain data; what is approved is its hash."""
        raise NotImplementedError

    def hash_content(self) -> str:
        return sha256_of({"kind": self.kind, "key": self.parent.key, "content": self.content()})

    def require_draft(self) -> None:
        """Raises Frozen unless this version may still change."""
        if self.state != State.DRAFT:
            state = State(self.state).label.lower()
            raise Frozen(f"{self.label} is {state} and can no longer change. Start a new draft from it instead.")


def version_constraints(parent: str) -> list[models.BaseConstraint]:
    """The constraints every version table carries: numbers are unique, at most one is live, at most one is open."""
    return [
        models.UniqueConstraint(fields=[parent, "number"], name="%(app_label)s_%(class)s_number"),
        models.UniqueConstraint(fields=[parent], condition=models.Q(state="live"), name="%(app_label)s_%(class)s_live"),
        models.UniqueConstraint(
            fields=[parent],
            condition=models.Q(state__in=["draft", "in-review", "scheduled"]),
            name="%(app_label)s_%(class)s_open",
        ),
    ]


APART: Final = ("lint_lintwaiver_", "lint_waiverbatch_")
"""The guards that look into no table of versions, and so stand in nobody's way."""


def lift_guards(apps: Any, editor: Any) -> None:
    """For migrations that alter a table of versions, before everything else and, backwards, after it.

    SQLite makes such a table anew, and stumbles over the guards of other tables that look into it. A migration of approval
    that follows installs them again (approval/frozen.py).
    """
    if editor.connection.vendor != "sqlite":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND instr(name, '_frozen_') > 0")
        names = [name for (name,) in cursor.fetchall() if not name.startswith(APART)]
    for name in names:
        editor.execute(f'DROP TRIGGER "{name}"', params=None)


def version_models() -> list[type[Version]]:
    """The table of every kind of version."""
    return [model for model in apps.get_models() if issubclass(model, Version)]
