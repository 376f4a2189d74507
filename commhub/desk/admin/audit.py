"""The audit log in the admin: read by whoever may, never written."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commhub.audit.models import AuditEntry
from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.admin.filters import choice_filter


def _actions() -> Iterable[tuple[str, str]]:
    names = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    return [(name, name.replace("-", " ").capitalize()) for name in names]


@admin.register(AuditEntry)
class AuditEntryAdmin(DeskModelAdmin[AuditEntry]):
    """What people did, the newest first; each entry is a sentence."""

    list_display = ["number", "at", "actor", "sentence"]
    list_display_links = ["number"]
    list_filter = [choice_filter("what was done", "action", "action", _actions), "at"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["key", "actor", "sentence"]
    search_help_text = "A key such as renewal-notice, a person's name, or words of the sentence."
    fields = ["number", "at", "actor", "action", "subject", "key", "sentence", "details", "previous", "hash"]
    readonly_fields = ["number", "at", "actor", "action", "subject", "key", "sentence", "details", "previous", "hash"]

    @admin.display(description="details")
    def details(self, entry: AuditEntry) -> SafeString | str:
        facts = json.loads(entry.facts)
        return format_html("<pre>{}</pre>", json.dumps(facts, indent=2, ensure_ascii=False)) if facts else "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
