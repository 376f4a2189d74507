"""Who reviews a release: people and roles that are asked, by when, and reviewers without an account."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group, User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from commhub.approval.assignments import assign, open_assignments, people_of, take_back, why_not_review
from commhub.approval.errors import Refused
from commhub.approval.invitations import DAYS, invite, revoke, send_invitation, why_not_invite
from commhub.approval.models import Assignment, Invitation, Review
from commhub.approval.people import named
from commhub.approval.policies import Need, Standing
from commhub.approval.seen import seen_of
from commhub.approval.standing import standing_of
from commhub.contracts import CommhubError
from commhub.desk.typed import actor_of
from commhub.publish.models import Release, ReleaseState
from commhub.versions import State, Version


def reviewers_context(release: Release | None, actor: User, now: datetime) -> dict[str, Any]:
    """What a page needs to show who is asked to review a release, and to ask somebody; {} where nothing is reviewed."""
    if release is None or release.state != ReleaseState.IN_REVIEW:
        return {}
    roles = [role for role in Group.objects.order_by("name") if people_of(role)]
    people = {person.pk: person for role in roles for person in people_of(role)}
    own = [role for role in roles if not why_not_invite(actor, release, role.name)]
    return {
        "reviewed": release,
        "seen": seen_of(release),
        "assignments": [(row, row.due is not None and row.due < now.date()) for row in open_assignments(release)],
        "invitations": [(row, state_of(row, now)) for row in release.invitations.select_related("role", "inviter")],
        "roles": roles,
        "people": [
            (person.pk, named(person))
            for person in sorted(people.values(), key=named)
            if not why_not_review(person, release)
        ],
        "own_roles": own,
        "may_assign": actor.has_perm("approval.submit_version") or actor.has_perm("approval.approve_version"),
        "days": DAYS,
    }


def standing_context(version: Version, reviews: Sequence[Review], actor: User) -> dict[str, Any]:
    """How far the approval of a version has come by its reviews, latest first, whether it is this person's turn, and
    whether one more approval completes it; nothing where that was never reckoned."""
    last = next((review for review in reviews if review.standing), None)
    if last is None or version.state not in {State.IN_REVIEW, State.SCHEDULED}:
        return {"standing": None}
    return steps_context(standing_of(last), actor)


def steps_context(standing: Standing, actor: User) -> dict[str, Any]:
    """The steps of an approval for the page, with the names of those who gave theirs, and what this person's would be.

    `again` is for those whose role has approved: what that was about can change beneath it, and then it is asked for anew.
    """
    groups = set(actor.groups.values_list("name", flat=True))
    return {
        "standing": standing,
        "standing_turns": [list(turn) for _, turn in groupby(_steps(standing), key=lambda step: step[0].order)],
        "my_turn": bool(groups & set(standing.roles)) if standing.missing else False,
        "again": bool(standing.missing and groups & {one.role for one in standing.given} - set(standing.roles)),
        "last_approval": sum(need.count for need in standing.missing) == 1,
    }


def _steps(standing: Standing) -> list[tuple[Need, list[str]]]:
    """Each step with the names of those who approved for it."""
    given = standing.given
    return [
        (need, [one.name for one in given if (one.order, one.role) == (need.order, need.role)])
        for need in standing.needs
    ]


def state_of(invitation: Invitation, now: datetime) -> tuple[str, str]:
    """What became of an invitation: a word for the looks, and one for people."""
    if invitation.used_at:
        return "used", "decided"
    if invitation.revoked_at:
        return "over", "revoked"
    if invitation.expires_at <= now:
        return "over", "expired"
    return ("opened", "opened the link") if invitation.opened_at else ("open", "not opened yet")


@require_POST
def assign_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a person or a role to review a release."""
    release, actor, now = _release(pk), actor_of(request), timezone.now()

    def act() -> str:
        assignment = assign(
            release, _to(request), actor, now=now, due=_day(request), message=request.POST.get("note", "")
        )
        called = named(assignment.person) if assignment.person else str(assignment.role)
        return f"{called} is asked to review it, and gets an e-mail."

    return _done(request, act)


@require_POST
def take_back_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody no more."""
    row = Assignment.objects.select_related("release", "person", "role").filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such assignment.")
    actor, now = actor_of(request), timezone.now()

    def act() -> str:
        take_back(row, actor, now=now)
        return "Taken back."

    return _done(request, act)


@require_POST
def invite_reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody without an account for one decision, by e-mail."""
    release, actor, now = _release(pk), actor_of(request), timezone.now()
    role = Group.objects.filter(pk=_number(request, "role")).first()
    if role is None:
        raise Http404("There is no such role.")
    days = _number(request, "days") or DAYS

    def act() -> str:
        invitation, token = invite(
            release,
            actor,
            request.POST.get("address", ""),
            role,
            now=now,
            secret=secrets.token_urlsafe(32),
            days=days,
            message=request.POST.get("note", "")[:2_000],
        )
        try:
            send_invitation(invitation, token, reverse("outside_review", args=[token]))
        except Refused:
            revoke(invitation, actor, now=now)
            raise
        return f"{invitation.address} is invited, and gets an e-mail with the link."

    return _done(request, act)


@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    row = Invitation.objects.select_related("release").filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such invitation.")
    actor, now = actor_of(request), timezone.now()

    def act() -> str:
        revoke(row, actor, now=now)
        return f"The link of {row.address} shows nothing any more."

    return _done(request, act)


def _done(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except CommhubError as error:
        messages.error(request, str(error))
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(f"{back}#reviewers" if safe and "#" not in back else reverse("admin:desk_queue"))


def _release(pk: int) -> Release:
    release = Release.objects.filter(pk=pk).first()
    if release is None:
        raise Http404(f"There is no release {pk}.")
    return release


def _to(request: HttpRequest) -> User | Group:
    """Whom the form names: `person:7` or `role:3`."""
    what, _, pk = request.POST.get("to", "").partition(":")
    found: User | Group | None = None
    if pk.isdecimal() and what == "person":
        found = User.objects.filter(pk=int(pk[:9])).first()
    elif pk.isdecimal() and what == "role":
        found = Group.objects.filter(pk=int(pk[:9])).first()
    if found is None:
        raise Refused("Choose a person or a role.")
    return found


def _day(request: HttpRequest) -> date | None:
    given = request.POST.get("due", "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Refused(f"{given!r} is no day; write it as 2026-12-04.") from error


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given[:9]) if given.isdecimal() else 0
