"""Submit: drafts go to review together, if they compile, render and are free of coded language.

A term list is tried on what is live: what it would stop is no reason to refuse it, and stands in its report.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.check import checked
from commhub.approval.errors import Refused
from commhub.approval.history import Decision, current, evidence, write_down
from commhub.approval.members import alone, hold_members, hold_release, labels
from commhub.approval.models import Review
from commhub.approval.people import named
from commhub.approval.permissions import require
from commhub.approval.policies import standing
from commhub.approval.ratchet import begin
from commhub.approval.standing import cells_of
from commhub.approval.term_lists import make_forms
from commhub.audit.log import note
from commhub.lint.models import TermListVersion
from commhub.lint.store.ratchet import places_of
from commhub.lint.store.waivers import in_force, note_uses
from commhub.publish.models import Release, ReleaseState
from commhub.publish.prepare import Progress
from commhub.publish.references import remember
from commhub.publish.releases import members_of
from commhub.publish.switch import replaced_by
from commhub.versions import State, Version


def submit(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """draft -> in-review, as a release of this version alone. Raises Refused, with the findings, and changes nothing."""
    version = current(version)
    require(actor, "submit", version)
    with alone(version, actor, now) as release:
        return submit_release(release, actor, now=now, comment=comment)[0]


def submit_release(
    release: Release, actor: User, *, now: datetime, comment: str = "", on_progress: Progress | None = None
) -> list[Review]:
    """draft -> in-review for all members. Raises Refused, with the findings, and changes nothing."""
    release = Release.objects.get(pk=release.pk)
    versions = members_of(release)
    _may(release, versions, actor)
    for version in versions:
        if isinstance(version, TermListVersion):
            make_forms(version)
    waivers = in_force(now)
    prepared = checked(release, versions, waivers, now, on_progress)
    awaited = standing(cells_of(versions, prepared), [])  # refuses early what no policy covers
    were = {(version.kind, version.pk): version.hash_content() for version in versions}
    with transaction.atomic():
        release = hold_release(release)
        versions = hold_members(release)
        _may(release, versions, actor)
        if {(version.kind, version.pk): version.hash_content() for version in versions} != were:
            raise Refused("Somebody changed it while it was being checked. Look at it and submit it again.")
        replaced = replaced_by(versions)
        for member in release.members.all():
            version = next(one for one in versions if (one.kind, one.pk) == (member.subject, member.version_id))
            member.replaced_id = replaced.get((version.kind, version.parent.pk))
            member.save(update_fields=["replaced_id"])
        reviews = []
        decision = Decision("submit", actor, now, comment, release, standing=awaited.as_json())
        for version in versions:
            version.state = State.IN_REVIEW
            version.submitted_at = now
            version.content_hash = were[version.kind, version.pk]
            version.save(update_fields=["state", "submitted_at", "content_hash"])
            remember(version)  # what has left draft is known by what it names, whatever way it was written
            places = places_of(begin(version, now)) if isinstance(version, TermListVersion) else []
            reviews.append(write_down(version, decision, evidence(version, prepared, places)))
        release.state, release.submitted_at, release.reason = ReleaseState.IN_REVIEW, now, ""
        release.save(update_fields=["state", "submitted_at", "reason"])
        note_uses(waivers, now)
        note(
            "submit",
            f"{named(actor)} submitted {labels(release, versions)} for review.",
            actor=actor.get_username(),
            now=now,
            subject="release",
            key=str(release.pk),
            facts={"release": release.pk, "editions": len(prepared.editions)},
        )
    return reviews


def _may(release: Release, versions: list[Version], actor: User) -> None:
    if release.state != ReleaseState.DRAFT:
        raise Refused(f"“{release.name}” is {ReleaseState(release.state).label.lower()}; it cannot be submitted.")
    if not versions:
        raise Refused(f"“{release.name}” has no version in it yet.")
    for version in versions:
        require(actor, "submit", version)
