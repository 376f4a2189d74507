"""The brand under which a file is tried out: one that is live in the store, or one of the starter library's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.db import OperationalError, connection

from brand_assets.files import facts_of
from brand_assets.models import Brand
from brand_assets.rules import ANY_CHANNEL
from commhub.contracts import JSON, AssetFile, CommhubError, CompileError
from commhub.lint.ruleset import RuleSet
from commhub.lint.terms import load_rule_set
from commhub.locales import best_of
from commhub.publish.sources import Sources
from commhub.starter.library import BlockSource, BrandSource, Library, read_library
from commhub.versions import State


class UnknownBrand(CommhubError):
    """A brand that neither the store nor the library has; the text names those that there are."""


class Look(Protocol):
    """What a file is compiled with under a brand: tokens, layouts, assets and content blocks."""

    tokens: Mapping[str, JSON]

    def layout(self, channel: str) -> tuple[str, Mapping[str, JSON]] | None: ...

    def asset(self, slot: str, channel: str) -> AssetFile: ...

    def block_text(self, key: str, locale: str, place: str) -> tuple[str, str, str]: ...

    def content_of(self, sha256: str) -> bytes: ...

    def wording(self) -> RuleSet: ...


def look_of(key: str) -> Look:
    """The look of a brand by its key; the library's first one for an empty key. Raises UnknownBrand."""
    if key and _stored(key):
        return StoredLook(Brand.objects.get(key=key))
    library = read_library()
    known = {brand.key: brand for brand in library.brands}
    if not key:
        return LibraryLook(library, library.brands[0])
    if key not in known:
        raise UnknownBrand(f"there is no brand {key!r}; the starter library has {', '.join(sorted(known))}")
    return LibraryLook(library, known[key])


def _stored(key: str) -> bool:
    """Whether the store has a live version of this brand; a machine may have no database yet. Raises UnknownBrand."""
    try:
        tables = connection.introspection.table_names()
    except OperationalError as error:
        if connection.vendor == "sqlite":  # the folder for its file is made with the first migration
            return False
        raise UnknownBrand(
            f"whether there is a brand {key!r} cannot be seen: the database is away ({error})"
        ) from error
    if Brand._meta.db_table not in tables:
        return False
    return Brand.objects.filter(key=key, versions__state=State.LIVE).exists()


class StoredLook:
    """A brand as it is live in the store."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self.sources = Sources({})
        self.tokens: Mapping[str, JSON] = self.sources.brand(brand).tokens

    def layout(self, channel: str) -> tuple[str, Mapping[str, JSON]] | None:
        version = self.sources.layout(self.brand, channel)
        return (version.source, version.settings) if version else None

    def asset(self, slot: str, channel: str) -> AssetFile:
        return self.sources.asset(self.brand, slot, channel)

    def block_text(self, key: str, locale: str, place: str) -> tuple[str, str, str]:
        return self.sources.block_text(key, locale, place)

    def content_of(self, sha256: str) -> bytes:
        with self.sources.asset_variants[sha256].file.open("rb") as file:
            return bytes(file.read())

    def wording(self) -> RuleSet:
        return load_rule_set()


class LibraryLook:
    """A brand of the starter library, read from its files: this needs no database."""

    def __init__(self, library: Library, brand: BrandSource) -> None:
        self.tokens: Mapping[str, JSON] = brand.tokens
        self.key = brand.key
        self.library = library
        self.layouts = {
            layout.channel: (layout.source, layout.settings) for layout in library.layouts if layout.brand == brand.key
        }
        self.assets = {asset.slot: asset for asset in brand.assets}
        self.blocks: dict[str, BlockSource] = {block.key: block for block in library.blocks}
        self.contents: dict[str, bytes] = {}

    def layout(self, channel: str) -> tuple[str, Mapping[str, JSON]] | None:
        return self.layouts.get(channel)

    def asset(self, slot: str, channel: str) -> AssetFile:
        asset = self.assets.get(slot)
        content = asset and (asset.files.get(channel) or asset.files.get(ANY_CHANNEL))
        if asset is None or not content:
            raise CompileError(f"brand {self.key} has no asset {slot!r} for {channel}", "asset")
        facts = facts_of(content)
        self.contents[facts.sha256] = content
        ending = facts.media_type.rsplit("/", 1)[-1].removesuffix("+xml")
        return AssetFile(slot, facts.sha256, facts.media_type, f"{slot}.{ending}", facts.width, facts.height, asset.alt)

    def block_text(self, key: str, locale: str, place: str) -> tuple[str, str, str]:
        block = self.blocks.get(key)
        best = best_of(block.texts, locale) if block else ""
        if block is None or not best:
            raise CompileError(f"there is no content block {key!r} in {locale}", place)
        return block.texts[best], f"content block {key} ({best})", locale

    def content_of(self, sha256: str) -> bytes:
        return self.contents[sha256]

    def wording(self) -> RuleSet:
        return self.library.wording()
