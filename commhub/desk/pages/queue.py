"""The reviewers' queue: everything that waits for a decision, the oldest first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from commhub.approval.waivers import DECIDE
from commhub.desk.kinds import KINDS
from commhub.desk.pages.page import page
from commhub.desk.reviews import queue
from commhub.desk.typed import actor_of
from commhub.lint.models import LintWaiver


def queue_page(request: HttpRequest) -> HttpResponse:
    """Readable for whoever reads content; only reviewers find buttons behind it."""
    actor = actor_of(request)
    if not any(kind.may_view(actor) for kind in KINDS.values()):
        raise PermissionDenied("Your role does not read content.")
    may_review = actor.has_perm("approval.approve_version")
    waivers = LintWaiver.objects.filter(approved_at=None, refused_at=None).exclude(requester=actor)
    context = {
        "title": "Waiting for review",
        "waiting": queue(actor),
        "may_review": may_review,
        "waivers": waivers.count() if actor.has_perm(DECIDE) else 0,
    }
    return page(request, "desk/queue.html", context)
