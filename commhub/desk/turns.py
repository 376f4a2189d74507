"""Whose turn it is: for each version under review, what its release waits for, who is asked, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Count

from commhub.approval.models import Assignment, Comment, Invitation, Review
from commhub.approval.people import named
from commhub.contracts import JSON
from commhub.publish.models import Release, ReleaseMember, ReleaseState
from commhub.versions import Version


@dataclass(frozen=True)
class Turn:
    """`roles` are those awaited first; empty when no policy was reckoned with yet. `asked` are names of people and
    roles. `to_me` says that this person is asked, or in a role whose turn it is, and has not decided yet."""

    release: Release | None = None
    roles: tuple[str, ...] = ()
    approved: int = 0
    needed: int = 0
    asked: tuple[str, ...] = ()
    due: date | None = None
    overdue: bool = False
    to_me: bool = False
    comments: int = 0
    outside: tuple[str, ...] = ()

    @property
    def dots(self) -> list[bool]:
        """One for each approval that is asked for: whether it was given."""
        return [number < self.approved for number in range(self.needed)]


NO_TURN: Final = Turn()


def turns_of(versions: Iterable[Version], actor: User, today: date) -> Mapping[tuple[str, int], Turn]:
    """The turns of these versions, by kind and id, in a few queries however many there are."""
    wanted = list(versions)
    kinds = {version.kind for version in wanted}
    ids = {version.pk for version in wanted}
    members = ReleaseMember.objects.filter(
        release__state=ReleaseState.IN_REVIEW, subject__in=kinds, version_id__in=ids
    ).select_related("release")
    release_of = {(member.subject, member.version_id): member.release for member in members}
    releases = {release.pk for release in release_of.values()}
    reviews: dict[int, list[Review]] = {}
    for review in Review.objects.filter(release__in=releases).order_by("id").defer("findings", "proofs", "manifest"):
        if review.release_id:
            reviews.setdefault(review.release_id, []).append(review)
    assignments: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.filter(release__in=releases, taken_back_at=None).select_related("person", "role")
    for row in rows.order_by("due", "id"):
        assignments.setdefault(row.release_id, []).append(row)
    invited: dict[int, list[str]] = {}
    open_ones = Invitation.objects.filter(
        release__in=releases, used_at=None, revoked_at=None, expires_at__date__gte=today
    )
    for invitation in open_ones:
        invited.setdefault(invitation.release_id, []).append(invitation.address)
    groups = set(actor.groups.values_list("name", flat=True))
    counted = _comments(kinds, ids)
    found = {}
    for version in wanted:
        key = version.kind, version.pk
        release = release_of.get(key)
        pk = release.pk if release else 0
        asked = assignments.get(pk, [])
        turn = _turn(release, reviews.get(pk, []), asked, actor, groups, today)
        found[key] = Turn(**{**turn, "comments": counted.get(key, 0), "outside": tuple(invited.get(pk, []))})
    return found


def _turn(
    release: Release | None,
    reviews: list[Review],
    asked: list[Assignment],
    actor: User,
    groups: set[str],
    today: date,
) -> dict[str, JSON]:
    standing: dict[str, JSON] = next((review.standing for review in reversed(reviews) if review.standing), {})
    missing = standing.get("missing", [])
    first = min((need[0] for need in missing), default=0)
    roles = tuple(need[1] for need in missing if need[0] == first)
    last_submit = max((review.pk for review in reviews if review.action == "submit"), default=0)
    decided = any(
        review.action == "approve" and review.pk > last_submit and review.actor_id == actor.pk and not review.outside
        for review in reviews
    )
    due = min((row.due for row in asked if row.due), default=None)
    mine = any(row.person_id == actor.pk or (row.role and row.role.name in groups) for row in asked)
    return {
        "release": release,
        "roles": roles,
        "approved": len(standing.get("given", [])),
        "needed": sum(need[2] for need in standing.get("needs", [])),
        "asked": tuple(named(row.person) if row.person else str(row.role) for row in asked),
        "due": due,
        "overdue": due is not None and due < today,
        "to_me": (mine or bool(groups & set(roles))) and not decided,
    }


def _comments(kinds: set[str], ids: set[int]) -> dict[tuple[str, int], int]:
    rows = Comment.objects.filter(subject__in=kinds, version_id__in=ids, answers=None, resolved_at=None)
    counts = rows.order_by().values("subject", "version_id").annotate(count=Count("pk"))
    return {(row["subject"], row["version_id"]): row["count"] for row in counts}
