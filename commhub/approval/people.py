"""Who is who around a release: what people are called, what tells them apart, and who wrote what is reviewed."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from commhub.audit.people import named
from commhub.publish.models import Release
from commhub.versions import Version, version_models

__all__ = ["named", "person_at", "person_of", "versions_of", "writers_of"]


def person_of(user: User) -> str:
    """What tells a user apart from others: their address, so that two accounts of one person count once."""
    return person_at(user.email) if user.email else f"#{user.pk}"


def person_at(address: str) -> str:
    """What tells apart who reads at an address."""
    return address.strip().casefold()


def versions_of(release: Release) -> list[Version]:
    """The versions that a release publishes together, by kind."""
    models = {model.kind: model for model in version_models()}
    found: list[Version] = []
    wanted: dict[str, list[int]] = {}
    for member in release.members.all():
        wanted.setdefault(member.subject, []).append(member.version_id)
    for kind, ids in sorted(wanted.items()):
        rows = models[kind]._default_manager.select_related("author", models[kind].parent_field)
        found += rows.filter(pk__in=ids).prefetch_related("editors").order_by("pk")
    return found


def writers_of(versions: Iterable[Version]) -> set[User]:
    """Everybody who wrote or edited one of these; none of them may approve."""
    return {person for version in versions for person in (version.author, *version.editors.all())}
