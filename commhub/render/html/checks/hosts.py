"""The hosts that a brand's links may lead to, held for the finished message as well: data may bring links too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from commhub.contracts import JSON, CompileError, Finding

TOKEN: Final = "link_hosts"
RULE: Final = "link-host"
KIND: Final = "link"
_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\Z")
_HREF = re.compile(r"<(?:a|area|v:[a-z]+)\b[^>]*?\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


def allowed_hosts(brand: Mapping[str, JSON]) -> tuple[str, ...]:
    """The hosts of a brand's `link_hosts`, such as example.com or *.example.com (any host below it); empty allows all.

    Raises CompileError for anything but a list of host names.
    """
    named = brand.get(TOKEN, ())
    if not isinstance(named, list | tuple):
        raise CompileError(f"{TOKEN} is a list of host names such as www.example.com or *.example.com", "brand tokens")
    hosts = tuple(str(name).strip().lower() for name in named)
    for host in hosts:
        if not _HOST.match(host):
            raise CompileError(f"{TOKEN}: {host!r} is not a host name such as www.example.com", "brand tokens")
    return hosts


def host_of(address: str) -> str:
    """The host of a web address in lower case, '' for any other address."""
    try:
        parts = urlsplit(address.strip())
        return (parts.hostname or "").rstrip(".") if parts.scheme in {"http", "https", ""} else ""
    except ValueError:
        return address  # no host that could be allowed


def is_allowed(host: str, hosts: tuple[str, ...]) -> bool:
    return not host or any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in hosts)


def refusal(host: str, hosts: tuple[str, ...]) -> str:
    """What is wrong with a link to this host, as a sentence."""
    return f"A link leads to {host}, which is not among the brand's link hosts ({', '.join(hosts)})."


def stray_links(html: str, brand: Mapping[str, JSON]) -> Iterator[Finding]:
    """An error for each host that a finished message links to and that its brand does not allow."""
    if not brand.get(TOKEN):
        return
    hosts = allowed_hosts(brand)
    addresses = (unescape(next(filter(None, match.groups()), "")) for match in _HREF.finditer(html))
    for host in dict.fromkeys(map(host_of, addresses)):
        if not is_allowed(host, hosts):
            yield Finding(RULE, KIND, "error", "body", 0, 0, host, refusal(host, hosts))
