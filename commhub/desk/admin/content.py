"""Templates, content blocks, layouts and categories in the admin."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.admin.filters import ArchiveFilter, BrandFilter, ChannelFilter, StateFilter, TranslationFilter
from commhub.desk.admin.versioned import VersionedAdmin, live_column, open_column
from commhub.desk.channels import channel_label, channel_labels
from commhub.versions import State
from templates_store.models import Category, ContentBlock, Layout, Template


@admin.register(Template)
class TemplateAdmin(VersionedAdmin[Template]):
    """The list in which a marketer finds a template."""

    list_display = ["name", "key", "category", "live_version", "open_version", "languages"]
    list_filter = ["category", BrandFilter, StateFilter, TranslationFilter, ArchiveFilter]
    search_fields = ["name", "key", "description"]
    fields = ["name", "key", "description", "category"]
    prepopulated_fields = {"key": ["name"]}
    list_select_related = ["category"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Template]:
        return super().get_queryset(request).prefetch_related("versions__parts")

    def get_readonly_fields(self, request: HttpRequest, obj: Template | None = None) -> list[str]:
        if obj is None:
            return []
        # Apps name the template by its key; what was reviewed was reviewed as this category's.
        settled = obj.versions.exclude(state=State.DRAFT).exists()
        return ["key", "category"] if settled else ["key"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Template | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"key": ["name"]}

    @admin.display(description="live")
    def live_version(self, template: Template) -> SafeString | str:
        return live_column(template)

    @admin.display(description="open draft")
    def open_version(self, template: Template) -> SafeString | str:
        return open_column(template)

    @admin.display(description="languages")
    def languages(self, template: Template) -> str:
        """Those of the live version, or else of the newest."""
        versions = list(template.versions.all())
        shown = next(
            (version for version in versions if version.state == State.LIVE), versions[0] if versions else None
        )
        return ", ".join(sorted({part.locale for part in shown.parts.all()})) if shown else "–"


@admin.register(ContentBlock)
class ContentBlockAdmin(VersionedAdmin[ContentBlock]):
    """The pieces that templates share."""

    list_display = ["name", "key", "live_version", "open_version"]
    list_filter = [StateFilter, TranslationFilter, ArchiveFilter]
    search_fields = ["name", "key", "description"]
    fields = ["name", "key", "description"]

    def get_readonly_fields(self, request: HttpRequest, obj: ContentBlock | None = None) -> list[str]:
        return ["key"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: ContentBlock | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"key": ["name"]}

    @admin.display(description="live")
    def live_version(self, block: ContentBlock) -> SafeString | str:
        return live_column(block)

    @admin.display(description="open draft")
    def open_version(self, block: ContentBlock) -> SafeString | str:
        return open_column(block)


@admin.register(Layout)
class LayoutAdmin(VersionedAdmin[Layout]):
    """The frames, one for each brand and channel."""

    list_display = ["__str__", "brand", "channel_name", "live_version", "open_version"]
    list_filter = ["brand", ChannelFilter, StateFilter]
    search_fields = ["brand__name", "brand__key", "channel"]
    list_select_related = ["brand"]

    def get_readonly_fields(self, request: HttpRequest, obj: Layout | None = None) -> list[str]:
        return ["brand", "channel"] if obj else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        if db_field.name == "channel":
            return forms.ChoiceField(choices=list(channel_labels().items()), label="Channel")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="channel", ordering="channel")
    def channel_name(self, layout: Layout) -> str:
        return channel_label(layout.channel)

    @admin.display(description="live")
    def live_version(self, layout: Layout) -> SafeString | str:
        return live_column(layout)

    @admin.display(description="open draft")
    def open_version(self, layout: Layout) -> SafeString | str:
        return open_column(layout)


@admin.register(Category)
class CategoryAdmin(DeskModelAdmin[Category]):
    """What a category allows."""

    list_display = [
        "label",
        "key",
        "preference_applies",
        "consent_required",
        "on_lint_error",
        "past_review",
        "archive_copies",
    ]
    search_fields = ["label", "key"]

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        return ["key"] if obj else []
