"""The buttons of a version: each hands over to the room that decides, and shows its answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft, start_draft
from commhub.approval.errors import Refused
from commhub.approval.models import Review
from commhub.approval.permissions import PERMISSION
from commhub.approval.reject import reject
from commhub.approval.retire import retire
from commhub.approval.standing import standing_of
from commhub.approval.submit import submit
from commhub.approval.withdraw import withdraw
from commhub.contracts import CommhubError
from commhub.desk.kinds import Kind, edit_url, kind_called, version_url
from commhub.desk.pages.version import version_page
from commhub.desk.typed import actor_of
from commhub.lint.models import LONGEST_WAIVER, TermListVersion, WaiverBatch
from commhub.publish.releases import due_at
from commhub.versions import State, Version

DONE: Mapping[str, str] = {
    "submit": "{label} is now waiting for a reviewer.",
    "withdraw": "{label} is a draft again.",
    "approve": "{label} is approved and live.",
    "reject": "{label} is rejected. Its author sees your comment.",
    "retire": "{label} is retired and goes out no more.",
}


@require_POST
def act(request: HttpRequest, kind: str, pk: int, action: str) -> HttpResponse:
    """Submit, withdraw, approve, reject or retire a version."""
    actor, version = actor_of(request), kind_called(kind).get(pk)
    if action not in PERMISSION:
        raise Http404(f"There is no action {action!r}.")
    if not actor.has_perm(PERMISSION[action]):
        raise PermissionDenied(f"Your role does not {action} versions.")
    comment = request.POST.get("comment", "").strip()
    try:
        review = _do(action, version, actor, comment, request.POST.get("seen", ""))
    except Refused as error:
        if error.findings:
            return version_page(request, kind, pk, refused=error)
        messages.error(request, str(error))
    except CommhubError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _done(action, version, review) + _waived(action, version))
    return redirect(version_url(version))


def _done(action: str, version: Version, review: Review) -> str:
    """What became of it: after an approval, whether that was all that it needed, and since when it is live."""
    label = _sentence(version.label)
    if action != "approve":
        return DONE[action].format(label=label)
    standing = standing_of(review)
    if not standing.complete:
        return f"You approved {label}. {standing.sentence()}"
    version.refresh_from_db(fields=["state"])
    if version.state == State.SCHEDULED and review.release is not None:
        due = due_at(review.release, [version])
        return f"{label} is approved and goes live on {due:%-d %B %Y at %H:%M} UTC." if due else f"{label} is approved."
    return DONE[action].format(label=label)


def _waived(action: str, version: Version) -> str:
    """How many live places a term list left standing for a time."""
    if action != "approve" or not isinstance(version, TermListVersion):
        return ""
    batch = WaiverBatch.objects.filter(version=version).first()
    if batch is None or not batch.size:
        return " Nothing that is live would be stopped by it."
    places = "1 live place has" if batch.size == 1 else f"{batch.size} live places have"
    return f" {places} a waiver until {batch.made_at + LONGEST_WAIVER:%-d %B %Y}."


def _do(action: str, version: Version, actor: User, comment: str, seen: str) -> Review:
    now = timezone.now()
    if action == "submit":
        return submit(version, actor, now=now, comment=comment)
    if action == "withdraw":
        return withdraw(version, actor, now=now, comment=comment)
    if action == "approve":
        return approve(version, actor, now=now, comment=comment, seen=seen)
    if action == "reject":
        return reject(version, actor, now=now, comment=comment, seen=seen)
    return retire(version, actor, now=now, comment=comment)


@require_POST
def copy(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Start a new draft as a copy of this version."""
    found = kind_called(kind)
    version = found.get(pk)
    actor = _who_may_start(request, found)
    try:
        draft = new_draft(version, actor, now=timezone.now())
    except (CommhubError, IntegrityError) as error:
        return _not_started(request, found, version, error)
    return redirect(edit_url(draft))


@require_POST
def start(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Start the first draft of something that has none yet."""
    found = kind_called(kind)
    actor = _who_may_start(request, found)
    parent = found.parents._default_manager.filter(pk=pk).first()
    if parent is None:
        raise Http404(f"There is no {found.label.lower()} {pk}.")
    try:
        draft = start_draft(parent, actor, now=timezone.now())
    except (CommhubError, IntegrityError) as error:
        messages.error(request, _reason(error))
        return redirect(found.parent_url(parent))
    return redirect(edit_url(draft))


def _who_may_start(request: HttpRequest, kind: Kind) -> User:
    actor = actor_of(request)
    if not kind.may_start(actor):
        raise PermissionDenied(f"Your role does not write {kind.label.lower()} versions.")
    return actor


def _not_started(request: HttpRequest, kind: Kind, version: Version, error: Exception) -> HttpResponse:
    messages.error(request, _reason(error))
    return redirect(kind.parent_url(version.parent))


def _reason(error: Exception) -> str:
    if isinstance(error, IntegrityError):
        return "Somebody else has just started a draft. Open that one."
    return str(error)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
