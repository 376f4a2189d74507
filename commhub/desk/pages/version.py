"""The page of one version: what changed, what the linter says, every proof, its history, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from brand_assets.models import AssetVersion
from commhub.approval.drafts import OPEN
from commhub.approval.errors import Refused
from commhub.approval.history import reviews_of
from commhub.approval.models import Review
from commhub.approval.permissions import refusal
from commhub.desk.diff import changes
from commhub.desk.findings import Told, stored, told
from commhub.desk.forms.languages import languages_context
from commhub.desk.kinds import Kind, kind_called
from commhub.desk.pages.comments import comments_context
from commhub.desk.pages.into_release import into_release_context
from commhub.desk.pages.page import page
from commhub.desk.pages.ratchet import ratchet_context
from commhub.desk.pages.reviewers import reviewers_context, standing_context
from commhub.desk.pages.waivers import ask_url, may_ask
from commhub.desk.pictures import Picture, pictures_of
from commhub.desk.typed import actor_of
from commhub.desk.used_by import USED, used_by
from commhub.lint.models import TermListVersion
from commhub.publish.releases import release_of
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, TemplateVersion

MOST_CHANGES = 200
"""Places of which the changes are shown; a term list may have thousands of rows."""
BY_STATE: Mapping[str, tuple[str, ...]] = {
    State.DRAFT: ("edit", "submit"),
    State.IN_REVIEW: ("approve", "reject", "withdraw"),
    State.LIVE: ("retire",),
}


@dataclass(frozen=True)
class Pictures:
    """The files of an asset, before and after."""

    before: list[Picture]
    after: list[Picture]


def version_page(request: HttpRequest, kind: str, pk: int, *, refused: Refused | None = None) -> HttpResponse:
    """Everything that somebody needs to know about a version before they decide on it, or after.

    `refused` is why an action was just not carried out; its findings are shown in the place of the stored ones.
    """
    found = kind_called(kind)
    actor = actor_of(request)
    if not found.may_view(actor):
        raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
    version = found.get(pk)
    before = compared_with(found, version)
    reviews = list(reviews_of(version))
    sources = found.sources(version)
    compared = changes(found.sources(before) if before else {}, sources)
    changed = [change for change in compared if change.verdict != "same"]
    looked_at = next((review for review in reviews if review.action in {"submit", "approve"}), None)
    reasons = {action: refusal(actor, action, version) for action in BY_STATE.get(version.state, ())}
    return page(
        request,
        "desk/version.html",
        {
            "title": f"{version.parent} v{version.number}",
            "kind": found,
            "version": version,
            "parent_url": found.parent_url(version.parent),
            "before": before,
            **_used(found, version),
            **languages_context(version),
            "beside": before
            or found.rows().filter(**{version.parent_field: version.parent}).exclude(pk=version.pk).first(),
            "changes": changed[:MOST_CHANGES],
            "more_changes": max(0, len(changed) - MOST_CHANGES),
            "unchanged": [change.place for change in compared if change.verdict == "same"],
            **(ratchet_context(version) if isinstance(version, TermListVersion) else {}),
            "ask_url": ask_url(version) if may_ask(actor) else "",
            "pictures": _pictures(before, version),
            **into_release_context(version, actor),
            **comments_context(found, version, actor, sources),
            **reviewers_context(release_of(version), actor, timezone.now()),
            **standing_context(version, reviews, actor),
            "reviews": reviews,
            "checked": looked_at,
            "findings": told(("", finding) for finding in refused.findings) if refused else _stored(looked_at),
            "refused": str(refused) if refused else "",
            "allowed": {action for action, reason in reasons.items() if not reason},
            "reasons": reasons,
            "may_copy": _may_copy(actor, found, version),
            "may_review": actor.has_perm("approval.approve_version"),
            "report_place": f"{found.label.lower()} {version.parent} v{version.number}",
            "report_locales": _locales(version),
            "editors": [person for person in version.editors.all() if person != version.author],
        },
        status=409 if refused else 200,
    )


def _used(kind: Kind, version: Version) -> dict[str, Any]:
    """What uses this, and how much of that keeps it from being retired."""
    if kind.name not in USED:
        return {"used": None}
    used = used_by(kind.name, version.parent)
    in_the_way = f"{used.binding:,} version{'' if used.binding == 1 else 's'}" if used.binding else ""
    return {"used": used, "in_the_way": in_the_way}


def _locales(version: Version) -> list[str]:
    """The languages of what customers read in it, for reports of unclear words; none for what holds no text."""
    if isinstance(version, TemplateVersion):
        return sorted(set(version.parts.values_list("locale", flat=True)))
    if isinstance(version, ContentBlockVersion):
        return sorted(set(version.texts.values_list("locale", flat=True)))
    return []


def _stored(review: Review | None) -> list[Told]:
    return stored(review.findings) if review else []


def compared_with(kind: Kind, version: Version) -> Version | None:
    """The live version; for what is or was live itself, the one before it."""
    others = kind.rows().filter(**{version.parent_field: version.parent}).exclude(pk=version.pk)
    if version.state in {State.LIVE, State.RETIRED}:
        earlier = others.filter(number__lt=version.number, state__in=[State.LIVE, State.RETIRED])
        return earlier.order_by("-number").first()
    return others.filter(state=State.LIVE).first()


def _may_copy(actor: User, kind: Kind, version: Version) -> bool:
    if version.state in OPEN or getattr(version.parent, "archived_at", None) or not kind.may_start(actor):
        return False
    siblings = kind.rows().filter(**{version.parent_field: version.parent})
    return not siblings.filter(state__in=OPEN).exists()


def _pictures(before: Version | None, after: Version) -> Pictures | None:
    if not isinstance(after, AssetVersion):
        return None
    return Pictures(pictures_of(before) if isinstance(before, AssetVersion) else [], pictures_of(after))
