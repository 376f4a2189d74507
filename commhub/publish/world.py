"""Which version stands for each thing, by its hash: what an edition is held against before it goes live uncompiled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from brand_assets.models import AssetVersion, BrandVersion
from commhub.contracts import JSON
from commhub.publish.compile import FORMAT, renderer_versions
from commhub.publish.sources import Using
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, LayoutVersion, TemplateVersion

Thing = tuple[str, int, str]
"""What a version is one of: its kind, the id of its brand (0 for templates and content blocks) and its key."""

FIELDS: Final[Mapping[type[Version], tuple[str, ...]]] = {
    TemplateVersion: ("template_id", "template__key"),
    ContentBlockVersion: ("block_id", "block__key"),
    BrandVersion: ("brand_id", "brand__key"),
    LayoutVersion: ("layout_id", "layout__channel", "layout__brand_id", "layout__brand__key"),
    AssetVersion: ("asset_id", "asset__slot", "asset__brand_id", "asset__brand__key"),
}


class World:
    """The live versions (five queries), with those of `using` in the place of theirs and without those of `gone`, which
    are given by kind and parent's id."""

    def __init__(self, using: Using, gone: Collection[tuple[str, int]] = ()) -> None:
        self._hashes: dict[Thing, str] = {}
        self._layouts: set[tuple[int, str]] = set()
        replaced = {*using, *gone}
        for model, fields in FIELDS.items():
            rows = model._default_manager.filter(state=State.LIVE).values_list("content_hash", *fields)
            for content_hash, parent_id, *names in rows:
                if (model.kind, parent_id) not in replaced:
                    self._add(model.kind, parent_id, names, content_hash)
        for version in using.values():
            if type(version) in FIELDS:
                names = [_follow(version, path) for path in FIELDS[type(version)]]
                self._add(version.kind, names[0], names[1:], version.content_hash or version.hash_content())

    def _add(self, kind: str, parent_id: int, names: list[Any], content_hash: str) -> None:
        own, *of_brand = names
        if kind == LayoutVersion.kind:
            self._layouts.add((of_brand[0], own))
        brand_id = of_brand[0] if of_brand else parent_id if kind == BrandVersion.kind else 0
        key = f"{of_brand[1]}-{own}" if of_brand else own
        self._hashes[kind, brand_id, key] = content_hash

    def made_of_these(self, manifest: Mapping[str, JSON], brand_id: int, absent: Collection[str]) -> bool:
        """Whether compiling now would read exactly what this edition of a brand was made from.

        A compile reads nothing but versions, each of which is an input, and looks in vain for nothing but layouts, which
        are `absent`: if all of them are as they were, so is what comes of them.
        """
        return not any(self.changes(manifest, brand_id)) and not any(
            (brand_id, channel) in self._layouts for channel in absent
        )

    def changes(self, manifest: Mapping[str, JSON], brand_id: int) -> Iterator[str]:
        """The inputs of an edition that are no longer what they were, such as `content-block footer`."""
        for one in manifest["inputs"]:
            if self._hashes.get(_thing(one, brand_id)) != one["sha256"]:
                yield f"{one['subject']} {one['key']}"

    def now(self, manifest: Mapping[str, JSON], brand_id: int) -> set[tuple[str, int, str, str]]:
        """The inputs of an edition with the hashes that they have now, '' for what is not there any more."""
        return {
            (*thing, self._hashes.get(thing, "")) for thing in (_thing(one, brand_id) for one in manifest["inputs"])
        }


def is_current(manifest: Mapping[str, JSON]) -> bool:
    """Whether an edition was compiled by what compiles now."""
    return bool(manifest["format"] == FORMAT and manifest["renderers"] == dict(renderer_versions()))


def _thing(one: Mapping[str, JSON], brand_id: int) -> Thing:
    of_brand = one["subject"] in {BrandVersion.kind, LayoutVersion.kind, AssetVersion.kind}
    return one["subject"], brand_id if of_brand else 0, one["key"]


def _follow(version: Version, path: str) -> Any:
    value: Any = version
    for name in path.split("__"):
        value = getattr(value, name)
    return value
