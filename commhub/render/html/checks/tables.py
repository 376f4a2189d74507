"""Tables: those for layout say so, and those that hold data have headers (WCAG 2.2, 1.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page
from commhub.render.html.page.nodes import Node

_LAYOUT: Final = frozenset({"presentation", "none"})
_SCOPES: Final = frozenset({"col", "row", "colgroup", "rowgroup"})


class Tables(HtmlCheck):
    name = "table-headers"
    label = "Tables and their headers"
    kind = "accessibility"

    def check(self, page: Page) -> Iterable[Finding]:
        for node in page.shown:
            if node.tag != "table":
                continue
            heads = [cell for cell in _cells(node) if cell.tag == "th"]
            spot = page.spot(node)
            if node.get("role") in _LAYOUT:
                if heads:
                    yield self.finding(
                        "warning",
                        spot,
                        heads[0].words(),
                        "This table says that it is for layout, and has header cells: a screen reader passes over them.",
                        'leave role="presentation" out, or make the cells <td>',
                    )
            elif not heads:
                yield self.finding(
                    "warning",
                    spot,
                    "<table>",
                    "This table has no header cells and does not say that it is for layout: a screen reader counts its "
                    "rows and columns out.",
                    'write role="presentation", or <th> in its first row if it holds data',
                )
            elif loose := next((cell for cell in heads if cell.get("scope").lower() not in _SCOPES), None):
                yield self.finding(
                    "advice",
                    page.spot(loose),
                    "<th>",
                    "This header cell does not say whether it heads a column or a row.",
                    'write scope="col" or scope="row"',
                )


def _cells(table: Node) -> Iterator[Node]:
    """The cells of this table itself, not of those within it."""
    for child in table.children:
        if isinstance(child, Node):
            if child.tag in {"td", "th"}:
                yield child
            else:
                yield from _cells(child)
