"""Save a draft: the one way in which what somebody wrote comes into a version, through whatever door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.drafts import note_edit
from commhub.approval.errors import Refused
from commhub.approval.history import hold
from commhub.approval.people import named
from commhub.approval.permissions import require
from commhub.audit.log import note
from commhub.audit.models import AuditEntry
from commhub.publish.references import keep
from commhub.versions import Version

V = TypeVar("V", bound=Version)
SAVED = "save-draft"


class Stale(Refused):
    """Somebody saved the draft after it was read. `revision` is the one that stands now; `seen` the one that was read."""

    def __init__(self, message: str, revision: int, seen: int) -> None:
        self.revision = revision
        self.seen = seen
        super().__init__(message)


@transaction.atomic
def save_draft(version: V, actor: User, write: Callable[[], None], *, now: datetime, seen: int | None) -> V:
    """Let `write` put its content into a draft, and count it as the next revision; answers the draft as it stands then.

    `seen` is the revision that the writer had read; None is for those who made the draft in the same breath. Raises
    NotAllowed or Refused when this person may not or nobody can, Stale when another revision was saved, and BadSource when
    a source names what nobody knows or cannot be read. Nothing is kept then, nor when `write` raises.
    """
    held = hold(version)
    require(actor, "edit", held)
    if seen is not None and held.revision != seen:
        raise Stale(stale_sentence(held), held.revision, seen)
    write()
    saved = hold(version)
    saved.revision += 1
    saved.save(update_fields=["revision"])
    keep(saved)
    note_edit(saved, actor)
    note(
        SAVED,
        f"{named(actor)} saved the draft {saved.label} (save {saved.revision}).",
        actor=actor.get_username(),
        now=now,
        subject=saved.kind,
        key=saved.parent.key,
        facts={"version": saved.number, "revision": saved.revision},
    )
    version.revision = saved.revision
    return saved


def stale_sentence(held: Version) -> str:
    """What somebody is told who wrote in a draft that another person saved meanwhile."""
    last = AuditEntry.objects.filter(action=SAVED, subject=held.kind, key=held.parent.key).first()
    person = User.objects.filter(username=last.actor).first() if last else None
    who = f"Meanwhile {named(person) if person else last.actor}" if last else "Somebody else meanwhile"
    return f"{who} saved {held.label}. Your text was not saved, and theirs still stands: bring the two together."
