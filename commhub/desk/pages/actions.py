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
from commhub.approval.permissions import PERMISSION
from commhub.approval.reject import reject
from commhub.approval.retire import retire
from commhub.approval.submit import submit
from commhub.approval.withdraw import withdraw
from commhub.contracts import CommhubError
from commhub.desk.kinds import Kind, edit_url, kind_called, version_url
from commhub.desk.pages.version import version_page
from commhub.desk.typed import actor_of
from commhub.lint.models import LONGEST_WAIVER, TermListVersion, WaiverBatch
from commhub.versions import Version

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
        _do(action, version, actor, comment)
    except Refused as error:
        if error.findings:
            return version_page(request, kind, pk, refused=error)
        messages.error(request, str(error))
    except CommhubError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE[action].format(label=_sentence(version.label)) + _waived(action, version))
    return redirect(version_url(version))


def _waived(action: str, version: Version) -> str:
    """How many live places a term list left standing for a time."""
    if action != "approve" or not isinstance(version, TermListVersion):
        return ""
    batch = WaiverBatch.objects.filter(version=version).first()
    if batch is None or not batch.size:
        return " Nothing that is live would be stopped by it."
    places = "1 live place has" if batch.size == 1 else f"{batch.size} live places have"
    return f" {places} a waiver until {batch.made_at + LONGEST_WAIVER:%-d %B %Y}."


def _do(action: str, version: Version, actor: User, comment: str) -> None:
    now = timezone.now()
    if action == "submit":
        submit(version, actor, now=now, comment=comment)
    elif action == "withdraw":
        withdraw(version, actor, now=now, comment=comment)
    elif action == "approve":
        approve(version, actor, now=now, comment=comment)
    elif action == "reject":
        reject(version, actor, now=now, comment=comment)
    else:
        retire(version, actor, now=now, comment=comment)


@require_POST
def copy(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Start a new draft as a copy of this version."""
    found = kind_called(kind)
    version = found.get(pk)
    actor = _who_may_start(request, found)
    try:
        draft = new_draft(version, actor)
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
        draft = start_draft(parent, actor)
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
