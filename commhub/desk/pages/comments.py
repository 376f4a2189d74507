"""Comments on a version's page: said, answered, resolved, opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from brand_assets.models import Brand
from commhub.approval.comments import Anchor, add, line_of, reopen, reply, resolve, why_not
from commhub.approval.models import Comment
from commhub.contracts import CommhubError
from commhub.desk.anchors import beside, by_place, shown_comments, split
from commhub.desk.channels import channel_labels
from commhub.desk.kinds import Kind, kind_called, version_url
from commhub.desk.typed import actor_of
from commhub.versions import Version

NO_PROOFS: Final = {"term-list", "channel-rules"}
"""Kinds that show no message of their own."""


def comments_context(kind: Kind, version: Version, actor: User, sources: Mapping[str, str]) -> dict[str, Any]:
    """What the version's page needs to show them: all of them, those beside a line, and where one can be added."""
    comments = shown_comments(version, sources)
    lines = {place: len(text.splitlines()) for place, text in sources.items()}
    return {
        "comments": comments,
        "comments_beside": beside(comments),
        "open_comments": sum(one.open for one in comments),
        "comment_places": [(place, count) for place, count in lines.items() if count],
        "comment_channels": [] if version.kind in NO_PROOFS else list(channel_labels().items()),
        "comment_brands": sorted(Brand.objects.values_list("key", flat=True)),
        "may_comment": not why_not(actor),
    }


@require_POST
def comment_on(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Say something about a line, a proof or the whole of a version."""
    found, actor = _readable(request, kind)
    version = found.get(pk)
    try:
        anchor = _anchor(request, found, version)
        comment = add(version, actor, request.POST.get("text", ""), anchor, now=timezone.now())
    except CommhubError as error:
        messages.error(request, str(error))
        return redirect(version_url(version) + "#comments")
    return redirect(f"{version_url(version)}#comment-{comment.pk}")


@require_POST
def answer_comment(request: HttpRequest, kind: str, pk: int, comment: int, action: str) -> HttpResponse:
    """Reply to a comment, resolve it, or open it again, on the page of a version where it is shown."""
    found, actor = _readable(request, kind)
    version = found.get(pk)
    row = Comment.objects.filter(pk=comment, subject=version.kind, parent_id=version.parent.pk).first()
    if row is None:
        raise Http404("There is no such comment.")
    now = timezone.now()
    try:
        if action == "reply":
            reply(row, version, actor, request.POST.get("text", ""), now=now)
        elif action == "resolve":
            if request.POST.get("text", "").strip():
                reply(row, version, actor, request.POST["text"], now=now)
            resolve(row, version, actor, now=now)
        elif action == "reopen":
            reopen(row, version, actor, now=now)
        else:
            raise Http404(f"Nothing that is done to a comment is called {action!r}.")
    except CommhubError as error:
        messages.error(request, str(error))
    return redirect(f"{version_url(version)}#comment-{row.answers_id or row.pk}")


def _anchor(request: HttpRequest, kind: Kind, version: Version) -> Anchor:
    place, line = request.POST.get("place", ""), request.POST.get("line", "").strip()
    if request.POST.get("channel"):
        return Anchor(
            locale=request.POST.get("locale", "")[:20],
            brand=request.POST.get("brand", "")[:60],
            channel=request.POST["channel"][:40],
        )
    if not place:
        return Anchor()
    part, locale = split(version.kind, place)
    if not line.isdecimal():
        return Anchor(part=part[:80], locale=locale[:20])
    return line_of(by_place(version.kind, kind.sources(version)), part, locale, int(line[:9]))


def _readable(request: HttpRequest, kind: str) -> tuple[Kind, User]:
    found, actor = kind_called(kind), actor_of(request)
    if not found.may_view(actor):
        raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
    return found, actor
