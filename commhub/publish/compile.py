"""Compile: one template version, for one brand and locale, becomes an edition in which everything is resolved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib.metadata import version as version_of
from types import MappingProxyType
from typing import Final

from brand_assets.models import Brand
from commhub.channels import channels
from commhub.channels.base import Channel, Source
from commhub.contracts import JSON, AssetFile, CompileError, Edition, VariableSpec
from commhub.locales import chain, spoken
from commhub.publish.blocks import place_blocks
from commhub.publish.chosen import Chosen, choose, told_of
from commhub.publish.samples import data_sets, sample_brief
from commhub.publish.sources import Input, Shelf, Sources, Using
from commhub.versions import canonical, sha256_of
from templates_store.models import TemplateVersion
from templates_store.variables import spec_from_json, spec_to_json

FORMAT: Final = "commhub-edition/2"
RENDERERS: Final = (
    "babel", "cssselect2", "fonttools", "jinja2", "markdown-it-py", "mdit-py-plugins", "pydyf", "tinycss2", "tinyhtml5",
    "weasyprint",
)  # fmt: skip
NEWER_FACTS: Final = frozenset({"valid_until", "shown"})
NOTHING: Final[Using] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Compiled:
    """An edition with what it came from. `manifest` lists inputs by version and SHA-256, and the renderers' versions.
    `sources` is what each channel compiled from. `absent` are the channels that it lacks for want of an approved layout.
    """

    edition: Edition
    manifest: Mapping[str, JSON]
    inputs: tuple[Input, ...]
    asset_bytes: Mapping[str, bytes]
    sources: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)
    absent: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def renderer_versions() -> Mapping[str, str]:
    """The versions of the libraries that shape what a customer sees."""
    return {name: version_of(name) for name in RENDERERS}


def hash_of_edition(content: Mapping[str, JSON], manifest: Mapping[str, JSON]) -> str:
    """The hash by which an edition is known: over its content and what it was made from, by key and SHA-256.

    The number of an input is no part of it, so that the same content has the same hash in every installation. Editions of
    format 1 were hashed with the numbers, and are known by that.
    """
    if manifest.get("format") != "commhub-edition/1":
        inputs = [{name: value for name, value in one.items() if name != "number"} for one in manifest["inputs"]]
        manifest = {**manifest, "inputs": inputs}
    return sha256_of({"content": dict(content), "manifest": dict(manifest)})


def compile_version(
    version: TemplateVersion,
    brand: Brand,
    locale: str,
    using: Using = NOTHING,
    shelf: Shelf | None = None,
    *,
    on: date | None = None,
) -> Compiled:
    """The edition of this version for a brand and locale, from live sources (or those in `using`).

    `on` is the day for which the files of assets are chosen; without one, no file that has dates is. A `shelf`
    keeps what was read for the next compile with the same `using`. Raises CompileError with the part, the locale and the
    line where something does not fit.
    """
    sources = Sources(using, shelf, on, brand.default_locale)
    sources.take(version)
    tokens = sources.brand(brand).tokens
    variables = _variables(version)
    names = frozenset(variable.name for variable in variables)
    texts = _Texts(version, locale, brand.default_locale, sources, names)
    texts.place_own()
    files: dict[str, AssetFile] = {}
    shares: dict[str, Mapping[str, JSON]] = {}
    compiled_from: dict[str, Source] = {}
    for channel in channels:
        chosen = choose(channel, texts.written, locale, brand.default_locale)
        if chosen is None or not channel.offered(chosen.taken):
            continue
        layout = sources.layout(brand, channel.name) if channel.needs_layout else None
        if channel.needs_layout and layout is None:
            continue

        def asset(slot: str, channel_name: str = channel.name, speaks: str = chosen.locale) -> AssetFile:
            return _noted(files, sources.asset(brand, slot, channel_name, speaks))

        def other(
            slot: str, which: str, channel_name: str = channel.name, speaks: str = chosen.locale
        ) -> AssetFile | None:
            file = sources.other(brand, slot, channel_name, speaks, which)
            return _noted(files, file) if file else None

        compiled_from[channel.name] = Source(
            parts={name: texts.placed(name, taken) for name, taken in chosen.taken.items()},
            layout=layout.source if layout else "",
            settings=layout.settings if layout else {},
            brand=tokens,
            locale=chosen.locale,
            variables=names,
            asset=asset,
            written={name: texts.source(name, taken) for name, taken in chosen.taken.items()},
            other=other,
            written_in=chosen.taken,
        )
        share = channel.compile(compiled_from[channel.name])
        shares[channel.name] = _with_languages(share, channel, chosen, locale, texts.strayed(chosen))
    if not shares:
        raise CompileError(
            f"no channel can send this in {locale} under {brand.key}: it needs a subject and a body, or an sms part, "
            "and the brand needs a layout for the channel",
            str(version),
        )
    content = {
        "template": version.template.key,
        "category": version.template.category.key,
        "brand_key": brand.key,
        "locale": locale,
        "brand": tokens,
        "variables": [spec_to_json(variable) for variable in variables],
        "channels": shares,
        "assets": {sha256: file_to_json(file) for sha256, file in files.items()},
        **({"changes_on": sources.changes_on.isoformat()} if sources.changes_on else {}),
    }
    inputs = tuple(sorted(sources.inputs.values(), key=lambda one: (one.subject, one.key)))
    manifest = {
        "format": FORMAT,
        "inputs": [{"subject": i.subject, "key": i.key, "number": i.number, "sha256": i.sha256} for i in inputs],
        "renderers": dict(renderer_versions()),
    }
    edition_hash = hash_of_edition(content, manifest)
    # Through the same text as a stored edition, so that a proof and a message see members in the same order.
    edition = edition_from_json(edition_hash, json.loads(canonical(content)))
    asset_bytes = {sha256: _bytes_of(sources, sha256) for sha256 in files}
    briefs = [sample_brief(edition, {}, data) for data in data_sets(variables)]
    for name, source in compiled_from.items():
        channels.get(name).verify(source, edition, briefs)
    return Compiled(edition, manifest, inputs, asset_bytes, compiled_from, tuple(sorted(sources.absent)))


class _Texts:
    """The parts of a version by name and locale, each with its content blocks in place once it is asked for."""

    def __init__(
        self, version: TemplateVersion, locale: str, default: str, sources: Sources, names: frozenset[str]
    ) -> None:
        self.locale = locale
        self.default = default
        self.sources = sources
        self.names = names
        self.written: dict[str, dict[str, str]] = {}
        for part in version.parts.filter(locale__in=chain(locale, default)):
            if part.source.strip():
                self.written.setdefault(part.name, {})[part.locale] = part.source
        self._placed: dict[tuple[str, str], tuple[str, list[tuple[str, str]]]] = {}

    def place_own(self) -> None:
        """Place those of the edition's own locale, even such as no channel takes: what is wrong in them is told."""
        for name, by_locale in self.written.items():
            if self.locale in by_locale:
                self.placed(name, self.locale)

    def source(self, name: str, locale: str) -> str:
        return self.written[name][locale]

    def placed(self, name: str, locale: str) -> str:
        """The part as it is written in a locale. Raises CompileError."""
        if (name, locale) not in self._placed:
            before, speaks = len(self.sources.strayed), spoken(locale, self.locale, self.default)
            source = self.source(name, locale)
            text = place_blocks(source, name, speaks, self.sources, self.names, f"{name} ({locale})")
            self._placed[name, locale] = text, self.sources.strayed[before:]
        return self._placed[name, locale][0]

    def strayed(self, chosen: Chosen) -> list[tuple[str, str]]:
        """The content blocks in a channel's parts that stand there in another language, with that language."""
        return [one for place in chosen.taken.items() for one in self._placed[place][1]]


