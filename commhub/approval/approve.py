"""Approve: one of those who must say yes does, to exactly what would go live; the last one puts it live, or on its day.

What is live and a term list would stop gets a batch of waivers with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.check import checked
from commhub.approval.errors import Refused
from commhub.approval.history import Decision, Evidence, current, evidence, write_down, written_down
from commhub.approval.members import alone, hold_members, hold_release, labels
from commhub.approval.models import Review
from commhub.approval.notices import tell_authors
from commhub.approval.people import named
from commhub.approval.permissions import require
from commhub.approval.policies import approval_of, place_of, place_of_outside, require_policy, stand
from commhub.approval.ratchet import close, live_places
from commhub.approval.seen import require_seen
from commhub.approval.standing import cells_of, progress_of
from commhub.audit.log import note
from commhub.lint.models import TermListVersion
from commhub.lint.store.ratchet import Place
from commhub.lint.store.waivers import InForce, in_force, note_uses
from commhub.publish.models import Release, ReleaseEdition, ReleaseState
from commhub.publish.prepare import Prepared, Progress
from commhub.publish.releases import due_at, members_of
from commhub.publish.switch import NotPrepared, Switched, check_members, put_live, ready, say
from commhub.publish.turn import take_turn
from commhub.versions import State, Version

TRIES: Final = 5
"""How often the proofs are made anew because something else went live in the meantime."""


def approve(
    version: Version, actor: User, *, now: datetime, comment: str = "", role: str = "", seen: str = ""
) -> Review:
    """Say yes to a version under review; with the last approval that the policies ask for it goes live. `seen` is as for
    approve_release.

    Raises NotAllowed or Refused, and changes nothing.
    """
    version = current(version)
    require(actor, "approve", version)
    with alone(version, actor, now, ReleaseState.IN_REVIEW) as release:
        return approve_release(release, actor, now=now, comment=comment, role=role, seen=seen)[0]


def approve_release(
    release: Release,
    actor: User,
    *,
    now: datetime,
    comment: str = "",
    role: str = "",
    outside: str = "",
    seen: str = "",
    on_progress: Progress | None = None,
) -> list[Review]:
    """Say yes to all members of a release: one review for each, with the standing after it.

    `role` chooses among several that this person has. `outside` is the address of a reviewer without an account, who
    decides as `role` and whom `actor` invited. `seen` is the hash of what a page showed them (approval.seen): by it nobody
    approves what has changed since. A caller without a page leaves it empty. The one who completes the approval publishes
    it, or has it wait for its day. Raises NotAllowed or Refused, and changes nothing.
    """
    for _ in range(TRIES):
        release = Release.objects.get(pk=release.pk)
        versions = members_of(release)
        _may(release, versions, actor)
        _unchanged(release, versions)
        waivers = in_force(now)
        prepared = checked(release, versions, waivers, now, on_progress)
        try:
            with transaction.atomic():
                require_seen(release, seen)
                return _decide(release, actor, prepared, waivers, now, comment, role, outside)
        except NotPrepared:  # somebody else published meanwhile: what would go live now is another thing to approve
            continue
    raise Refused("Others are publishing what this stands on, again and again. Look at it once more and try again.")


def _decide(
    release: Release,
    actor: User,
    prepared: Prepared,
    waivers: InForce,
    now: datetime,
    comment: str,
    role: str,
    outside: str,
) -> list[Review]:
    take_turn()
    release = hold_release(release)
    versions = hold_members(release)
    _may(release, versions, actor)
    _unchanged(release, versions)
    due = due_at(release, versions)
    later = due is not None and due > now
    rows = ready(release, versions, max(due, now) if due else now)
    if {row.edition.hash for row in rows} != set(prepared.hashes.values()):
        raise NotPrepared("Somebody else prepared it anew meanwhile.")
    progress = progress_of(release, versions, prepared)
    own = progress.standing
    need = place_of_outside(outside, role, own) if outside else place_of(actor, own, role=role)
    places = places_of_lists(versions, now)
    seen = {(one.kind, one.pk): evidence(one, prepared, places.get(one.pk, [])) for one in versions}
    decision = Decision("approve", actor, now, comment, release, need.role, outside)
    mine = written_down(versions[0], decision, Evidence())
    given = [approval_of(row) for row in (*progress.counted, mine)]  # in this order, whatever the clock says
    after = stand(require_policy(cells_of(versions, prepared)), given)
    decision = Decision("approve", actor, now, comment, release, need.role, outside, after.as_json())
    reviews = [write_down(version, decision, seen[version.kind, version.pk]) for version in versions]
    note_uses(waivers, now)
    switched: Switched | None = None
    if after.complete:
        ReleaseEdition.objects.filter(release=release).update(approved=True)
        if later:
            _schedule(release, versions)
        else:
            switched = put_live(release, now)
            close_lists(versions, places, actor, now)
    event = "approve" if not after.complete else "schedule" if later else "publish"
    how = after.sentence() + (f" It goes live on {due:%-d %B %Y at %H:%M} UTC." if event == "schedule" else "")
    tell_authors(release, event, outside or named(actor), now, how, comment)
    note(
        "approve",
        f"{outside or named(actor)} approved {labels(release, versions)} as {need.role}. {how}",
        actor=outside or actor.get_username(),
        now=now,
        subject="release",
        key=str(release.pk),
        facts={"release": release.pk, "role": need.role, "complete": after.complete},
    )
    if switched is not None:
        say(release, switched, now, actor=outside or actor.get_username())
    return reviews


def places_of_lists(versions: Sequence[Version], now: datetime) -> dict[int, list[Place]]:
    """What is live and a term list among these would stop, by the version's id; to be asked before it goes live. Raises
    Refused while it is still being tried."""
    return {version.pk: live_places(version, now) for version in versions if isinstance(version, TermListVersion)}


def close_lists(versions: Sequence[Version], places: Mapping[int, list[Place]], approver: User, now: datetime) -> None:
    """Give those places their waivers, once the list is live."""
    for version in versions:
        if isinstance(version, TermListVersion):
            close(version, places[version.pk], approver, now)


def _schedule(release: Release, versions: Sequence[Version]) -> None:
    for version in versions:
        version.state = State.SCHEDULED
        version.save(update_fields=["state"])
    release.state = ReleaseState.SCHEDULED
    release.save(update_fields=["state"])


def _may(release: Release, versions: Sequence[Version], actor: User) -> None:
    if release.state != ReleaseState.IN_REVIEW:
        raise Refused(f"“{release.name}” is {ReleaseState(release.state).label.lower()}; it cannot be approved.")
    if not versions:
        raise Refused(f"“{release.name}” has no version in it any more.")
    for version in versions:
        require(actor, "approve", version)


def _unchanged(release: Release, versions: Sequence[Version]) -> None:
    """What is approved is what was submitted, against what was live then."""
    for version in versions:
        if version.hash_content() != version.content_hash:
            raise Refused(f"{version.label} has changed since it was submitted; it must be submitted again.")
    try:
        check_members(release, versions)
    except NotPrepared as error:
        raise Refused(f"{error} Withdraw it, look at what is live now, and submit it again.") from error
