"""The end of things: what is due for another look, and what is archived or brought back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from commhub.approval.archive import CAN_BE_ARCHIVED, archive, unarchive
from commhub.approval.due import Due, due_for_another_look
from commhub.approval.errors import NotAllowed, Refused
from commhub.desk.kinds import KINDS, kind_called
from commhub.desk.pages.page import page
from commhub.desk.typed import actor_of


@require_GET
def due_page(request: HttpRequest) -> HttpResponse:
    """Every live version whose day for another look is over or near."""
    actor = actor_of(request)
    if not any(kind.may_view(actor) for kind in KINDS.values()):
        raise PermissionDenied("Your role does not read content.")
    rows = due_for(actor)
    context = {"title": "Due for another look", "due": rows, "over": sum(row.over for row in rows)}
    return page(request, "desk/due.html", context)


def due_for(actor: User) -> list[Due]:
    """What is due, of the kinds that this person may read."""
    today = timezone.localdate(timezone.now())
    return [one for one in due_for_another_look(today) if KINDS[one.version.kind].may_view(actor)]


@require_POST
def archive_action(request: HttpRequest, kind: str, pk: int, action: str) -> HttpResponse:
    """Archive a template or content block, or bring it back."""
    found = kind_called(kind)
    parent = found.parents._default_manager.filter(pk=pk).first()
    if parent is None or not isinstance(parent, CAN_BE_ARCHIVED):
        raise Http404(f"There is no {found.label.lower()} {pk} that could be archived.")
    act = {"archive": archive, "unarchive": unarchive}[action]
    try:
        act(parent, actor_of(request), now=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        messages.error(request, str(error))
    else:
        done = "archived and no longer listed" if action == "archive" else "back in the lists"
        messages.success(request, f"{parent} is {done}.")
    return redirect(found.parent_url(parent))
