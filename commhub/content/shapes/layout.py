"""Layouts: `brands/northlight/layouts/email.html` with its settings in `email.yaml` beside it."""

from __future__ import annotations

import re
from typing import Final

from brand_assets.models import Brand
from commhub.content.item import Item
from commhub.content.problems import Place, bad
from commhub.content.shapes.base import KEY, Files, VersionShape, as_file, as_source, source_of
from commhub.content.yaml_reading import Node
from commhub.content.yaml_writing import ordered
from commhub.contracts import JSON
from templates_store.editing import write_layout
from templates_store.models import Layout, LayoutVersion

PLAIN: Final = frozenset({"sms"})
"""The channels whose layouts are plain text and not HTML."""


class LayoutShape(VersionShape):
    kind = "layout"
    order = 40
    model = LayoutVersion
    pattern = re.compile(rf"brands/(?P<brand>{KEY})/layouts/(?P<channel>{KEY})\.(?:yaml|html|txt)\Z")

    def key_of(self, match: re.Match[str]) -> str:
        return f"{match['brand']}/{match['channel']}"

    def main(self, key: str) -> str:
        brand, channel = key.split("/")
        return f"brands/{brand}/layouts/{channel}.yaml"

    def source_path(self, key: str) -> str:
        brand, channel = key.split("/")
        return f"brands/{brand}/layouts/{channel}.{'txt' if channel in PLAIN else 'html'}"

    def item(self, version: LayoutVersion) -> Item:
        layout = version.layout
        content = {"source": version.source, "settings": ordered(version.settings)}
        return Item(self.kind, f"{layout.brand.key}/{layout.channel}", {}, content)

    def files(self, item: Item) -> dict[str, bytes]:
        return {
            self.main(item.key): as_file({"settings": item.content["settings"]}) if item.content["settings"] else b"",
            self.source_path(item.key): as_source(item.content["source"]),
        }

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, ("settings",))
        path = self.source_path(key)
        strange = sorted(set(files) - {path, self.main(key)})
        if strange:
            raise bad(strange[0], f"A layout for this channel stands in {path.rpartition('/')[2]}.")
        if path not in files:
            raise bad(path, "This file is missing: the source of the layout.")
        settings: JSON = told.get("settings", _settings, {})
        content = {"source": source_of(path, files[path]), "settings": settings}
        return Item(
            self.kind,
            key,
            {},
            content,
            based_on=told.get("based_on", Node.text, ""),
            places={"": told.node.place, "source": Place(path)},
        )

    def parent(self, key: str) -> Layout | None:
        brand, channel = key.split("/")
        return Layout.objects.filter(brand__key=brand, channel=channel).select_related("brand").first()

    def make_parent(self, item: Item) -> Layout:
        brand, channel = item.key.split("/")
        row = Brand.objects.filter(key=brand).first()
        if row is None:
            raise bad(item.place(), f"There is no brand {brand!r}: brands/{brand}/brand.yaml would say what it is.")
        return Layout(brand=row, channel=channel)

    def tell_parent(self, parent: Layout, item: Item) -> None:
        """Nothing is said of a layout but its versions."""

    def write(self, version: LayoutVersion, item: Item, note: str) -> None:
        write_layout(version, item.content["source"], item.content["settings"], note)


def _settings(node: Node) -> JSON:
    node.members()
    return ordered(node.value())
