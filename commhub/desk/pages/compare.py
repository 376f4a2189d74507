"""Two versions of one thing, word by word: what their sources say, and what customers read."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from commhub.desk.compared import compared_words, steps_of
from commhub.desk.diff import changes
from commhub.desk.kinds import Kind, kind_called
from commhub.desk.pages.page import fragment, page
from commhub.desk.typed import actor_of
from commhub.versions import Version

MOST_CHANGES = 200


@require_GET
def choose_other(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Where the two pickers lead: to the page of the two versions that were chosen."""
    _, version, _ = _two(request, kind, pk, pk)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    other = int(before) if before.isdecimal() else version.pk
    chosen = int(after) if after.isdecimal() else version.pk
    return redirect(reverse("admin:desk_compare", args=[kind, chosen, other]))


@require_GET
def compare_page(request: HttpRequest, kind: str, pk: int, other: int) -> HttpResponse:
    """The version `pk` as it differs from `other`; both are of the same thing."""
    found, after, before = _two(request, kind, pk, other)
    compared = changes(found.sources(before), found.sources(after))
    changed = [change for change in compared if change.verdict != "same"]
    siblings = found.rows().filter(**{after.parent_field: after.parent}).order_by("-number")
    return page(
        request,
        "desk/compare.html",
        {
            "title": f"{after.parent}: v{before.number} and v{after.number}",
            "kind": found,
            "version": after,
            "before": before,
            "siblings": list(siblings),
            "parent_url": found.parent_url(after.parent),
            "changes": changed[:MOST_CHANGES],
            "more_changes": max(0, len(changed) - MOST_CHANGES),
            "unchanged": [change.place for change in compared if change.verdict == "same"],
            "steps": steps_of(before, after),
        },
    )


@require_GET
def compare_words(request: HttpRequest, kind: str, pk: int, other: int, user: int) -> HttpResponse:
    """One step: the words of one template's proofs with either version, as a piece of the page."""
    _, after, before = _two(request, kind, pk, other)
    step = next((one for one in steps_of(before, after) if one.pk == user), None)
    if step is None:
        raise Http404(f"No live template version {user} uses this.")
    compared = compared_words(before, after, step, timezone.localdate())
    return fragment(
        request,
        "desk/compare_words.html",
        {
            "step": step,
            "changes": [change for change in compared if change.verdict != "same"],
            "unchanged": [change.place for change in compared if change.verdict == "same"],
        },
    )


def _two(request: HttpRequest, kind: str, pk: int, other: int) -> tuple[Kind, Version, Version]:
    found = kind_called(kind)
    if not found.may_view(actor_of(request)):
        raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
    version, second = found.get(pk), found.get(other)
    if version.parent != second.parent:
        raise Http404(f"{version.label} and {second.label} are versions of different things.")
    return found, version, second
