"""The page that proves what is live: every live edition with the approvals of its inputs, and the audit log verified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from commhub.approval.proof_of_live import LiveShown, live_editions
from commhub.audit.models import AuditEntry
from commhub.audit.verify import Verified, verify
from commhub.desk.kinds import KINDS
from commhub.desk.pages.page import page
from commhub.desk.typed import actor_of

A_PAGE: Final = 50
MOST_VERIFIED: Final = 50_000
"""Entries that are verified while somebody waits for the page; a longer log is verified by `manage.py audit verify`."""
SEES: Final = "audit.view_auditentry"


@require_GET
def evidence_page(request: HttpRequest) -> HttpResponse:
    """Those without complete evidence come first. `?q=` finds a template, brand or language."""
    actor = actor_of(request)
    if not actor.has_perm(SEES):
        raise PermissionDenied("Your role does not read the audit log.")
    shown = sorted(live_editions(), key=lambda one: (one.proven, one.template, one.brand, one.locale))
    wanted = request.GET.get("q", "").strip().lower()
    found = [one for one in shown if wanted in f"{one.template} {one.brand} {one.locale} {one.release}".lower()]
    return page(
        request,
        "desk/evidence.html",
        {
            "title": "Evidence",
            "editions": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
            "all": len(shown),
            "without": sum(not one.proven for one in shown),
            "inputs": _inputs(shown),
            "asked": request.GET.get("q", "").strip(),
            "log": _verified(),
            "entries": AuditEntry.objects.count(),
            "kinds": set(KINDS),
        },
    )


def _verified() -> Verified | None:
    """The log, verified; None when it is too long for that."""
    return verify() if AuditEntry.objects.count() <= MOST_VERIFIED else None


def _inputs(shown: Sequence[LiveShown]) -> int:
    """How many versions all that is live is made from."""
    return len({(one.kind, one.version_id) for edition in shown for one in edition.inputs})
