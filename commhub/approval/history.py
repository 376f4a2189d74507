"""The log of decisions: how an action on a version is written down, and how a version is held while it is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from django.contrib.auth.models import User

from commhub.approval.models import Review
from commhub.contracts import JSON
from commhub.lint.store.ratchet import Place
from commhub.publish.checked import Seen
from commhub.publish.models import Release
from commhub.publish.prepare import Made, Prepared
from commhub.versions import Version

V = TypeVar("V", bound=Version)


class InSight(Protocol):
    """What somebody had before them when they decided, as a row of the log keeps it."""

    def proofs(self) -> list[dict[str, JSON]]: ...

    def manifest(self) -> list[dict[str, JSON]]: ...

    def findings(self) -> list[dict[str, JSON]]: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody saw of a version: the editions that it is part of. `places` are those that a term list would newly
    stop."""

    editions: tuple[Made, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def seen(self) -> list[Seen]:
        return [one for made in self.editions for one in made.seen]

    def proofs(self) -> list[dict[str, JSON]]:
        """For `Review.proofs`; the same list for the same proofs."""
        return sorted(
            (one.as_proof() for one in self.seen),
            key=lambda one: (one["template"], one["brand"], one["locale"], one["channel"], one["test_set"]),
        )

    def manifest(self) -> list[dict[str, JSON]]:
        """For `Review.manifest`: every input of every edition once."""
        inputs = {
            (one["subject"], one["key"], one["number"], one["sha256"]): dict(one)
            for made in self.editions
            for one in made.inputs
        }
        return [inputs[key] for key in sorted(inputs)]

    def findings(self) -> list[dict[str, JSON]]:
        """For `Review.findings`, with the waivers that let some of them through."""
        return [
            {"brand": one.brand, "locale": one.locale, "channel": one.channel, **asdict(finding)}
            for one in self.seen
            for finding in one.findings
        ] + [asdict(place) for place in self.places]


@dataclass(frozen=True, slots=True)
class AsBefore:
    """The evidence that an earlier row of the log keeps."""

    review: Review

    def proofs(self) -> list[dict[str, JSON]]:
        return list(self.review.proofs)

    def manifest(self) -> list[dict[str, JSON]]:
        return list(self.review.manifest)

    def findings(self) -> list[dict[str, JSON]]:
        return list(self.review.findings)


@dataclass(frozen=True, slots=True)
class Decision:
    """One action as it is written down for each member. `role` and `standing` are those of a review; `outside` is the
    address of somebody without an account, whom `actor` invited."""

    action: str
    actor: User
    now: datetime
    comment: str = ""
    release: Release | None = None
    role: str = ""
    outside: str = ""
    standing: Mapping[str, JSON] = field(default_factory=dict)


def current(version: V) -> V:
    """The version as it stands now."""
    return type(version)._default_manager.get(pk=version.pk)


def hold(version: V) -> V:
    """The version as it stands now, locked until the transaction ends, so that two people cannot decide at once."""
    return type(version)._default_manager.select_for_update().get(pk=version.pk)


def evidence(version: Version, prepared: Prepared, places: Iterable[Place] = ()) -> Evidence:
    """What is seen of a version among what was prepared."""
    return Evidence(tuple(made for made in prepared.editions if is_part(version, made)), tuple(places))


def is_part(version: Version, made: Made) -> bool:
    """Whether a version stands behind an edition. A layout does for its brand: it may have added a channel, or none."""
    if version.kind in {"layout", "asset"} and made.wanted.brand.pk != version.parent.brand_id:
        return False  # the key alone does not tell the assets of two brands apart
    if version.kind == "layout":
        return True
    return any((one["subject"], one["key"]) == (version.kind, version.parent.key) for one in made.inputs)


def written_down(version: Version, decision: Decision, seen: InSight) -> Review:
    """A row of the log that is not saved yet: who, what, when, why, the hash of the content, and what was in sight."""
    return Review(
        subject=version.kind,
        version_id=version.pk,
        label=version.label,
        action=decision.action,
        actor=decision.actor,
        at=decision.now,
        comment=decision.comment.strip(),
        content_hash=version.hash_content(),
        findings=seen.findings(),
        release=decision.release,
        role=decision.role,
        outside=decision.outside,
        proofs=seen.proofs(),
        manifest=seen.manifest(),
        standing=dict(decision.standing),
    )


def write_down(version: Version, decision: Decision, seen: InSight | None = None) -> Review:
    """The same, saved."""
    review = written_down(version, decision, seen or Evidence())
    review.save(force_insert=True)
    return review


def reviews_of(version: Version) -> Iterable[Review]:
    """What was decided about a version, latest first."""
    return Review.objects.filter(subject=version.kind, version_id=version.pk).select_related("actor")
