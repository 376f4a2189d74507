"""Term lists in the admin: their versions, and the waivers that were given."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from commhub.desk.admin.filters import StateFilter
from commhub.desk.admin.versioned import VersionedAdmin, live_column, open_column
from commhub.lint.models import TermList


@admin.register(TermList)
class TermListAdmin(VersionedAdmin[TermList]):
    """The lists of words that customers do not understand."""

    list_display = ["label", "key", "live_version", "open_version"]
    list_filter = [StateFilter]
    search_fields = ["label", "key", "description"]
    fields = ["label", "key", "description"]

    def get_readonly_fields(self, request: HttpRequest, obj: TermList | None = None) -> list[str]:
        return ["key"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: TermList | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"key": ["label"]}

    @admin.display(description="live")
    def live_version(self, terms: TermList) -> SafeString | str:
        return live_column(terms)

    @admin.display(description="open draft")
    def open_version(self, terms: TermList) -> SafeString | str:
        return open_column(terms)
