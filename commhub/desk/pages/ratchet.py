"""What a version of a term list would stop, rule by rule, and how far the trial has come."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from commhub.approval.ratchet import go_on
from commhub.desk.kinds import kind_called, version_url
from commhub.desk.pages.page import fragment
from commhub.desk.pages.waivers import pieces
from commhub.desk.typed import actor_of
from commhub.lint.models import LONGEST_WAIVER, RatchetReport, TermListVersion, WaiverBatch
from commhub.lint.store.ratchet import LIVE, UNREAD, Place, places_of

SECONDS: Final = 2.0
"""How long one request goes on with a trial."""
AT_MOST: Final = 1_000


@dataclass
class OfRule:
    """What one rule would do: the places that are live, and the messages that were sent."""

    rule: str
    severity: str
    suggestion: str
    live: list[tuple[Place, list[tuple[str, bool]]]] = field(default_factory=list)
    sent: list[tuple[Place, list[tuple[str, bool]]]] = field(default_factory=list)

    @property
    def messages(self) -> int:
        return sum(place.times for place, _ in self.sent)


def ratchet_context(version: TermListVersion) -> dict[str, Any]:
    """The report of a version as its page shows it; nothing before it was submitted."""
    report = RatchetReport.objects.filter(version=version).first()
    if report is None:
        return {"ratchet": None}
    rules: dict[tuple[str, str], OfRule] = {}
    places = places_of(report)
    for place in places:
        if place.severity != UNREAD:
            one = rules.setdefault((place.severity, place.rule), OfRule(place.rule, place.severity, place.suggestion))
            (one.live if place.where == LIVE else one.sent).append((place, pieces(place.sentence, place.surface)))
    batch = WaiverBatch.objects.filter(version=version).first()
    stops = [place for place in places if place.severity == "error"]
    waived = {(place.template, place.fingerprint) for place in stops if place.said_by_template}
    return {
        "ratchet": report,
        "ratchet_rules": list(rules.values()),
        "ratchet_unread": [place for place in places if place.severity == UNREAD],
        "ratchet_waived": len(waived),
        "ratchet_templates": len({template for template, _ in waived}),
        "batch": batch,
        "batch_left": batch.waivers.filter(revoked_at=None, expires_at__gt=timezone.now()).count() if batch else 0,
        "batch_until": batch.made_at + LONGEST_WAIVER if batch else None,
    }


@require_POST
def go_on_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with the trial for two seconds. A script gets the new state of the section, a person the page."""
    found = kind_called("term-list")
    if not found.may_view(actor_of(request)):
        raise PermissionDenied("Your role does not read term lists.")
    version = found.get(pk)
    report = RatchetReport.objects.filter(version_id=pk).select_related("version__term_list").first()
    if report is None or not isinstance(version, TermListVersion):
        raise Http404("This version was not submitted yet.")
    if report.finished_at is None:
        until = time.monotonic() + SECONDS
        go_on(report, timezone.now(), most=AT_MOST, may_go_on=lambda: time.monotonic() < until)
    if request.headers.get("X-Requested-With") != "fetch":
        return redirect(version_url(version))
    return fragment(request, "desk/ratchet.html", {"version": version, **ratchet_context(version)})
