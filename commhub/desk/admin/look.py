"""Brands and assets in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from brand_assets.models import Asset, Brand
from commhub.desk.admin.filters import StateFilter
from commhub.desk.admin.versioned import VersionedAdmin, live_column, open_column
from commhub.publish.assets_due import endings
from commhub.versions import State


@admin.register(Brand)
class BrandAdmin(VersionedAdmin[Brand]):
    """The names under which we write."""

    list_display = ["name", "key", "default_locale", "live_version", "open_version"]
    list_filter = [StateFilter]
    search_fields = ["name", "key"]

    def get_readonly_fields(self, request: HttpRequest, obj: Brand | None = None) -> list[str]:
        if obj is None:
            return []
        # Texts fall back to this language, and pictures are chosen by its market: that was reviewed.
        settled = obj.versions.exclude(state=State.DRAFT).exists()
        return ["key", "default_locale"] if settled else ["key"]

    @admin.display(description="live")
    def live_version(self, brand: Brand) -> SafeString | str:
        return live_column(brand)

    @admin.display(description="open draft")
    def open_version(self, brand: Brand) -> SafeString | str:
        return open_column(brand)


@admin.register(Asset)
class AssetAdmin(VersionedAdmin[Asset]):
    """The slots of a brand that hold files."""

    change_form_template = "desk/asset.html"

    list_display = ["slot", "brand", "live_version", "open_version"]
    list_filter = ["brand", StateFilter]
    search_fields = ["slot", "versions__alt", "brand__name", "brand__key"]
    list_select_related = ["brand"]

    def get_readonly_fields(self, request: HttpRequest, obj: Asset | None = None) -> list[str]:
        return ["brand", "slot"] if obj else []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = endings(timezone.now(), int(object_id)) if object_id.isdecimal() else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "endings": found})

    @admin.display(description="live")
    def live_version(self, asset: Asset) -> SafeString | str:
        return live_column(asset)

    @admin.display(description="open draft")
    def open_version(self, asset: Asset) -> SafeString | str:
        return open_column(asset)
