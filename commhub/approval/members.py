"""A release and its members while somebody works on them: held in one order, and made for a version that goes alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import Refused
from commhub.approval.history import hold
from commhub.contracts import CommhubError
from commhub.publish.models import Release, ReleaseMember, ReleaseState
from commhub.publish.releases import members_of, missing_members, release_of
from commhub.versions import Version


def hold_release(release: Release) -> Release:
    """The release as it stands now, locked until the transaction ends."""
    return Release.objects.select_for_update(of=("self",)).get(pk=release.pk)


def hold_members(release: Release) -> list[Version]:
    """Its versions, locked. Raises Refused when one of them is not there any more."""
    versions = members_of(release, lock=True)
    if lost := missing_members(release, versions):
        raise Refused(f"{lost[0].subject} {lost[0].version_id} is in “{release.name}” and is not there any more.")
    return versions


@contextmanager
def alone(version: Version, actor: User, now: datetime, state: ReleaseState = ReleaseState.DRAFT) -> Iterator[Release]:
    """The release of this version alone, made in that state if there is none; one that was made goes again if what is done
    with it is refused. Raises Refused when it is in a release with others."""
    release, is_new = _found_or_made(version, actor, now, state)
    try:
        yield release
    except CommhubError:
        if is_new:
            with transaction.atomic():
                Release.objects.filter(pk=release.pk, state=state).delete()
        raise


def made_for(release: Release, version: Version) -> bool:
    """Whether a release was made by submitting this version alone, and not by somebody who wanted one."""
    return release.name == version.label[:200] and release.members.count() == 1


@transaction.atomic
def _found_or_made(version: Version, actor: User, now: datetime, state: ReleaseState) -> tuple[Release, bool]:
    hold(version)  # so that two people do not make two
    release = release_of(version)
    if release is not None:
        refuse_with_others(version, release)
        return release, False
    release = Release.objects.create(name=version.label[:200], author=actor, created_at=now, state=state)
    ReleaseMember.objects.create(release=release, subject=version.kind, version_id=version.pk)
    return release, True


def refuse_with_others(version: Version, release: Release) -> None:
    """Raises Refused unless this version is the only one of the release."""
    others = release.members.count() - 1
    if others > 0:
        more = "one other" if others == 1 else f"{others} others"
        raise Refused(
            f"{version.label} is in the release “{release.name}” with {more}; they are decided together there."
        )


def labels(release: Release, versions: Sequence[Version]) -> str:
    """What a release is called in a sentence: its only version, or its name."""
    return versions[0].label if len(versions) == 1 else f"the release “{release.name}” of {len(versions)} versions"
