"""The approved sources that an edition is compiled from, and the list of those it used."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, cast

from brand_assets.models import Asset, AssetVariant, AssetVersion, Brand, BrandVersion
from brand_assets.rules import DARK, DOUBLE, SINGLE, Place, Rule, changes_after, day_in_words, market_of, pick
from commhub.contracts import AssetFile, CompileError
from commhub.locales import best_of, fallbacks, spoken
from commhub.versions import State, Version
from templates_store.models import ContentBlock, ContentBlockVersion, Layout, LayoutVersion

T = TypeVar("T")
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


class Shelf:
    """What was read once for many compiles of the same `using`, while nothing else goes live."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` answers, which is called only for a key that is new here."""
        if key not in self._kept:
            self._kept[key] = read()
        return cast("T", self._kept[key])


class Sources:
    """Reads live versions (or those given in `using`, by kind and parent's id) and remembers each that it read.

    `on` is the day for which files of assets are chosen; without one, no file that has dates is. `changes_on` is the first
    day after it on which another file would have been chosen anywhere. `absent` are the channels for which it looked for a
    layout of the brand and found none that is approved. `default_locale` is the brand's: it lends the text of a block that
    has none for a reader's language; `strayed` are the keys of those, each with the language that it speaks.
    """

    def __init__(
        self, using: Using, shelf: Shelf | None = None, on: date | None = None, default_locale: str = ""
    ) -> None:
        self.using = using
        self.on = on
        self.default_locale = default_locale
        self.strayed: list[tuple[str, str]] = []
        self.changes_on: date | None = None
        self.shelf = shelf or Shelf()
        self.inputs: dict[tuple[str, int], Input] = {}
        self.absent: set[str] = set()
        self.asset_variants: dict[str, AssetVariant] = {}
        self._files: dict[tuple[int, str, Place], AssetFile | None] = {}

    def take(self, version: Version) -> None:
        """Note a version as an input."""
        self.inputs[(version.kind, version.parent.pk)] = self.shelf.get(
            ("input", version.kind, version.pk), lambda: _input(version)
        )

    def brand(self, brand: Brand) -> BrandVersion:
        return self._read(BrandVersion, brand, f"brand {brand.key}")

    def layout(self, brand: Brand, channel: str) -> LayoutVersion | None:
        """The layout of a brand for a channel, or None when there is no approved one."""
        layout = self.shelf.get(
            ("layout", brand.pk, channel),
            lambda: Layout.objects.filter(brand=brand, channel=channel).select_related("brand").first(),
        )
        version = self._find(LayoutVersion, layout) if layout else None
        if version is None:
            self.absent.add(channel)
        else:
            self.take(version)
        return version

    def block_text(self, key: str, locale: str, place: str) -> tuple[str, str, str]:
        """The source of a content block for a reader's language, its name for error messages, and what it speaks: the
        nearest of the reader's own language, else the brand's (commhub.locales.chain)."""
        block = self.shelf.get(("block", key), lambda: ContentBlock.objects.filter(key=key).first())
        if block is None:
            raise CompileError(f"there is no content block {key!r}", place)
        version = self._read(ContentBlockVersion, block, f"content block {key}")
        texts = self.shelf.get(
            ("texts", version.pk), lambda: {text.locale: text.source for text in version.texts.all()}
        )
        if best := best_of(texts, locale):
            return texts[best], f"content block {key} ({best})", locale
        lent = next((one for one in fallbacks(self.default_locale) if one in texts), "") if self.default_locale else ""
        if not lent:
            raise CompileError(f"content block {key!r} is not written in {locale}", place)
        speaks = spoken(lent, locale, self.default_locale)
        self.strayed.append((key, speaks))
        return texts[lent], f"content block {key} ({lent})", speaks

    def asset(self, brand: Brand, slot: str, channel: str, locale: str = "") -> AssetFile:
        """The file of a brand's slot that its rules choose for a channel and language (the brand's own by default)."""
        place = self._place(brand, channel, locale)
        file = self._file(brand, slot, place)
        if file is None:
            version = self._version(brand, slot)
            raise CompileError(f"asset {version.asset.key} has no file for {channel}{self._why_none(version)}", "asset")
        return file

    def other(self, brand: Brand, slot: str, channel: str, locale: str, which: str) -> AssetFile | None:
        """A second file of a slot beside `asset`: its `dark` one, or its `small` one (channels.base.Source.other)."""
        usual = self._place(brand, channel, locale)
        place = replace(usual, scheme=DARK) if which == DARK else replace(usual, scale=SINGLE)
        variants = self._variants(self._version(brand, slot))
        file = self._file(brand, slot, place)
        chosen, second = pick(variants, _rule_of, usual), pick(variants, _rule_of, place)
        if chosen is None or second is None:
            return None
        same = chosen.made_from == second.made_from and chosen.rule == replace(second.rule, scale=DOUBLE)
        # A designer's own picture has no small one: that was made from another.
        return file if same or place.scale != SINGLE else None

    def _place(self, brand: Brand, channel: str, locale: str) -> Place:
        locale = locale or brand.default_locale
        return Place(channel, locale, market_of(locale, brand.default_locale), on=self.on)

    def _version(self, brand: Brand, slot: str) -> AssetVersion:
        asset = self.shelf.get(
            ("asset", brand.pk, slot),
            lambda: Asset.objects.filter(brand=brand, slot=slot).select_related("brand").first(),
        )
        if asset is None:
            raise CompileError(f"brand {brand.key} has no asset {slot!r}", "asset")
        return self._read(AssetVersion, asset, f"asset {asset.key}")

    def _variants(self, version: AssetVersion) -> list[AssetVariant]:
        return self.shelf.get(("variants", version.pk), lambda: list(version.variants.filter(master=False)))

    def _file(self, brand: Brand, slot: str, place: Place) -> AssetFile | None:
        known = (brand.pk, slot, place)
        if known not in self._files:
            self._files[known] = self._chosen(self._version(brand, slot), slot, place)
        return self._files[known]

    def _chosen(self, version: AssetVersion, slot: str, place: Place) -> AssetFile | None:
        variants = self._variants(version)
        later = changes_after(variants, _rule_of, place)
        if later is not None:
            self.changes_on = min(later, self.changes_on or later)
        variant = pick(variants, _rule_of, place)
        if variant is None:
            return None
        self.asset_variants[variant.sha256] = variant
        ending = str(variant.file.name).rsplit(".", 1)[-1]
        shown = version.print_width if place.channel == "print" else version.email_width
        return AssetFile(
            slot=slot,
            sha256=variant.sha256,
            media_type=variant.media_type,
            file_name=f"{slot}{'-dark' if place.scheme == DARK else ''}.{ending}",
            width=variant.width,
            height=variant.height,
            alt=version.alt,
            valid_until=variant.valid_until,
            shown=str(shown or ""),
        )

    def _why_none(self, version: AssetVersion) -> str:
        """When dates are the reason, which."""
        ends = [variant.valid_until for variant in self._variants(version) if variant.valid_until]
        if not any(variant.rule.dated for variant in self._variants(version)):
            return ""
        if self.on is None:
            return " without dates, and it is not known for which day one is wanted"
        if ends and max(ends) < self.on:
            return f" on {day_in_words(self.on)}: it was valid until {day_in_words(max(ends))}"
        return f" on {day_in_words(self.on)}"

    def _find(self, model: type[V], parent: Any) -> V | None:
        given = self.using.get((model.kind, parent.pk))
        if given is not None:
            return cast("V", given)
        live = model._default_manager.filter(**{model.parent_field: parent, "state": State.LIVE})
        return self.shelf.get(("live", model.kind, parent.pk), lambda: _with_parent(live.first(), parent))

    def _read(self, model: type[V], parent: Any, what: str) -> V:
        version = self._find(model, parent)
        if version is None:
            raise CompileError(f"{what} has no approved version", what)
        self.take(version)
        return version


def _input(version: Version) -> Input:
    parent = version.parent
    content_hash = version.content_hash or version.hash_content()
    return Input(version.kind, parent.pk, version.pk, parent.key, version.number, content_hash)


def _with_parent(version: V | None, parent: Any) -> V | None:
    """The version, which need not ask for its parent again."""
    if version is not None:
        setattr(version, version.parent_field, parent)
    return version


def _rule_of(variant: AssetVariant) -> Rule:
    return variant.rule
