"""The page of a reviewer without an account: what changes, its proofs, and one decision with a code from their mailbox.

It stands outside the admin and knows no session: the address of the page is what lets somebody in, so it is told to nobody
(`Referrer-Policy: no-referrer`). A forged form would have to know it too, so that a token against forgery adds nothing;
and without a referrer Django's check of it could not pass.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from brand_assets.models import AssetVersion
from commhub.approval.invitations import CODE_LIVES, closed, found, note_opened, send_code
from commhub.approval.models import Invitation
from commhub.approval.outside import decide
from commhub.approval.people import named, versions_of
from commhub.approval.seen import seen_of
from commhub.contracts import CommhubError
from commhub.desk.diff import changes
from commhub.desk.kinds import KINDS
from commhub.desk.pages.page import POLICY
from commhub.desk.pages.proofs import proof_context
from commhub.desk.pages.version import compared_with
from commhub.desk.pictures import pictures_of
from commhub.versions import Version

ALONE: Final = POLICY.replace("frame-ancestors 'self'", "frame-ancestors 'none'")
LONGEST_CODE: Final = 20
LONGEST: Final = 5_000


@method_decorator(csrf_exempt, name="dispatch")
class OutsideReview(View):
    """Shows what is reviewed. A POST asks for a code, or decides with one; a GET never does."""

    http_method_names = ["get", "head", "post"]
    open_because = "outside reviewers have no login; the signed link shows them one release, and decides nothing alone"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return _review(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return _review(request, token)


class OutsideProofs(View):
    """The proofs of one version of the release that the link is for."""

    http_method_names = ["get", "head"]
    open_because = "the same link, for the proofs on its page"

    def get(self, request: HttpRequest, token: str, kind: str, pk: int) -> HttpResponse:
        invitation = found(token)
        if invitation is None or closed(invitation, timezone.now()):
            raise Http404("There is nothing to see here.")
        version = next((one for one in versions_of(invitation.release) if (one.kind, one.pk) == (kind, pk)), None)
        if version is None:
            raise Http404("That is no part of what this link is for.")
        context = {**proof_context(version, invitation.inviter), "ask_url": ""}
        return _guarded(TemplateResponse(request, "desk/proofs.html", context))


def _review(request: HttpRequest, token: str) -> HttpResponse:
    invitation, now = found(token), timezone.now()
    if invitation is None:
        return _answer(request, {"problem": "This link is not one of ours, or not a whole one."}, status=404)
    if problem := closed(invitation, now):
        return _answer(request, {"invitation": invitation, "problem": problem}, status=410)
    said = refused = ""
    if request.method == "POST":
        try:
            said = _act(request, invitation, now)
        except CommhubError as error:
            refused = str(error)
        if not said and not refused:
            return redirect(reverse("outside_review", args=[token]))
        invitation = found(token) or invitation
        if closed(invitation, now):
            return _answer(request, {"invitation": invitation, "thanks": said or refused})
    elif request.method == "GET":
        note_opened(invitation, now)
    context = {
        "invitation": invitation,
        "token": token,
        "said": said,
        "refused": refused,
        "comment": request.POST.get("comment", "")[:LONGEST],
        "code_stands": bool(invitation.code_hash),
        "minutes": int(CODE_LIVES.total_seconds() // 60),
        "members": [_member(version) for version in versions_of(invitation.release)],
        "heading": _heading(invitation),
        "seen": seen_of(invitation.release),
        "author": named(invitation.release.author),
        "inviter": named(invitation.inviter),
    }
    # 200 also for what was refused: with an error, Django would write the address of the page into its log.
    return _answer(request, context)


def _act(request: HttpRequest, invitation: Invitation, now: datetime) -> str:
    """Do what the form asks for; answers what to tell. Raises Refused."""
    action = request.POST.get("action", "")
    if action == "code":
        send_code(invitation, f"{secrets.randbelow(1_000_000):06}", now=now)
        return f"A code is on its way to {invitation.address}."
    code, comment = request.POST.get("code", "")[:LONGEST_CODE], request.POST.get("comment", "")[:LONGEST]
    decide(invitation, code, action, comment, now=now, seen=request.POST.get("seen", ""))
    return "Thank you. Your decision is recorded: " + {"approve": "approved", "reject": "rejected"}[action] + "."


def _heading(invitation: Invitation) -> str:
    """What is reviewed, as people call it: a version that goes alone gave its release no name of its own."""
    versions = versions_of(invitation.release)
    alone = len(versions) == 1 and invitation.release.name == versions[0].label
    return f"{KINDS[versions[0].kind].label}: {versions[0].parent}" if alone else invitation.release.name


def _member(version: Version) -> dict[str, Any]:
    kind = KINDS[version.kind]
    before = compared_with(kind, version)
    compared = changes(kind.sources(before) if before else {}, kind.sources(version))
    return {
        "kind": kind,
        "version": version,
        "before": before,
        "changes": [change for change in compared if change.verdict != "same"],
        "pictures": pictures_of(version) if isinstance(version, AssetVersion) else [],
        "former": pictures_of(before) if isinstance(before, AssetVersion) else [],
        "has_proofs": version.kind not in {"term-list", "channel-rules"},
    }


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _guarded(TemplateResponse(request, "desk/outside.html", context, status=status))


def _guarded(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = ALONE
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store, private"
    return response
