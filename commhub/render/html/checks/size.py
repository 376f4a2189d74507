"""The size budget: Gmail shows the first 102 KB of a message and hides the rest behind a link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page
from commhub.render.html.places import Place

MOST: Final = 102 * 1024
NEAR: Final = 90 * 1024


class Size(HtmlCheck):
    name = "message-size"
    label = "Size of the HTML"
    kind = "size"

    def check(self, page: Page) -> Iterable[Finding]:
        if page.size <= NEAR:
            return
        told = f"The HTML has {page.size / 1024:.1f} KB with this data; "
        if page.size > MOST:
            told += "Gmail hides what comes after 102 KB, which may be the legal text and the unsubscribe link."
        else:
            told += "Gmail hides what comes after 102 KB, so longer data may lose its end."
        severity = "error" if page.size > MOST else "warning"
        yield self.finding(severity, Place(page.part), "", told, "fewer rows, or a link to the rest on a page")
