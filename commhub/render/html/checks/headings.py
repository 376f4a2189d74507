"""Headings: one main heading, and no level left out on the way down (WCAG 2.2, 1.3.1 and 2.4.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page

_HEADING = re.compile(r"h([1-6])\Z")


class Headings(HtmlCheck):
    name = "heading-order"
    label = "Order of headings"
    kind = "accessibility"

    def check(self, page: Page) -> Iterable[Finding]:
        before, seen_main = 0, False
        for node in page.shown:
            match = _HEADING.match(node.tag)
            if not match or node.get("role") in {"presentation", "none"}:
                continue
            level, words, spot = int(match.group(1)), node.words(), page.spot(node)
            if not words:
                yield self.finding(
                    "warning",
                    spot,
                    f"<{node.tag}>",
                    "This heading is empty; a screen reader announces it all the same.",
                )
                continue
            if level == 1 and seen_main:
                yield self.finding(
                    "warning",
                    spot,
                    words,
                    "This is a second main heading (h1): a reader who goes by headings cannot tell what the message is "
                    "about.",
                    "make it an h2",
                )
            elif level > before + 1:
                yield self.finding(
                    "warning",
                    spot,
                    words,
                    f"This heading is an h{level}, and "
                    + (f"the one before it is an h{before}" if before else "there is none before it")
                    + ": a level is left out.",
                    f"make it an h{before + 1}",
                )
            before, seen_main = level, seen_main or level == 1
