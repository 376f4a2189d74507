"""The approved sources that an edition is compiled from, and the list of those it used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from brand_assets.models import ANY_CHANNEL, Asset, AssetVariant, AssetVersion, Brand, BrandVersion
from commhub.contracts import AssetFile, CompileError
from commhub.locales import best_of
from commhub.versions import State, Version
from templates_store.models import ContentBlock, ContentBlockVersion, Layout, LayoutVersion

V = TypeVar("V", bound=Version)
Using = Mapping[tuple[str, int], Version]


@dataclass(frozen=True, slots=True)
class Input:
    """One version that went into an edition."""

    subject: str
    parent_id: int
    version_id: int
    key: str
    number: int
    sha256: str


class Sources:
    """Reads live versions (or those given in `using`, by kind and parent's id) and remembers each that it read."""

    def __init__(self, using: Using) -> None:
        self.using = using
        self.inputs: dict[tuple[str, int], Input] = {}
        self.asset_variants: dict[str, AssetVariant] = {}
        self._files: dict[tuple[int, str, str], AssetFile] = {}

    def take(self, version: Version) -> None:
        """Note a version as an input."""
        parent = version.parent
        self.inputs[(version.kind, parent.pk)] = Input(
            version.kind,
            parent.pk,
            version.pk,
            parent.key,
            version.number,
            version.content_hash or version.hash_content(),
        )

    def brand(self, brand: Brand) -> BrandVersion:
        return self._read(BrandVersion, brand, f"brand {brand.key}")

    def layout(self, brand: Brand, channel: str) -> LayoutVersion | None:
        """The layout of a brand for a channel, or None when there is no approved one."""
        layout = Layout.objects.filter(brand=brand, channel=channel).select_related("brand").first()
        version = self._find(LayoutVersion, layout) if layout else None
        if version is not None:
            self.take(version)
        return version

    def block_text(self, key: str, locale: str, place: str) -> tuple[str, str]:
        """The source of a content block in a language, and its name for error messages."""
        block = ContentBlock.objects.filter(key=key).first()
        if block is None:
            raise CompileError(f"there is no content block {key!r}", place)
        version = self._read(ContentBlockVersion, block, f"content block {key}")
        texts = {text.locale: text.source for text in version.texts.all()}
        best = best_of(texts, locale)
        if not best:
            raise CompileError(f"content block {key!r} is not written in {locale}", place)
        return texts[best], f"content block {key} ({best})"

    def asset(self, brand: Brand, slot: str, channel: str) -> AssetFile:
        """The file of a brand's slot that is fit for a channel: its own variant, or the one for any channel."""
        known = (brand.pk, slot, channel)
        if known not in self._files:
            self._files[known] = self._asset(brand, slot, channel)
        return self._files[known]

    def _asset(self, brand: Brand, slot: str, channel: str) -> AssetFile:
        asset = Asset.objects.filter(brand=brand, slot=slot).first()
        if asset is None:
            raise CompileError(f"brand {brand.key} has no asset {slot!r}", "asset")
        version = self._read(AssetVersion, asset, f"asset {asset.key}")
        variants = {variant.channel: variant for variant in version.variants.all()}
        variant = variants.get(channel) or variants.get(ANY_CHANNEL)
        if variant is None:
            raise CompileError(f"asset {asset.key} has no file for {channel}", "asset")
        self.asset_variants[variant.sha256] = variant
        ending = str(variant.file.name).rsplit(".", 1)[-1]
        return AssetFile(
            slot=slot,
            sha256=variant.sha256,
            media_type=variant.media_type,
            file_name=f"{slot}.{ending}",
            width=variant.width,
            height=variant.height,
            alt=asset.alt,
        )

    def _find(self, model: type[V], parent: Any) -> V | None:
        given = self.using.get((model.kind, parent.pk))
        if given is not None:
            return cast("V", given)
        live = model._default_manager.filter(**{model.parent_field: parent, "state": State.LIVE})
        return live.first()

    def _read(self, model: type[V], parent: Any, what: str) -> V:
        version = self._find(model, parent)
        if version is None:
            raise CompileError(f"{what} has no approved version", what)
        self.take(version)
        return version
