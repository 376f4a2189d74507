"""Releases: what is reviewed and published together, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from commhub.approval.errors import Refused
from commhub.approval.models import Review
from commhub.approval.people import wrote
from commhub.approval.permissions import PERMISSION
from commhub.approval.standing import standing_of
from commhub.desk.diff import changes
from commhub.desk.findings import told
from commhub.desk.kinds import KINDS, kind_called, version_url
from commhub.desk.pages.blast import COMPILED, may_read, release_called
from commhub.desk.pages.into_release import is_lone
from commhub.desk.pages.page import page
from commhub.desk.pages.reviewers import reviewers_context, steps_context
from commhub.desk.pages.version import compared_with
from commhub.desk.typed import actor_of
from commhub.publish.models import Release, ReleaseState
from commhub.publish.releases import due_at, members_of, release_of
from commhub.versions import State, Version

LATEST: Final = 50
"""Published and ended releases on the list."""
OPEN: Final[Mapping[str, str]] = {
    ReleaseState.DRAFT: "Being put together",
    ReleaseState.IN_REVIEW: "In review",
    ReleaseState.SCHEDULED: "Approved, go live later",
}


@dataclass(frozen=True)
class Member:
    """One version of a release for the page. `changed` are the places that differ from what is live."""

    version: Version
    kind: str
    url: str
    before: Version | None
    changed: Sequence[str]


@require_GET
def releases_page(request: HttpRequest) -> HttpResponse:
    """The list: what is on its way first, then what was published, the latest first."""
    may_read(request, ())
    rows = Release.objects.select_related("author").annotate(count=Count("members"))
    opened = [
        (label, [one for one in rows.filter(state=state) if state != ReleaseState.DRAFT or not is_lone(one)])
        for state, label in OPEN.items()
    ]
    context = {
        "title": "Releases",
        "opened": [(label, _with_days(found)) for label, found in opened if found],
        "published": rows.filter(state=ReleaseState.PUBLISHED).order_by("-number")[:LATEST],
        "ended": rows.filter(state__in=[ReleaseState.REJECTED, ReleaseState.STOPPED])[:LATEST],
        "may_begin": actor_of(request).has_perm(PERMISSION["submit"]),
    }
    return page(request, "desk/releases.html", context)


@require_GET
def release_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One release: its members, what they change together, who has approved and who is awaited, and the decision."""
    return show_release(request, pk)


def show_release(request: HttpRequest, pk: int, refused: Refused | None = None) -> HttpResponse:
    """The page; `refused` is why an action was just not carried out, with its findings."""
    release, actor, now = release_called(request, pk), actor_of(request), timezone.now()
    versions = members_of(release)
    due = due_at(release, versions)
    reviews = _reviews(release)
    submits, reviews_it = actor.has_perm(PERMISSION["submit"]), actor.has_perm(PERMISSION["approve"])
    state = release.state
    last = next((one for one in reviews if one.standing), None) if state != ReleaseState.DRAFT else None
    context = {
        "title": release.name,
        "release": release,
        "members": _members(release, versions),
        "compiled": any(version.kind in COMPILED for version in versions),
        "due": due,
        "later": due is not None and due > now,
        **(steps_context(standing_of(last), actor) if last else {"standing": None}),
        "undone": _undone(versions) if state == ReleaseState.PUBLISHED else None,
        "reviews": reviews,
        "blast_url": reverse("admin:desk_release_blast", args=[pk]),
        "prepare_url": reverse("admin:desk_release_prepare", args=[pk]),
        "drafts": _free_drafts(actor) if state == ReleaseState.DRAFT and submits else [],
        "may_change": state == ReleaseState.DRAFT and submits,
        "may_submit": state == ReleaseState.DRAFT and submits and bool(versions),
        "may_approve": state == ReleaseState.IN_REVIEW and reviews_it,
        "wrote": [one.label for one in versions if wrote(actor, one)] if state == ReleaseState.IN_REVIEW else [],
        "may_withdraw": state == ReleaseState.IN_REVIEW and submits,
        "may_stop": state == ReleaseState.SCHEDULED and (submits or reviews_it),
        "may_roll_back": state == ReleaseState.PUBLISHED
        and reviews_it
        and all(v.state == State.LIVE for v in versions),
        "refused": str(refused) if refused else "",
        "findings": told(("", finding) for finding in refused.findings) if refused else [],
        **reviewers_context(release if state == ReleaseState.IN_REVIEW else None, actor, now),
    }
    return page(request, "desk/release.html", context, status=409 if refused else 200)


def _with_days(releases: Sequence[Release]) -> list[tuple[Release, datetime | None]]:
    return [(release, due_at(release, members_of(release))) for release in releases]


def _members(release: Release, versions: Sequence[Version]) -> list[Member]:
    rows = release.members.values_list("subject", "version_id", "replaced_id")
    replaced = {(subject, pk): other for subject, pk, other in rows}
    return [_member(version, replaced.get((version.kind, version.pk))) for version in versions]


def _member(version: Version, replaced: int | None) -> Member:
    """`replaced` is what it was held against when it was submitted: after a rollback, that is the later one."""
    kind = kind_called(version.kind)
    full = kind.get(version.pk)
    before = kind.get(replaced) if replaced else compared_with(kind, full)
    compared = changes(kind.sources(before) if before else {}, kind.sources(full))
    return Member(
        full, kind.label, version_url(full), before, [change.place for change in compared if change.verdict != "same"]
    )


def _undone(versions: Sequence[Version]) -> Release | None:
    """The release that brought back what these had replaced."""
    for version in versions:
        if version.state != State.LIVE:
            rows = Release.objects.filter(goes_back_to__isnull=False, members__subject=version.kind)
            found = rows.filter(members__replaced_id=version.pk).order_by("-number").first()
            if found is not None:
                return found
    return None


def _reviews(release: Release) -> list[Review]:
    """What was decided, latest first: a decision has a row for each member, of which one is shown."""
    rows = Review.objects.filter(release=release).select_related("actor").defer("findings", "proofs", "manifest")
    seen: dict[tuple[Any, ...], Review] = {}
    for row in rows.order_by("-at", "-id"):
        seen.setdefault((row.action, row.actor_id, row.outside, row.at), row)
    return list(seen.values())


def _free_drafts(actor: User) -> list[tuple[str, str]]:
    """Drafts that this person reads and that are in no release with others: (what a form sends, what people read)."""
    found = []
    for kind in KINDS.values():
        if kind.name == "term-list" or not kind.may_view(actor):
            continue
        for version in kind.rows().filter(state=State.DRAFT).order_by(F("created_at").desc()):
            release = release_of(version)
            if release is None or is_lone(release):
                found.append((f"{kind.name}:{version.pk}", f"{kind.label}: {version}"))
    return found
