"""What a draft of the channel rules would decide otherwise, as a piece of its pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from commhub.decide.models import RuleBookVersion
from commhub.desk.decided_again import decided_again
from commhub.desk.kinds import kind_called
from commhub.desk.pages.page import fragment
from commhub.desk.typed import actor_of


def decided_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest messages that would go another way; names of customers only for those who may read messages."""
    actor = actor_of(request)
    if not kind_called(RuleBookVersion.kind).may_view(actor):
        raise PermissionDenied("Your role does not read channel rules.")
    version = get_object_or_404(RuleBookVersion, pk=pk)
    return fragment(request, "desk/decided.html", decided_context(version, actor))


def decided_context(version: RuleBookVersion, actor: User) -> dict[str, Any]:
    """What would go another way, for this person."""
    return {"decided": decided_again(version), "reads_messages": actor.has_perm("record.view_message")}
