"""The admin site with our front page, our groups of tables, and the desk's own pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import AdminSite
from django.db import transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone

from commhub.desk.noted import note_row
from commhub.desk.pages.actions import act, copy, start
from commhub.desk.pages.as_typed import lint_typed
from commhub.desk.pages.compare import choose_other, compare_page, compare_words
from commhub.desk.pages.decided import decided_page
from commhub.desk.pages.discard import discard_action
from commhub.desk.pages.draft import edit
from commhub.desk.pages.evidence import evidence_page
from commhub.desk.pages.gallery import make_proofs_page, picture_page, proofs_page
from commhub.desk.pages.held import decide_held, held_page
from commhub.desk.pages.home import home_context
from commhub.desk.pages.language_urls import language_urls
from commhub.desk.pages.life_urls import life_urls
from commhub.desk.pages.message import message_document
from commhub.desk.pages.people_urls import people_urls
from commhub.desk.pages.queue import queue_page
from commhub.desk.pages.release_urls import release_urls
from commhub.desk.pages.term_urls import term_list_urls
from commhub.desk.pages.uses import token_uses_page, uses_page
from commhub.desk.pages.version import version_page
from commhub.desk.typed import actor_of

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Content": ("Template", "ContentBlock", "Layout", "Category"),
    "Look": ("Brand", "Asset"),
    "Messages": ("Message", "Customer", "Suppression"),
    "Rules": ("TermList", "LintWaiver", "CodeEntry", "RuleBook"),
    "Access": ("User", "Group", "ApprovalPolicy", "ApiKey"),
    "Evidence": ("AuditEntry",),
}


OWN_PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Content": (("Releases", "desk_releases"), ("Due for another look", "desk_due")),
    "Rules": (("Unlisted words", "desk_suspects"), ("What the linter stops", "desk_insight")),
    "Evidence": (("What is live, and who approved it", "desk_evidence"),),
}
"""Pages of our own that stand in the menu below the tables of a section."""


class DeskSite(AdminSite):
    """Where people work: Django's admin, with pages of our own between its lists."""

    site_title = "commhub"
    site_header = "commhub"
    index_title = "Desk"
    index_template = "desk/home.html"
    site_url = None

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        context = home_context(actor_of(request), timezone.now())
        return super().index(request, {**context, **(extra_context or {})})

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """A person's own new password: that it was changed stands in the audit log, as when somebody else changes it."""
        with transaction.atomic():
            response = super().password_change(request, extra_context)
            if request.method == "POST" and response.status_code == 302:
                note_row(actor_of(request), "changed", actor_of(request), what=": password")
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The tables in groups that people think in, instead of by app."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        view = self.admin_view
        own: list[URLPattern | URLResolver] = [
            path("desk/lint/", view(lint_typed), name="desk_lint"),
            path("desk/review/", view(queue_page), name="desk_queue"),
            path("desk/evidence/", view(evidence_page), name="desk_evidence"),
            *term_list_urls(view),
            *language_urls(view),
            *people_urls(view),
            *release_urls(view),
            *life_urls(view),
            path("desk/<slug:kind>/<int:pk>/delete/", view(discard_action), name="desk_discard"),
            path("desk/uses/token/", view(token_uses_page), name="desk_token_uses"),
            path("desk/uses/<slug:kind>/<int:pk>/", view(uses_page), name="desk_uses"),
            path("desk/channel-rules/<int:pk>/decided/", view(decided_page), name="desk_decided"),
            path("desk/<slug:kind>/<int:pk>/", view(version_page), name="desk_version"),
            path("desk/<slug:kind>/<int:pk>/edit/", view(edit), name="desk_edit"),
            path("desk/<slug:kind>/<int:pk>/compare/", view(choose_other), name="desk_compare_choose"),
            path("desk/<slug:kind>/<int:pk>/compare/<int:other>/", view(compare_page), name="desk_compare"),
            path(
                "desk/<slug:kind>/<int:pk>/compare/<int:other>/words/<int:user>/",
                view(compare_words),
                name="desk_compare_words",
            ),
            path("desk/<slug:kind>/<int:pk>/proofs/", view(proofs_page), name="desk_proofs"),
            path("desk/<slug:kind>/<int:pk>/proofs/make/", view(make_proofs_page), name="desk_make_proofs"),
            path("desk/proofs/<slug:name>.png", view(picture_page), name="desk_proof_picture"),
            path("desk/<slug:kind>/<int:pk>/copy/", view(copy), name="desk_copy"),
            path("desk/<slug:kind>/<int:pk>/start/", view(start), name="desk_start"),
            path("desk/<slug:kind>/<int:pk>/do/<slug:action>/", view(act), name="desk_act"),
            path("desk/held/", view(held_page), name="desk_held"),
            path("desk/messages/<uuid:pk>/decide/<slug:action>/", view(decide_held), name="desk_held_decide"),
            path("desk/messages/<uuid:pk>/document/", view(message_document), name="desk_message_document"),
        ]
        return [*own, *super().get_urls()]


def grouped(apps: list[Any]) -> list[Any]:
    """The admin's list of apps and tables, sorted into our sections; what belongs to none keeps its app."""
    tables = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
    found = []
    for section, names in SECTIONS.items():
        present = [tables.pop(name) for name in names if name in tables]
        if present:
            link = present[0][1].get("admin_url") or present[0][0]["app_url"]
            models = [model for _, model in present]
            found.append(
                {**present[0][0], "name": section, "app_label": section.lower(), "app_url": link, "models": models}
            )
    for section, pages in OWN_PAGES.items():
        for entry in found:
            if entry["name"] == section:
                entry["models"] = [*entry["models"], *map(_page, pages)]
    rest = [{**app, "models": [model for model in app["models"] if model["object_name"] in tables]} for app in apps]
    return [*found, *(app for app in rest if app["models"])]


def _page(named: tuple[str, str]) -> dict[str, Any]:
    """A page of our own in the form in which the menu takes tables."""
    label, view = named
    return {
        "name": label,
        "object_name": view,
        "admin_url": reverse(f"admin:{view}"),
        "add_url": None,
        "view_only": True,
    }
