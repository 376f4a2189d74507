"""The buttons of a release, and how a draft gets into one: each hands over to the room that decides, and shows its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.releases import (
    add,
    approve_release,
    begin,
    change,
    reject_release,
    remove,
    roll_back,
    stop_release,
    submit_release,
    withdraw_release,
)
from commhub.approval.standing import standing_of
from commhub.contracts import CommhubError
from commhub.desk.kinds import kind_called, version_url
from commhub.desk.pages.blast import may_read, release_called
from commhub.desk.pages.releases import show_release
from commhub.desk.typed import actor_of
from commhub.publish.models import Release, ReleaseState
from commhub.publish.releases import due_at, members_of
from commhub.versions import Version

DONE: Final[Mapping[str, str]] = {
    "submit": "“{name}” is now waiting for its reviewers.",
    "withdraw": "“{name}” is being put together again.",
    "reject": "“{name}” is rejected. Its authors see your comment.",
    "stop": "“{name}” is stopped.",
    "change": "Saved.",
}


@require_POST
def new_release(request: HttpRequest) -> HttpResponse:
    """Begin a release; with `kind` and `version`, put that draft into it at once."""
    actor, now = actor_of(request), timezone.now()
    try:
        release = begin(request.POST.get("name", ""), request.POST.get("note", ""), actor, now=now)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        messages.error(request, str(error))
        return redirect("admin:desk_releases")
    if request.POST.get("version"):
        return _put_in(request, release, _version(request), actor, now)
    return redirect("admin:desk_release", release.pk)


@require_POST
def put_into(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put a draft into the release that the form names; empty begins a new one."""
    actor, now = actor_of(request), timezone.now()
    version = kind_called(kind).get(pk)
    may_read(request, [kind])
    given = request.POST.get("release", "")
    if given.isdecimal():
        return _put_in(request, release_called(request, int(given[:9])), version, actor, now)
    try:
        release = begin(request.POST.get("name", "").strip() or version.label, "", actor, now=now)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        messages.error(request, str(error))
        return redirect(version_url(version))
    return _put_in(request, release, version, actor, now)


@require_POST
def act_on_release(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Submit, approve, reject, withdraw, stop, roll back, change, add or remove."""
    release, actor = release_called(request, pk), actor_of(request)
    if action not in ACTIONS:
        raise Http404(f"There is no action {action!r}.")
    try:
        said, shown = ACTIONS[action](request, release, actor, timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        if error.findings:
            return show_release(request, pk, error)
        messages.error(request, str(error))
        return redirect("admin:desk_release", pk)
    except CommhubError as error:
        messages.error(request, str(error))
        return redirect("admin:desk_release", pk)
    messages.success(request, said)
    return redirect("admin:desk_release", shown.pk)


Action = Callable[[HttpRequest, Release, User, datetime], tuple[str, Release]]


def _comment(request: HttpRequest) -> str:
    return request.POST.get("comment", "").strip()


def _submit(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    submit_release(release, actor, now=now, comment=_comment(request))
    return DONE["submit"].format(name=release.name), release


def _approve(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    role, seen = request.POST.get("role", ""), request.POST.get("seen", "")
    reviews = approve_release(release, actor, now=now, comment=_comment(request), role=role, seen=seen)
    release.refresh_from_db()
    if release.state == ReleaseState.PUBLISHED:
        return f"“{release.name}” is live, as release {release.number}.", release
    if release.state == ReleaseState.SCHEDULED:
        due = due_at(release, members_of(release))
        day = f"{due:%-d %B %Y at %H:%M} UTC" if due else "its day"
        return f"“{release.name}” is approved and goes live on {day}.", release
    return f"You approved “{release.name}”. {standing_of(reviews[0]).sentence()}", release


def _reject(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    reject_release(release, actor, now=now, comment=_comment(request), seen=request.POST.get("seen", ""))
    return DONE["reject"].format(name=release.name), release


def _withdraw(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    withdraw_release(release, actor, now=now, comment=_comment(request))
    return DONE["withdraw"].format(name=release.name), release


def _stop(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    stop_release(release, actor, now=now, comment=_comment(request))
    return DONE["stop"].format(name=release.name), release


def _roll_back(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    back = roll_back(release, actor, now=now, comment=_comment(request))
    return f"What “{release.name}” had replaced is live again, as release {back.number}.", back


def _change(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    change(release, request.POST.get("name", ""), request.POST.get("note", ""), _moment(request), actor, now=now)
    return DONE["change"], release


def _add(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    version = _version(request)
    add(release, version, actor, now=now)
    return f"{version.label[:1].upper()}{version.label[1:]} is in this release.", release


def _remove(request: HttpRequest, release: Release, actor: User, now: datetime) -> tuple[str, Release]:
    version = _version(request)
    remove(release, version, actor, now=now)
    return f"{version.label[:1].upper()}{version.label[1:]} is taken out.", release


ACTIONS: Final[Mapping[str, Action]] = {
    "submit": _submit,
    "approve": _approve,
    "reject": _reject,
    "withdraw": _withdraw,
    "stop": _stop,
    "roll-back": _roll_back,
    "change": _change,
    "add": _add,
    "remove": _remove,
}


def _put_in(request: HttpRequest, release: Release, version: Version, actor: User, now: datetime) -> HttpResponse:
    try:
        add(release, version, actor, now=now)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        messages.error(request, str(error))
        return redirect(version_url(version))
    messages.success(request, f"{version.label[:1].upper()}{version.label[1:]} is in the release “{release.name}”.")
    return redirect("admin:desk_release", release.pk)


def _version(request: HttpRequest) -> Version:
    """The version that a form names, such as `content-block:12`. Raises Http404."""
    kind, _, pk = request.POST.get("version", "").partition(":")
    if not pk.isdecimal():
        raise Http404("There is no such version.")
    may_read(request, [kind_called(kind).name])
    return kind_called(kind).get(int(pk[:9]))


def _moment(request: HttpRequest) -> datetime | None:
    """The day and time that a form names, in the time zone of the installation. Raises Refused."""
    given = request.POST.get("effective_at", "").strip()
    if not given:
        return None
    try:
        found = parse_datetime(given)
    except ValueError:
        found = None
    if found is None:
        raise Refused(f"“{given}” is not a day and time, such as 2026-12-01 08:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
