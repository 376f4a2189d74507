"""Term lists in the admin: their versions, and the waivers that were given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.admin.filters import StateFilter
from commhub.desk.admin.versioned import VersionedAdmin, live_column, open_column
from commhub.desk.pages.waivers import state_of, waiver_page
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.models import LintWaiver, TermList

SOON: Final = timedelta(days=14)
UNUSED: Final = timedelta(days=30)
LONGEST: Final = 120


class WaiverFilter(admin.SimpleListFilter):
    """By what has become of them; those that nobody needed lately are to be revoked."""

    title = "state"
    parameter_name = "waiver"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("asked", "Waits for a decision"),
            ("in-force", "Holds"),
            ("soon", f"Expires within {SOON.days} days"),
            ("unused", f"Holds, not needed for {UNUSED.days} days"),
            ("expired", "Expired"),
            ("refused", "Refused"),
            ("revoked", "Revoked"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LintWaiver]) -> QuerySet[LintWaiver]:
        now = timezone.now()
        holds = Q(revoked_at=None, approved_at__isnull=False, expires_at__gt=now)
        lately = Q(last_used_at__gt=now - UNUSED) | Q(approved_at__gt=now - UNUSED)
        wanted = {
            "asked": Q(approved_at=None, refused_at=None),
            "in-force": holds,
            "soon": holds & Q(expires_at__lte=now + SOON),
            "unused": holds & ~lately,
            "expired": Q(revoked_at=None, expires_at__lte=now),
            "refused": Q(refused_at__isnull=False),
            "revoked": Q(revoked_at__isnull=False),
        }
        return queryset.filter(wanted[str(self.value())]) if self.value() in wanted else queryset


@admin.register(LintWaiver)
class WaiverAdmin(DeskModelAdmin[LintWaiver]):
    """What people agreed to let through, and until when. It is asked for at a finding and decided on its page."""

    list_display = ["words", "short_sentence", "where", "shown_state", "until", "needed", "requester"]
    list_filter = [WaiverFilter, "scope", ("batch", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["surface", "sentence", "reason", "ticket", "rule", "scope_key"]
    list_select_related = ["requester"]
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LintWaiver | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LintWaiver | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "batch" or super().lookup_allowed(lookup, value, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        waiver = self.get_object(request, object_id)
        if waiver is None:
            raise Http404(f"There is no waiver {object_id}.")
        if not self.has_view_permission(request, waiver):
            raise PermissionDenied("Your role does not read waivers.")
        return waiver_page(request, waiver)

    @admin.display(description="words", ordering="surface")
    def words(self, waiver: LintWaiver) -> str:
        return waiver.surface.replace(PLACEHOLDER, "[…]")

    @admin.display(description="sentence")
    def short_sentence(self, waiver: LintWaiver) -> str:
        text = waiver.sentence.replace(PLACEHOLDER, "[…]")
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

    @admin.display(description="holds in")
    def where(self, waiver: LintWaiver) -> str:
        return f"{waiver.scope} {waiver.scope_key[:24]}".strip()

    @admin.display(description="state")
    def shown_state(self, waiver: LintWaiver) -> SafeString:
        return format_html('<span class="desk-state waiver-{}">{}</span>', *state_of(waiver))

    @admin.display(description="until", ordering="expires_at")
    def until(self, waiver: LintWaiver) -> str:
        return f"{timezone.localtime(waiver.expires_at):%-d %B %Y}" if waiver.expires_at else "–"

    @admin.display(description="needed", ordering="uses")
    def needed(self, waiver: LintWaiver) -> str:
        if not waiver.last_used_at:
            return "never" if waiver.approved_at else "–"
        return f"{waiver.uses}×, last {timezone.localtime(waiver.last_used_at):%-d %B %Y}"


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
