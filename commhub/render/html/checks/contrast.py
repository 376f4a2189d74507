"""Contrast of text with what lies behind it, on light and dark screens (WCAG 2.2, 1.4.3), and text that is too small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page
from commhub.render.html.page.colours import ENOUGH, ENOUGH_FOR_LARGE, LARGE, LARGE_BOLD, contrast
from commhub.render.html.page.nodes import Node
from commhub.render.html.page.paint import Paint

SMALLEST: Final = 12.0
UNSEEN: Final = 2.0
"""Text smaller than this is hidden on purpose, such as a preheader."""
_WORDLESS: Final = frozenset({"html", "head", "table", "tbody", "thead", "tr"})


def texts_of(page: Page, look: Mapping[Node, Paint]) -> Iterator[tuple[Node, Paint]]:
    """The elements whose own text shows in this look, in order."""
    for node in page.shown:
        here = look.get(node)
        if (
            here
            and here.shown
            and here.size >= UNSEEN
            and node.tag not in _WORDLESS
            and any(one.isalnum() for one in node.own_text)
        ):
            yield node, here


class Contrast(HtmlCheck):
    name = "contrast"
    label = "Contrast of text"
    kind = "accessibility"

    def check(self, page: Page) -> Iterable[Finding]:
        seen: set[tuple[str, str, bool]] = set()
        yield from self._look(page, page.light, "", seen)
        yield from self._look(page, page.dark, " on a dark screen", seen)

    def _look(
        self, page: Page, look: Mapping[Node, Paint], where: str, seen: set[tuple[str, str, bool]]
    ) -> Iterator[Finding]:
        unsure: set[str] = set()
        for node, here in texts_of(page, look):
            if not here.known:
                continue
            text = here.colour.over(here.background)
            large = here.size >= LARGE or (here.bold and here.size >= LARGE_BOLD)
            pair = (str(text), str(here.background), large)
            if here.picture and here.bare:
                if pair[0] not in unsure:
                    unsure.add(pair[0])
                    yield self._behind_a_picture(page, node, where)
                continue
            ratio, least = contrast(text, here.background), ENOUGH_FOR_LARGE if large else ENOUGH
            if round(ratio, 2) >= least or pair in seen:
                continue
            seen.add(pair)
            yield self.finding(
                "error" if ratio < ENOUGH_FOR_LARGE and not where and not here.picture else "warning",
                page.spot(node),
                node.own_text,
                f"Text in {pair[0]} on {pair[1]} has a contrast of {ratio:.2f}{where}; "
                f"{'large text' if large else 'text of this size'} needs {least:.1f}."
                + (" This is what shows while pictures are off." if here.picture else ""),
                "make the text or what lies behind it darker or lighter",
            )

    def _behind_a_picture(self, page: Page, node: Node, where: str) -> Finding:
        return self.finding(
            "advice",
            page.spot(node),
            node.own_text,
            f"This text stands on a picture, so its contrast cannot be measured{where}; while pictures are off it stands "
            "on what lies behind the picture.",
            "give the place a background-color that the text can be read on",
        )


class TextSize(HtmlCheck):
    name = "text-size"
    label = "Size of text"
    kind = "accessibility"

    def check(self, page: Page) -> Iterable[Finding]:
        seen: set[float] = set()
        for node, here in texts_of(page, page.light):
            if here.size < SMALLEST and here.size not in seen:
                seen.add(here.size)
                yield self.finding(
                    "advice",
                    page.spot(node),
                    node.own_text,
                    f"This text is {here.size:.4g} px high; many people cannot read text below 12 px on a phone.",
                    "write a font-size of 12px or more",
                )
