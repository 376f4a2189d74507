"""Who is who around a release: what people are called, what tells them apart, and who wrote what is reviewed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import suppress

from django.contrib.auth.models import User

from commhub.audit.people import named
from commhub.publish.models import Release
from commhub.versions import Version, version_models

__all__ = ["named", "person_at", "person_of", "versions_of", "writers_of", "wrote"]


def person_of(user: User) -> str:
    """What tells a user apart from others: their address, so that two accounts of one person count once."""
    return person_at(user.email) if user.email else f"#{user.pk}"


def person_at(address: str) -> str:
    """What tells apart who reads at an address: other ways to write the same one are the same person.

    Those are capitals, wide letters, quotes around the name, a domain in its own script, and what follows a plus sign,
    which most mail services leave out (RFC 5233). Two people who share a mailbox in that way count as one: better too few
    approvals than one person's twice.
    """
    name, _, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    name = name.strip('"').replace("\\", "")
    with suppress(UnicodeError):  # no host can be called what is no name in IDNA, so no mail arrives there
        domain = domain.encode("idna").decode()
    return f"{name.partition('+')[0] or name}@{domain}"


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


def wrote(user: User, version: Version) -> bool:
    """Whether this person, by whichever of their accounts, wrote or edited a version."""
    person = person_of(user)
    return any(one.pk == user.pk or person_of(one) == person for one in writers_of([version]))


def writers_of(versions: Iterable[Version]) -> set[User]:
    """Everybody who wrote or edited one of these; none of them may approve."""
    return {person for version in versions for person in (version.author, *version.editors.all())}
