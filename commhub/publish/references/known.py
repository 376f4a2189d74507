"""What there is to be named: content blocks, and the asset slots and tokens of the brands that a version concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from brand_assets.models import Asset, Brand, BrandVersion
from commhub.contracts import JSON
from commhub.versions import State, Version
from templates_store.models import ContentBlock, ContentBlockVersion, LayoutVersion, TemplateVersion

OPEN_OR_LIVE = (State.LIVE, State.SCHEDULED, State.IN_REVIEW, State.DRAFT)


@dataclass(frozen=True, slots=True)
class BrandFacts:
    """What a brand offers: its asset slots, and its tokens, live and in the draft that may follow."""

    key: str
    slots: frozenset[str]
    tokens: tuple[Mapping[str, JSON], ...]

    def has_token(self, path: tuple[str, ...]) -> bool:
        return any(_reaches(tokens, path) for tokens in self.tokens)


@dataclass(frozen=True, slots=True)
class Known:
    """`blocks` says of each key whether a version is live; `brands` are those concerned, `all_brands` whether that is
    because the version stands for none in particular."""

    blocks: Mapping[str, bool]
    brands: tuple[BrandFacts, ...]
    all_brands: bool

    def token_paths(self) -> set[str]:
        return {path for brand in self.brands for tokens in brand.tokens for path in paths_of(tokens)}

    def slots(self) -> set[str]:
        return {slot for brand in self.brands for slot in brand.slots}


def known_to(version: Version, live_with_it: Collection[str] = ()) -> Known:
    """What a version may name: a template the slots and tokens of its brands, a layout those of its own, a block any."""
    brands = Brand.objects.all()
    own: list[int] = []
    if isinstance(version, LayoutVersion):
        own = [version.layout.brand_id]
    elif isinstance(version, TemplateVersion):
        own = [one.pk for one in version.brands.all()]
    if own:
        brands = brands.filter(pk__in=own)
    slots: dict[int, set[str]] = {}
    for brand_id, slot in Asset.objects.values_list("brand_id", "slot"):
        slots.setdefault(brand_id, set()).add(slot)
    tokens: dict[int, list[Mapping[str, JSON]]] = {}
    for brand_id, found in BrandVersion.objects.filter(state__in=OPEN_OR_LIVE).values_list("brand_id", "tokens"):
        tokens.setdefault(brand_id, []).append(found)
    live = set(ContentBlockVersion.objects.filter(state=State.LIVE).values_list("block__key", flat=True))
    return Known(
        blocks={key: key in live or key in live_with_it for key in ContentBlock.objects.values_list("key", flat=True)},
        brands=tuple(
            BrandFacts(one.key, frozenset(slots.get(one.pk, ())), tuple(tokens.get(one.pk, ())))
            for one in brands.order_by("key")
        ),
        all_brands=not own,
    )


def paths_of(tokens: Mapping[str, JSON], before: str = "") -> Iterator[str]:
    """Every path of the tokens, with dots: those of groups (`colour`) and of the single ones (`colour.primary`)."""
    for name, value in tokens.items():
        yield f"{before}{name}"
        if isinstance(value, Mapping):
            yield from paths_of(value, f"{before}{name}.")


def _reaches(tokens: JSON, path: tuple[str, ...]) -> bool:
    for step in path:
        if not isinstance(tokens, Mapping) or step not in tokens:
            return False
        tokens = tokens[step]
    return True
