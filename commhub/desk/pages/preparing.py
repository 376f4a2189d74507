"""Prepares a release before somebody submits or approves it, in steps that a page asks for, so that the button is quick."""

from __future__ import annotations

import time
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from commhub.approval.permissions import PERMISSION
from commhub.contracts import CommhubError
from commhub.desk.kinds import kind_called
from commhub.desk.pages.blast import release_called
from commhub.desk.typed import actor_of
from commhub.lint.store.waivers import in_force
from commhub.publish.models import Release, ReleaseState
from commhub.publish.prepare import make_ready
from commhub.publish.releases import members_of, release_of

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
    """The same for the release that a version is in; one that is in none yet has nothing to prepare for."""
    if not kind_called(kind).may_view(actor_of(request)):
        raise PermissionDenied("Your role does not read this.")
    release = release_of(kind_called(kind).get(pk))
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
