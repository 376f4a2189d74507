"""Brands and assets in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from brand_assets.models import Asset, Brand
from commhub.desk.admin.filters import StateFilter
from commhub.desk.admin.versioned import VersionedAdmin, live_column, open_column
from commhub.versions import State


@admin.register(Brand)
class BrandAdmin(VersionedAdmin[Brand]):
    """The names under which we write."""

    list_display = ["name", "key", "default_locale", "live_version", "open_version"]
    list_filter = [StateFilter]
    search_fields = ["name", "key"]

    def get_readonly_fields(self, request: HttpRequest, obj: Brand | None = None) -> list[str]:
        return ["key"] if obj else []

    @admin.display(description="live")
    def live_version(self, brand: Brand) -> SafeString | str:
        return live_column(brand)

    @admin.display(description="open draft")
    def open_version(self, brand: Brand) -> SafeString | str:
        return open_column(brand)


@admin.register(Asset)
class AssetAdmin(VersionedAdmin[Asset]):
    """The slots of a brand that hold files."""

    list_display = ["slot", "brand", "alt", "live_version", "open_version"]
    list_filter = ["brand", StateFilter]
    search_fields = ["slot", "alt", "brand__name", "brand__key"]
    list_select_related = ["brand"]

    def get_readonly_fields(self, request: HttpRequest, obj: Asset | None = None) -> list[str]:
        """The text belongs to what a version's hash covers: it stands still once a version has left draft."""
        if obj is None:
            return []
        settled = obj.versions.exclude(state__in=[State.DRAFT]).exists()
        return ["brand", "slot", "alt"] if settled else ["brand", "slot"]

    @admin.display(description="live")
    def live_version(self, asset: Asset) -> SafeString | str:
        return live_column(asset)

    @admin.display(description="open draft")
    def open_version(self, asset: Asset) -> SafeString | str:
        return open_column(asset)