def _with_languages(
    share: Mapping[str, JSON], channel: Channel, chosen: Chosen, locale: str, strayed: Sequence[tuple[str, str]]
) -> Mapping[str, JSON]:
    """A channel's share with what another language lends it; as it was where all is in the edition's own, so that the
    edition keeps its hash."""
    also = list(dict.fromkeys([*chosen.also, *(language for _, language in strayed if language != chosen.locale)]))
    told = [asdict(finding) for finding in told_of(channel, chosen, locale, strayed)]
    more: dict[str, JSON] = {"locale": chosen.locale} if chosen.locale != locale else {}
    more |= {"also": also} if also else {}
    return {**share, **more, "findings": [*told, *share.get("findings", ())]} if more else share


def edition_to_json(edition: Edition) -> dict[str, JSON]:
    """The content of an edition as it is stored; its hash stands beside it."""
    return {
        "template": edition.template,
        "category": edition.category,
        "brand_key": edition.brand_key,
        "locale": edition.locale,
        "brand": dict(edition.brand),
        "variables": [spec_to_json(variable) for variable in edition.variables],
        "channels": {name: dict(share) for name, share in edition.channels.items()},
        "assets": {sha256: file_to_json(file) for sha256, file in edition.assets.items()},
        **({"changes_on": edition.changes_on.isoformat()} if edition.changes_on else {}),
    }


def edition_from_json(edition_hash: str, content: Mapping[str, JSON]) -> Edition:
    """The edition of a stored content."""
    return Edition(
        hash=edition_hash,
        template=content["template"],
        category=content["category"],
        brand_key=content["brand_key"],
        locale=content["locale"],
        brand=content["brand"],
        variables=tuple(spec_from_json(raw) for raw in content["variables"]),
        channels=content["channels"],
        assets={sha256: _file_from_json(raw) for sha256, raw in content["assets"].items()},
        changes_on=date.fromisoformat(content["changes_on"]) if "changes_on" in content else None,
    )


def _noted(files: dict[str, AssetFile], file: AssetFile) -> AssetFile:
    """Note the use of a file; of two uses with other dates, the one that ends first holds for the edition."""
    known = files.get(file.sha256)
    ends = [one.valid_until for one in (file, known) if one and one.valid_until]
    files[file.sha256] = replace(file, valid_until=min(ends, default=None))
    return file


def file_to_json(file: AssetFile) -> dict[str, JSON]:
    """A file as an edition keeps it; dates that nobody set are left out, so that older editions keep their hash."""
    facts: dict[str, JSON] = {name: value for name, value in asdict(file).items() if name not in NEWER_FACTS}
    return facts | ({"valid_until": file.valid_until.isoformat()} if file.valid_until else {})


def _file_from_json(raw: Mapping[str, JSON]) -> AssetFile:
    ends = raw.get("valid_until")
    return AssetFile(**{**raw, "valid_until": date.fromisoformat(ends) if ends else None})


def _variables(version: TemplateVersion) -> tuple[VariableSpec, ...]:
    try:
        return version.variable_specs()
    except (ValueError, TypeError, AttributeError) as error:
        raise CompileError(str(error), "variables") from error


def _bytes_of(sources: Sources, sha256: str) -> bytes:
    def read() -> bytes:
        with sources.asset_variants[sha256].file.open("rb") as file:
            return bytes(file.read())

    return sources.shelf.get(("bytes", sha256), read)
