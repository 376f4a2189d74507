"""Sets of renderer versions: each distinct one is kept once, and messages name theirs by its digest."""

from __future__ import annotations

from collections.abc import Mapping

from commhub.record.models import RendererSet
from commhub.versions import sha256_of


def note(versions: Mapping[str, str]) -> str:
    """The digest of this set, which is stored if it is new."""
    digest = sha256_of(dict(versions))
    RendererSet.objects.get_or_create(digest=digest, defaults={"versions": dict(versions)})
    return digest


def versions_of(digest: str) -> Mapping[str, str] | None:
    """The versions of a set by name, or None when no set was noted."""
    found = RendererSet.objects.filter(digest=digest).values_list("versions", flat=True).first() if digest else None
    return None if found is None else {str(name): str(version) for name, version in found.items()}
