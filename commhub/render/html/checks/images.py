"""Pictures: each says in words what it shows, and has a full address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page, shortened
from commhub.render.html.page.nodes import Node

_FILE_NAME = re.compile(r"(?:[^\s/]+/)*[^\s/]+\.(?:png|jpe?g|gif|svg|webp|bmp|avif)\Z", re.IGNORECASE)
_FILLERS: Final = frozenset({"image", "img", "picture", "photo", "graphic", "icon", "banner", "logo", "图片", "图像"})
_FULL = re.compile(r"(?:https?|cid|data):", re.IGNORECASE)


class Images(HtmlCheck):
    name = "image-text"
    label = "Pictures and their text"
    kind = "accessibility"

    def check(self, page: Page) -> Iterable[Finding]:
        for node in page.shown:
            if node.tag == "img":
                yield from self._of_text(page, node)
                yield from self._of_address(page, node)

    def _of_text(self, page: Page, node: Node) -> Iterable[Finding]:
        spot, source = page.spot(node), shortened(node.get("src"))
        if "alt" not in node.attributes:
            if node.get("role") in {"presentation", "none"} or node.get("aria-label"):
                return
            yield self.finding(
                "error",
                spot,
                source,
                "This picture has no alt text: a screen reader reads its address out, and nothing stands in its place "
                "while pictures are off.",
                'write alt="…" with what it says, or alt="" if it only decorates',
            )
        elif _FILE_NAME.match(node.get("alt")):
            yield self.finding(
                "warning",
                spot,
                node.get("alt"),
                "This alt text is the name of a file.",
                "say what the picture shows",
            )
        elif node.get("alt").lower() in _FILLERS:
            yield self.finding(
                "warning",
                spot,
                node.get("alt"),
                "This alt text says that there is a picture, and not what it shows.",
                "say what the picture shows",
            )

    def _of_address(self, page: Page, node: Node) -> Iterable[Finding]:
        source = node.get("src")
        if not _FULL.match(source):
            yield self.finding(
                "error",
                page.spot(node),
                source,
                "This picture has no full address: there is no page that it could be relative to."
                if source
                else "This picture has no address.",
                "name a brand asset, or write the whole address with https://",
            )
        elif source.lower().startswith("http:"):
            yield self.finding(
                "warning",
                page.spot(node),
                source,
                "This picture comes over http, without encryption; many clients do not show it.",
                "write https://",
            )
