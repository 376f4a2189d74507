"""The admin page of anything that has versions: its versions and their states, and where it is live."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commhub.approval.archive import CAN_BE_ARCHIVED, reason_not_to_archive
from commhub.approval.discard import reason_not_to_delete
from commhub.approval.drafts import OPEN, start_draft
from commhub.approval.permissions import may_archive
from commhub.contracts import CommhubError
from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.kinds import edit_url, kind_of_parent, version_url
from commhub.desk.typed import actor_of
from commhub.desk.used_by import USED, token_links, used_by
from commhub.desk.uses import uses_of
from commhub.versions import State, Version

P = TypeVar("P", bound=models.Model)


class VersionedAdmin(DeskModelAdmin[P], Generic[P]):
    """List and page of a parent. Its own fields are edited here, its content only in its versions."""

    change_form_template = "desk/parent.html"
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[P]:
        return super().get_queryset(request).prefetch_related("versions")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what customers once read must stay readable; a version is retired instead

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        parent = self.get_object(request, object_id)
        extra = dict(extra_context or {})
        if parent is not None:
            extra |= self._about(request, parent)
        return super().change_view(request, object_id, form_url, extra)

    def response_add(self, request: HttpRequest, obj: P, post_url_continue: str | None = None) -> HttpResponse:
        """Somebody who adds a template wants to write it: the first draft opens at once."""
        if IS_POPUP_VAR in request.POST or not kind_of_parent(self.model).may_start(actor_of(request)):
            return super().response_add(request, obj, post_url_continue)
        try:
            with transaction.atomic():
                draft = start_draft(obj, actor_of(request), now=timezone.now())
        except CommhubError as error:
            messages.error(request, str(error))
            return super().response_add(request, obj, post_url_continue)
        return redirect(edit_url(draft))

    def _about(self, request: HttpRequest, parent: P) -> dict[str, Any]:
        kind = kind_of_parent(self.model)
        actor = actor_of(request)
        versions = list(kind.rows().filter(**{kind.versions.parent_field: parent}).order_by("-number"))
        opened = next((version for version in versions if version.state in OPEN), None)
        live = next((version for version in versions if version.state == State.LIVE), None)
        archived = getattr(parent, "archived_at", None)
        options = kind.versions._meta
        writes = actor.has_perm(f"{options.app_label}.change_{options.model_name}")
        return {
            "kind": kind,
            "versions": versions,
            "live": live,
            "opened": opened,
            "may_edit": bool(opened and opened.state == State.DRAFT and writes and not archived),
            "may_copy": bool(versions and not opened and kind.may_start(actor) and not archived),
            "may_start": bool(not versions and kind.may_start(actor) and not archived),
            "archivable": isinstance(parent, CAN_BE_ARCHIVED),
            "archived": archived,
            "may_archive": may_archive(actor),
            "not_archived_because": reason_not_to_archive(parent, actor) if isinstance(parent, CAN_BE_ARCHIVED) else "",
            "source": live or (versions[0] if versions else None),
            "uses": uses_of(kind.name, parent),
            "used": used_by(kind.name, parent) if kind.name in USED else None,
            "tokens": token_links(live or opened) if kind.name == "brand" else [],
            "may_delete": not reason_not_to_delete(parent, actor),
            "title": str(parent),
            "subtitle": None,
        }


def _of(parent: Any, *states: str) -> Version | None:
    return next((version for version in parent.versions.all() if version.state in states), None)


def live_column(parent: Any) -> SafeString | str:
    """The live version, linked."""
    version = _of(parent, State.LIVE)
    if version is None:
        return "–"
    return format_html('<a href="{}" class="desk-state state-live">v{}</a>', version_url(version), version.number)


def open_column(parent: Any) -> SafeString | str:
    """The draft or the version under review, linked."""
    version = _of(parent, *OPEN)
    if version is None:
        return "–"
    return format_html(
        '<a href="{}" class="desk-state state-{}">v{} {}</a>',
        edit_url(version) if version.state == State.DRAFT else version_url(version),
        version.state,
        version.number,
        State(version.state).label.lower(),
    )
