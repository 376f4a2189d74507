"""Content blocks: `blocks/contact-us/block.yaml`, and a Markdown file for each language."""

from __future__ import annotations

import re
from typing import Any

from commhub.content.item import Item
from commhub.content.problems import Place
from commhub.content.shapes.base import KEY, LOCALE, Files, VersionShape, as_file, as_source, source_of
from commhub.content.shapes.translations import behind, read_behind, translated
from commhub.content.yaml_reading import Node
from templates_store.editing import Languages, write_block
from templates_store.models import ContentBlock, ContentBlockVersion

INCLUDED = re.compile(r"\{%-?\s*include\s+(?:\"([^\"]+)\"|'([^']+)')")


class BlockShape(VersionShape):
    kind = "content-block"
    order = 50
    model = ContentBlockVersion
    pattern = re.compile(rf"blocks/(?P<key>{KEY})/(?:block\.yaml|(?P<locale>{LOCALE})\.md)\Z")

    def main(self, key: str) -> str:
        return f"blocks/{key}/block.yaml"

    def item(self, version: ContentBlockVersion) -> Item:
        block = version.block
        rows = [text for text in version.texts.all() if text.source.strip()]
        content = {
            "source_locale": version.source_locale,
            "texts": {text.locale: text.source for text in sorted(rows, key=lambda text: text.locale)},
            "out_of_date": behind({text.locale: (text.source, text.made_from) for text in rows}, version.source_locale),
        }
        return Item(self.kind, block.key, {"name": block.name, "description": block.description}, content)

    def files(self, item: Item) -> dict[str, bytes]:
        told = {
            **item.about,
            "source_locale": item.content["source_locale"],
            "out_of_date": item.content["out_of_date"],
        }
        texts = {
            f"blocks/{item.key}/{locale}.md": as_source(text) for locale, text in sorted(item.content["texts"].items())
        }
        return {self.main(item.key): as_file(told), **texts}

    def read(self, key: str, files: Files) -> Item:
        told = self.opened(key, files, ("name", "description", "source_locale", "out_of_date"))
        texts, places = {}, {"": told.node.place}
        for path in sorted(files):
            match = self.pattern.match(path)
            if match and match["locale"]:
                source = source_of(path, files[path])
                places[match["locale"]] = Place(path)
                if source.strip():
                    texts[match["locale"]] = source
        about = {
            "name": told.need("name", lambda node: node.text(empty=False)),
            "description": told.get("description", Node.text, ""),
        }
        content = {
            "source_locale": told.get("source_locale", Node.text, ""),
            "texts": texts,
            "out_of_date": told.get("out_of_date", lambda node: read_behind(node, texts), {}),
        }
        return Item(self.kind, key, about, content, based_on=told.get("based_on", Node.text, ""), places=places)

    def parent(self, key: str) -> ContentBlock | None:
        return ContentBlock.objects.filter(key=key).first()

    def make_parent(self, item: Item) -> ContentBlock:
        return ContentBlock(key=item.key, **item.about)

    def tell_parent(self, parent: ContentBlock, item: Item) -> None:
        parent.name = item.about["name"]
        parent.description = item.about["description"]

    def write(self, version: ContentBlockVersion, item: Item, note: str) -> None:
        before = {text.locale: (text.source, text.made_from) for text in version.texts.all()}
        locale_before, told = version.source_locale, item.content["out_of_date"]
        write_block(version, item.content["texts"], note, languages=Languages(item.content["source_locale"]))
        made_from = translated(item.content["texts"], version.source_locale, before, locale_before, told)
        for text in version.texts.all():
            text.made_from = made_from[text.locale]
            text.save(update_fields=["made_from"])

    def needs(self, item: Item) -> set[str]:
        return {one or other for text in item.content["texts"].values() for one, other in INCLUDED.findall(text)}


def texts_of(item: Item) -> dict[str, Any]:
    """The texts of a block's item by the names of their places."""
    return dict(item.content["texts"])
