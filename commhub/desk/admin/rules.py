"""The channel rules in the admin: one book, so its list is its page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commhub.decide.editing import rule_book
from commhub.decide.models import ChannelRule, RuleBook
from commhub.desk.admin.versioned import VersionedAdmin
from commhub.desk.channels import channel_label
from commhub.versions import State


@admin.register(RuleBook)
class RuleBookAdmin(VersionedAdmin[RuleBook]):
    """The versions of the channel rules."""

    fields = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # there is one book, and it is made when it is first asked for

    def _about(self, request: HttpRequest, parent: RuleBook) -> dict[str, Any]:
        rules = ChannelRule.objects.filter(version__book=parent, version__state=State.LIVE)
        rows = [
            {
                "priority": rule.priority,
                "name": rule.name,
                "active": rule.active,
                "in_order": ", then ".join(channel_label(str(name)) for name in rule.channels),
            }
            for rule in rules.order_by("priority", "name")
        ]
        return {**super()._about(request, parent), "live_rules": rows}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect(reverse("admin:decide_rulebook_change", args=[rule_book().pk]))
