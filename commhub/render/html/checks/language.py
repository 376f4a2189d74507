"""The page says what language it is in and what it is called: screen readers choose their voice by it."""

from __future__ import annotations

from collections.abc import Iterable

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page


class Language(HtmlCheck):
    name = "language"
    label = "Language and title of the page"
    kind = "accessibility"

    def check(self, page: Page) -> Iterable[Finding]:
        said = page.root.get("lang")
        spot = page.spot(page.root)
        wanted = page.locale
        if not said:
            yield self.finding(
                "warning",
                spot,
                "<html>",
                "The page does not say its language, so a screen reader may read it with the wrong voice.",
                'write <html lang="{{ locale }}">',
            )
        elif said.replace("_", "-").split("-")[0].lower() != wanted.split("-")[0].lower():
            yield self.finding(
                "warning",
                spot,
                said,
                f"The page says that it is in {said!r}, but it is written in {wanted}.",
                'write <html lang="{{ locale }}">',
            )
        titles = [
            node for node in page.root.walk() if node.tag == "title" and node.parent and node.parent.tag == "head"
        ]
        if not titles or not titles[0].own_text:
            yield self.finding(
                "warning",
                page.spot(titles[0] if titles else page.root),
                "<title>",
                "The page has no title; clients and screen readers name a message by it.",
                "write <title>{{ subject }}</title> in the head",
            )
