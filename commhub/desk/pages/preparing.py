"""Prepares a release before somebody submits or approves it, in steps that a page asks for, so that the button is quick."""

from __future__ import annotations

import time
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from commhub.approval.permissions import PERMISSION, refusal
from commhub.approval.releases import add, begin
from commhub.contracts import CommhubError
from commhub.desk.kinds import kind_called
from commhub.desk.pages.blast import release_called
from commhub.desk.typed import actor_of
from commhub.lint.store.waivers import in_force
from commhub.publish.models import Release, ReleaseState
from commhub.publish.plan import plan
from commhub.publish.prepare import make_ready
from commhub.publish.releases import members_of, release_of, using_of

QUICK: Final = 4
"""Editions that are made and checked while somebody waits, without a bar."""
SHORTEST: Final = 2.0
LONGEST: Final = 30.0
"""Seconds that one step may take; a page asks for longer ones while nothing comes of the short ones."""


class _Enough(CommhubError):
    """A step has taken its time; what was made is kept."""


@require_POST
def prepare_release(request: HttpRequest, pk: int) -> JsonResponse:
    """Prepare the next editions of a release: how many are done, of how many."""
    return _step(request, release_called(request, pk))


@require_POST
def prepare_version(request: HttpRequest, kind: str, pk: int) -> JsonResponse:
    """The same for a version. One that is in no release yet gets its own, as it would when it is submitted, if it changes
    so much that somebody would wait for that."""
    actor, found = actor_of(request), kind_called(kind)
    if not found.may_view(actor):
        raise PermissionDenied("Your role does not read this.")
    version = found.get(pk)
    release = release_of(version)
    if release is None and not refusal(actor, "submit", version) and len(plan(using_of([version]))) > QUICK:
        now = timezone.now()
        with transaction.atomic():
            release = begin(version.label[:200], "", actor, now=now)
            add(release, version, actor, now=now)
    return _step(request, release) if release else JsonResponse({"done": 0, "size": 0, "finished": True})


def _step(request: HttpRequest, release: Release) -> JsonResponse:
    actor = actor_of(request)
    if not (actor.has_perm(PERMISSION["submit"]) or actor.has_perm(PERMISSION["approve"])):
        raise PermissionDenied("Your role neither submits nor approves.")
    if release.state not in {ReleaseState.DRAFT, ReleaseState.IN_REVIEW}:
        return JsonResponse({"done": 0, "size": 0, "finished": True})
    given = request.POST.get("seconds", "")
    seconds = min(LONGEST, max(SHORTEST, float(given))) if given.isdecimal() else SHORTEST
    until = time.monotonic() + seconds
    told = [0, 0]

    def on_progress(done: int, size: int) -> None:
        told[:] = [done, size]
        if done < size and time.monotonic() > until:
            raise _Enough

    now = timezone.now()
    try:
        make_ready(release, members_of(release), in_force(now), now, on_progress)
    except _Enough:
        return JsonResponse({"done": told[0], "size": told[1], "finished": False})
    except CommhubError as error:  # the button that it is prepared for says the same, with all reasons
        return JsonResponse({"done": told[0], "size": told[1], "finished": True, "error": str(error)})
    return JsonResponse({"done": told[1], "size": told[1], "finished": True})
