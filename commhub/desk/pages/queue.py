"""The reviewers' queue: everything that waits for a decision, whose turn it is, and what is overdue first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commhub.desk.kinds import KINDS
from commhub.desk.pages.page import page
from commhub.desk.reviews import open_waivers, queue
from commhub.desk.typed import actor_of


def queue_page(request: HttpRequest) -> HttpResponse:
    """Readable for whoever reads content; only reviewers find buttons behind it."""
    actor = actor_of(request)
    if not any(kind.may_view(actor) for kind in KINDS.values()):
        raise PermissionDenied("Your role does not read content.")
    may_review = actor.has_perm("approval.approve_version")
    context = {
        "title": "Waiting for review",
        "waiting": queue(actor, timezone.now().date()),
        "may_review": may_review,
        "waivers": open_waivers(actor),
    }
    return page(request, "desk/queue.html", context)
