"""The channel rules in the admin: one book, so its list is its page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commhub.decide.editing import rule_book
from commhub.decide.models import RuleBook
from commhub.desk.admin.versioned import VersionedAdmin


@admin.register(RuleBook)
class RuleBookAdmin(VersionedAdmin[RuleBook]):
    """The versions of the channel rules."""

    fields: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # there is one book, and it is made when it is first asked for

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect(reverse("admin:decide_rulebook_change", args=[rule_book().pk]))
