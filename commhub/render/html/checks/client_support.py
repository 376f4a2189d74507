"""What the targeted e-mail clients do not support, by Can I email's table: one finding for each feature and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page
from commhub.render.html.checks.clients import Client, table
from commhub.render.html.checks.features import Feature, Use, index, uses_in
from commhub.render.html.places import Place

_SEVERITY: Final = {"layout": "warning", "look": "advice"}
_ENDINGS: Final = {"image/svg+xml": "svg", "image/webp": "webp", "image/avif": "avif", "image/tiff": "tiff"}
_MOST_NAMED: Final = 4


class ClientSupport(HtmlCheck):
    name = "client-support"
    label = "What e-mail clients support"
    kind = "client"

    def check(self, page: Page) -> Iterable[Finding]:
        for source in page.sources:
            if source.markdown:
                continue
            uses: dict[str, list[Use]] = {}
            for use in uses_in(source.masked):
                if without(use, page.clients):
                    uses.setdefault(use.feature.slug, []).append(use)
            for same in uses.values():
                clients = without(same[0], page.clients)
                yield self._finding(same[0].feature, same[0].surface, source.spot(same[0].offset), clients, len(same))
        yield from self._assets(page)

    def _assets(self, page: Page) -> Iterator[Finding]:
        """Pictures that go along with the message, whose type only their file tells."""
        seen: set[str] = set()
        for node in page.shown:
            ending = _ENDINGS.get(page.media_types.get(node.get("src"), ""), "") if node.tag == "img" else ""
            feature = index().get("image", ending)
            if feature is None or ending in seen:
                continue
            seen.add(ending)
            if clients := without(Use(feature, ending, 0), page.clients):
                yield self._finding(feature, f"a picture of type {ending}", page.spot(node), clients, 1)

    def _finding(
        self, feature: Feature, surface: str, spot: Place, clients: tuple[Client, ...], places: int
    ) -> Finding:
        named = [client.label for client in clients]
        if len(named) > _MOST_NAMED:
            named = [*named[: _MOST_NAMED - 1], f"{len(named) - _MOST_NAMED + 1} more"]
        told = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
        more = f" The same in {places - 1} more {'place' if places == 2 else 'places'}." if places > 1 else ""
        return self.finding(
            _SEVERITY[feature.impact], spot, surface, f"This does not work in {told}.{more}", feature.instead
        )


def without(use: Use, clients: tuple[Client, ...]) -> tuple[Client, ...]:
    """The clients among these that do not know the feature and get to see it."""
    letters = table().support[use.feature.slug]
    return tuple(
        client
        for client in clients
        if letters[client.column] == "n" and not (use.not_outlook and client.name.startswith("outlook-windows"))
    )
