"""The log of decisions: how an action on a version is written down, and how a version is held while it is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User

from commhub.approval.models import Review
from commhub.lint.store.ratchet import Place
from commhub.publish.proofs import Proof
from commhub.versions import Version

V = TypeVar("V", bound=Version)


def hold(version: V) -> V:
    """The version as it stands now, locked until the transaction ends, so that two people cannot decide at once."""
    return type(version)._default_manager.select_for_update().get(pk=version.pk)


def write_down(
    version: Version,
    action: str,
    actor: User,
    now: datetime,
    comment: str,
    proofs: Iterable[Proof] = (),
    places: Iterable[Place] = (),
) -> Review:
    """One row in the log: who, what, when, why, the hash of the content and the findings in sight, with the waivers that
    let some of them through. `places` are those that a term list would newly stop."""
    findings = [
        {"brand": proof.brand, "locale": proof.locale, "channel": proof.channel, **asdict(finding)}
        for proof in proofs
        for finding in proof.findings
    ] + [asdict(place) for place in places]
    return Review.objects.create(
        subject=version.kind,
        version_id=version.pk,
        label=version.label,
        action=action,
        actor=actor,
        at=now,
        comment=comment.strip(),
        content_hash=version.hash_content(),
        findings=findings,
    )


def reviews_of(version: Version) -> Iterable[Review]:
    """What was decided about a version, latest first."""
    return Review.objects.filter(subject=version.kind, version_id=version.pk).select_related("actor")
