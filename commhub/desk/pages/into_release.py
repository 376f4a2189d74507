"""Which release a draft is in, and which it could be put into."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from commhub.approval.permissions import PERMISSION
from commhub.publish.models import Release, ReleaseState
from commhub.publish.releases import members_of, release_of
from commhub.versions import State, Version


def into_release_context(version: Version, actor: User) -> dict[str, Any]:
    """What a draft's page needs to show which release it is in, or to put it into one."""
    release = release_of(version)
    free = version.state == State.DRAFT and version.kind != "term-list" and actor.has_perm(PERMISSION["submit"])
    rows = Release.objects.filter(state=ReleaseState.DRAFT).exclude(pk=release.pk if release else 0)
    return {
        "in_release": None if release is None or is_lone(release) else release,
        "releases_to_join": [one for one in rows if not is_lone(one)] if free else [],
        "may_join": free and (release is None or is_lone(release)),
    }


def is_lone(release: Release) -> bool:
    """Whether it was made by the way, for one version that goes alone: people see that version instead."""
    members = list(release.members.all()[:2])
    if len(members) != 1:
        return False
    versions = members_of(release)
    return bool(versions) and release.name == versions[0].label[:200]
