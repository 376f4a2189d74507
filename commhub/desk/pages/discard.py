"""The button that deletes what never left draft."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from commhub.approval.discard import discard
from commhub.approval.errors import NotAllowed, Refused
from commhub.desk.kinds import kind_called
from commhub.desk.typed import actor_of


@require_POST
def discard_action(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Delete it and go to the list, or say why not."""
    found = kind_called(kind)
    parent = get_object_or_404(found.parents, pk=pk)
    name = str(parent)
    try:
        discard(parent, actor_of(request), now=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Refused as error:
        messages.error(request, str(error))
        return redirect(found.parent_url(parent))
    messages.success(request, f"{name} is deleted.")
    options = found.parents._meta
    return redirect(reverse(f"admin:{options.app_label}_{options.model_name}_changelist"))
