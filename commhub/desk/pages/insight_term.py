"""The page of a term: what it is and why, where it fired, what it costs in waivers, its versions, forms and examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from commhub.desk.chart import bar_chart, bars_of
from commhub.desk.insight import STOPPED, UNKNOWN, Stretch, places, series, sources, total
from commhub.desk.pages.insight import DAYS, days_of, require_reader
from commhub.desk.pages.page import page
from commhub.desk.pages.waivers import state_of
from commhub.lint.matching.forms import forms_of
from commhub.lint.models import CONTENT, LintWaiver, Term
from commhub.lint.rules import rule_types
from commhub.lint.terms import spec_of
from commhub.record.models import LintHit
from commhub.versions import State
from templates_store.models import Template

MOST: Final = 20
HALF: Final = 520
LABELS: Final = {field.name: str(field.verbose_name) for field in Term._meta.concrete_fields}
TOLD: Final[Mapping[str, str]] = {
    "sentence-length": "Sentences that are longer than the policy allows.",
    "readability": "Messages that are harder to read than the policy allows.",
}


@require_GET
def term_page(request: HttpRequest) -> HttpResponse:
    """Everything about one rule, by its key."""
    require_reader(request)
    rule = request.GET.get("rule", "")
    rows = list(
        Term.objects.filter(key=rule)
        .select_related("version", "version__term_list")
        .order_by("-version__number", "-pk")
    )
    if not rule or not (rows or LintHit.objects.filter(rule=rule).exists() or LintWaiver.objects.filter(rule=rule)):
        raise Http404("There is no such rule, and nothing was found by it.")
    row = next((one for one in rows if one.version.state == State.LIVE), rows[0] if rows else None)
    days = days_of(request)
    stretch = Stretch.of(days, timezone.localdate())
    hits = stretch.hits().filter(rule=rule)
    counted = series(hits)
    bars = bars_of(counted, stretch.first, stretch.last)
    templates = {
        key: reverse("admin:templates_store_template_change", args=[pk])
        for key, pk in Template.objects.values_list("key", "pk")
    }
    context: dict[str, Any] = {
        "title": row.text if row else rule.removeprefix(UNKNOWN),
        "rule": rule,
        "row": row,
        "forms": _forms(row),
        "unknown": rule.startswith(UNKNOWN),
        "told": TOLD.get(rule, ""),
        "edit_url": reverse("admin:desk_terms", args=[row.version_id]) + f"?row={row.pk}" if row else "",
        "days": days,
        "choices": DAYS,
        "stopped": total(hits, STOPPED),
        "times": total(hits),
        "chart": bar_chart(counted, bars, f"How often it was found in the last {days} days", width=HALF),
        "series": counted,
        "bars": bars,
        "surfaces": hits.exclude(surface="").values("surface").annotate(all=Sum("count")).order_by("-all")[:MOST],
        "places": [(one, templates.get(one.template, "")) for one in places(hits)],
        "sources": sources(hits),
        "waivers": [
            (one, state_of(one)) for one in LintWaiver.objects.filter(rule=rule).order_by("-requested_at")[:MOST]
        ],
        "versions": _versions(rows),
    }
    return page(request, "desk/insight_term.html", context)


def _forms(row: Term | None) -> list[str]:
    if row is None:
        return []
    if row.forms:
        return [str(one) for one in row.forms]
    literal = row.rule in rule_types and rule_types.get(row.rule).literal
    return list(forms_of(spec_of(row))) if literal else []


def _versions(rows: list[Term]) -> list[tuple[Term, list[str]]]:
    """The versions of lists that have the row, the newest first, with what each changed in it."""
    found = []
    for number, row in enumerate(rows):
        older = next((one for one in rows[number + 1 :] if one.version.term_list_id == row.version.term_list_id), None)
        changed = [
            LABELS[name]
            for name in CONTENT
            if older is not None and name != "key" and getattr(row, name) != getattr(older, name)
        ]
        if older is None or changed or row.version.state == State.LIVE:
            found.append((row, changed if older is not None else ["added"]))
    return found[:MOST]
