"""Brands: `brands/northlight/brand.yaml` with its name, and `tokens.yaml` with what templates read of it."""

from __future__ import annotations

import re

from brand_assets.editing import write_tokens
from brand_assets.models import Brand, BrandVersion
from commhub.content.item import Item
from commhub.content.problems import Place, bad
from commhub.content.shapes.base import KEY, Files, VersionShape, as_file, opened
from commhub.content.yaml_reading import Node
from commhub.content.yaml_writing import as_yaml, ordered
from commhub.versions import State


class BrandShape(VersionShape):
    kind = "brand"
    order = 20
    model = BrandVersion
    pattern = re.compile(rf"brands/(?P<key>{KEY})/(?:brand|tokens)\.yaml\Z")

    def main(self, key: str) -> str:
        return f"brands/{key}/brand.yaml"

    def tokens_path(self, key: str) -> str:
        return f"brands/{key}/tokens.yaml"

    def item(self, version: BrandVersion) -> Item:
        brand = version.brand
        about = {"name": brand.name, "default_locale": brand.default_locale}
        return Item(self.kind, brand.key, about, {"tokens": ordered(version.tokens)})

    def files(self, item: Item) -> dict[str, bytes]:
        return {
            self.main(item.key): as_file(item.about),
            self.tokens_path(item.key): as_yaml(item.content["tokens"]),
        }

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, ("name", "default_locale"))
        path = self.tokens_path(key)
        if path not in files:
            raise bad(path, "This file is missing: the brand's tokens, such as its colours.")
        tokens = opened(path, files[path])
        tokens.members()
        about = {
            "name": told.need("name", lambda node: node.text(empty=False)),
            "default_locale": told.get("default_locale", Node.text, "en"),
        }
        return Item(
            self.kind,
            key,
            about,
            {"tokens": ordered(tokens.value())},
            based_on=told.get("based_on", Node.text, ""),
            places={
                "": told.node.place,
                "tokens": Place(path),
                **{name: told.by_name[name].place for name in ("default_locale",) if name in told.by_name},
            },
        )

    def parent(self, key: str) -> Brand | None:
        return Brand.objects.filter(key=key).first()

    def make_parent(self, item: Item) -> Brand:
        return Brand(key=item.key, **item.about)

    def tell_parent(self, parent: Brand, item: Item) -> None:
        parent.name = item.about["name"]
        if parent.default_locale != item.about["default_locale"]:
            if parent.versions.exclude(state=State.DRAFT).exists():
                raise bad(
                    item.place("default_locale"),
                    f"The default locale cannot change any more: {parent.key} was reviewed with {parent.default_locale}.",
                )
            parent.default_locale = item.about["default_locale"]

    def write(self, version: BrandVersion, item: Item, note: str) -> None:
        write_tokens(version, item.content["tokens"], note)
