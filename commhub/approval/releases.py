"""Releases: versions that are reviewed and published together. Everything that can be done to one is found here."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.approve import approve_release
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.history import hold
from commhub.approval.life import require_sound
from commhub.approval.members import hold_release, made_for
from commhub.approval.people import named
from commhub.approval.permissions import PERMISSION, not_now
from commhub.approval.reject import reject_release
from commhub.approval.rollback import roll_back
from commhub.approval.scheduled import publish_due, stop_release
from commhub.approval.submit import submit_release
from commhub.approval.withdraw import withdraw_release
from commhub.audit.log import note
from commhub.lint.models import TermListVersion
from commhub.publish.models import Release, ReleaseMember, ReleaseState
from commhub.publish.releases import release_of
from commhub.versions import Version

__all__ = [
    "add", "approve_release", "begin", "change", "publish_due", "reject_release", "remove", "roll_back", "stop_release",
    "submit_release", "withdraw_release",
]  # fmt: skip


@transaction.atomic
def begin(name: str, note_: str, actor: User, *, now: datetime, effective_at: datetime | None = None) -> Release:
    """A new release without members. `note_` says what changes and why. Raises NotAllowed or Refused."""
    _require(actor)
    release = Release(note=note_.strip(), author=actor, created_at=now)
    _set(release, name, effective_at)
    release.save()
    _note(f"{named(actor)} began the release “{release.name}”.", "begin-release", release, actor, now)
    return release


@transaction.atomic
def change(
    release: Release, name: str, note_: str, effective_at: datetime | None, actor: User, *, now: datetime
) -> Release:
    """Its name, note and day, while it is being put together. Raises NotAllowed or Refused."""
    release = _held(release, actor)
    release.note = note_.strip()
    _set(release, name, effective_at)
    release.save(update_fields=["name", "note", "effective_at"])
    _note(
        f"{named(actor)} changed what the release “{release.name}” says of itself.",
        "change-release",
        release,
        actor,
        now,
    )
    return release


@transaction.atomic
def add(release: Release, version: Version, actor: User, *, now: datetime) -> ReleaseMember:
    """Put a draft into a release. A version is in one open release only. Raises NotAllowed or Refused."""
    release = _held(release, actor)
    version = hold(version)
    if reason := not_now("submit", version):
        raise Refused(reason)
    if isinstance(version, TermListVersion):
        raise Refused("A term list is no part of what is sent: it is submitted on its own.")
    other = release_of(version)
    if other is not None:
        if other.pk == release.pk:
            raise Refused(f"{version.label} is in this release already.")
        if other.state != ReleaseState.DRAFT or not made_for(other, version):
            raise Refused(f"{version.label} is in the release “{other.name}” already; take it out there first.")
        other.members.all().delete()  # it was on its own, and was withdrawn
    member = ReleaseMember.objects.create(release=release, subject=version.kind, version_id=version.pk)
    _note(f"{named(actor)} put {version.label} into “{release.name}”.", "add-member", release, actor, now)
    return member


@transaction.atomic
def remove(release: Release, version: Version, actor: User, *, now: datetime) -> None:
    """Take a draft out of a release that is being put together. Raises NotAllowed or Refused."""
    release = _held(release, actor)
    gone, _ = release.members.filter(subject=version.kind, version_id=version.pk).delete()
    if not gone:
        raise Refused(f"{version.label} is not in “{release.name}”.")
    release.editions.all().delete()
    _note(f"{named(actor)} took {version.label} out of “{release.name}”.", "remove-member", release, actor, now)


def _set(release: Release, name: str, effective_at: datetime | None) -> None:
    release.name, release.effective_at = name.strip(), effective_at
    if not release.name:
        raise Refused("Give the release a name: it is what people see in the queue.")
    require_sound(effective_at, "The day on which it goes live")
    if len(release.name) > 200:
        raise Refused("The name is too long; 200 characters are the most.")


def _require(actor: User) -> None:
    if not actor.is_active or not actor.has_perm(PERMISSION["submit"]):
        raise NotAllowed("You do not have the permission to put a release together.")


def _held(release: Release, actor: User) -> Release:
    _require(actor)
    held = hold_release(release)
    if held.state != ReleaseState.DRAFT:
        state = ReleaseState(held.state).label.lower()
        raise Refused(f"“{held.name}” is {state}; only a release that is being put together can change.")
    return held


def _note(sentence: str, action: str, release: Release, actor: User, now: datetime) -> None:
    note(
        action,
        sentence,
        actor=actor.get_username(),
        now=now,
        subject="release",
        key=str(release.pk),
        facts={"release": release.pk},
    )
