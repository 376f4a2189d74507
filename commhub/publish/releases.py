"""The members of a release as versions, and the release that a version is in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from commhub.publish.models import (
    LiveEdition,
    Release,
    ReleaseEdition,
    ReleaseMember,
    ReleaseState,
    StoredEdition,
)
from commhub.publish.sources import Using
from commhub.versions import Version, version_models

OPEN: Final = (ReleaseState.DRAFT, ReleaseState.IN_REVIEW, ReleaseState.SCHEDULED)


def model_of(kind: str) -> type[Version]:
    """The table of a kind of version. Raises LookupError."""
    for model in version_models():
        if model.kind == kind:
            return model
    raise LookupError(f"there is no kind of version {kind!r}")


def members_of(release: Release, *, lock: bool = False) -> list[Version]:
    """The versions of a release, each with its parent, in one order for everybody; a query for each kind.

    With `lock` nobody else changes them until the transaction ends.
    """
    ids: dict[str, list[int]] = {}
    for member in release.members.all():
        ids.setdefault(member.subject, []).append(member.version_id)
    found: list[Version] = []
    for kind in sorted(ids):
        model = model_of(kind)
        rows = model._default_manager.filter(pk__in=ids[kind])
        if lock:
            list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
        found += rows.select_related(model.parent_field).order_by("pk")
    return found


def release_of(version: Version) -> Release | None:
    """The open release that a version is in, if any."""
    rows = Release.objects.filter(state__in=OPEN, members__subject=version.kind, members__version_id=version.pk)
    return rows.order_by("-id").first()


def using_of(versions: Iterable[Version]) -> Using:
    """Versions as `compile_version` takes them: in the place of what is live."""
    return {(version.kind, version.parent.pk): version for version in versions}


def missing_members(release: Release, found: Sequence[Version]) -> list[ReleaseMember]:
    """Members whose version is not there any more."""
    there = {(version.kind, version.pk) for version in found}
    return [member for member in release.members.all() if (member.subject, member.version_id) not in there]


def due_at(release: Release, versions: Iterable[Version]) -> datetime | None:
    """When a release goes live: the latest of its own date and its members'; None for at once."""
    dates = [release.effective_at, *(version.effective_from for version in versions)]
    return max((date for date in dates if date is not None), default=None)


def holds_on(row: ReleaseEdition, day: date) -> bool:
    """Whether a prepared edition has the files of assets that are right on a day."""
    return row.on <= day and (row.changes_on is None or day < row.changes_on)


def renew(pointer: LiveEdition, stored: StoredEdition, changes_on: date | None, day: date) -> bool:
    """Let an edition that was made anew for another day count as approved in the place of the live one; whether it may:
    both must be of exactly the same versions, since it is those, with the days of their files, that were approved."""
    if stored.manifest["inputs"] != pointer.edition.manifest["inputs"]:
        return False
    rows = ReleaseEdition.objects.filter(
        release=pointer.release_id,
        brand=pointer.brand_id,
        locale=pointer.locale,
        edition=pointer.edition_id,
        approved=True,
    )
    return bool(rows.update(edition=stored, on=day, changes_on=changes_on))
