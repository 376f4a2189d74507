"""Links: each says in words where it leads, and has a full address on a host that the brand allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from commhub.contracts import Finding
from commhub.render.html.checks.base import HtmlCheck, Page
from commhub.render.html.checks.hosts import KIND, RULE, host_of, is_allowed, refusal
from commhub.render.html.page.nodes import Node

_VAGUE: Final = frozenset({
    "click here", "click", "click this link", "here", "link", "this link", "this", "more", "read more", "learn more",
    "find out more", "see more", "go", "tap here", "follow this link", "details", "info",
    "点击这里", "点这里", "点击此处", "点击", "这里", "此处", "更多", "了解更多", "查看更多", "阅读更多", "链接", "详情",
})  # fmt: skip
_FULL = re.compile(r"(?:https?://|mailto:|tel:|sms:|cid:)", re.IGNORECASE)
_MARKS = re.compile(r"[\s.!?…›»>→:。！？»-]+\Z")
_BARE = re.compile(r"https?://\S+\Z", re.IGNORECASE)


def links_of(page: Page) -> list[Node]:
    """The links that a reader sees."""
    return [node for node in page.shown if node.tag in {"a", "area"} and "href" in node.attributes]


class LinkText(HtmlCheck):
    name = "link-text"
    label = "Words of links"
    kind = "accessibility"

    def check(self, page: Page) -> Iterable[Finding]:
        leads: dict[str, str] = {}
        for node in links_of(page):
            address, spot = node.get("href"), page.spot(node)
            words = node.get("alt") if node.tag == "area" else node.words() or node.get("title")
            bare = _MARKS.sub("", words).lower()
            if not words:
                yield self.finding(
                    "error",
                    spot,
                    address,
                    "This link has no words: a screen reader reads its address out, and while pictures are off nothing "
                    "shows it.",
                    "give the picture in it an alt text that says where the link leads",
                )
                continue
            if bare in _VAGUE:
                yield self.finding(
                    "warning",
                    spot,
                    words,
                    "These words do not say where the link leads; many readers jump from link to link.",
                    "name what opens, such as “Pay your bill”",
                )
            elif _BARE.match(words):
                yield self.finding(
                    "advice",
                    spot,
                    words,
                    "This link shows its address, which a screen reader spells out.",
                    "name what opens",
                )
            if bare and leads.setdefault(bare, address) != address:
                yield self.finding(
                    "advice",
                    spot,
                    words,
                    "Two links have the same words and lead to different places.",
                    "give each its own words",
                )


class LinkAddress(HtmlCheck):
    name = "link-address"
    label = "Addresses of links"
    kind = KIND

    def check(self, page: Page) -> Iterable[Finding]:
        anchors = {node.get(name) for node in page.root.walk() for name in ("id", "name")}
        for node in links_of(page):
            address, spot = node.get("href"), page.spot(node)
            if address.startswith("#"):
                if address[1:] not in anchors or address == "#":
                    yield self.finding(
                        "error", spot, address, "This link leads nowhere.", "give it the address of a page"
                    )
            elif not _FULL.match(address):
                yield self.finding(
                    "error",
                    spot,
                    address,
                    "This link has no full address: there is no page that it could be relative to."
                    if address
                    else "This link has no address.",
                    "write the whole address with https://",
                )
            elif address.lower().startswith("http:"):
                yield self.finding(
                    "warning", spot, address, "This link goes over http, without encryption.", "write https://"
                )


class LinkHost(HtmlCheck):
    name = RULE
    label = "Hosts of links"
    kind = KIND

    def check(self, page: Page) -> Iterable[Finding]:
        if not page.hosts:
            return
        for node in page.root.walk():
            host = host_of(node.get("href")) if node.tag in {"a", "area"} else ""
            if not is_allowed(host, page.hosts):
                yield self.finding("error", page.spot(node), host, refusal(host, page.hosts))
