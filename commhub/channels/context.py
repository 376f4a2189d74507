"""What every channel's render reads from a brief: the names that templates see, and the hash of what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commhub.contracts import JSON, Attachment, Brief, Edition, RenderError
from commhub.render.jinja.fields import Field
from commhub.render.jinja.marks import clean
from commhub.render.jinja.values import typed


def context_of(edition: Edition, brief: Brief, channel: str = "") -> dict[str, object]:
    """The names that a template of this edition may read on a channel. Times are told where the recipient is."""
    zone = _zone(brief.recipient.time_zone or str(edition.brand.get("time_zone", "")))
    return {
        **typed(brief.data, edition.variables, zone, "/data", brief.codes_on(channel)),
        "recipient": {"name": Field(clean(brief.recipient.name), "/recipient/name", "person-name")},
        "brand": edition.brand,
        "message": {"date": brief.accepted_at.astimezone(zone).date(), "id": brief.message_id},
    }


def _zone(name: str) -> tzinfo:
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RenderError(f"{name!r} is not a time zone; use a name such as Europe/London") from error


def hash_of(content: Mapping[str, str], document: bytes = b"", attachments: Iterable[Attachment] = ()) -> str:
    """The SHA-256 over everything that is delivered, each piece with its name and length before it."""
    digest = hashlib.sha256()

    def add(name: str, value: bytes) -> None:
        digest.update(f"{name}:{len(value)}:".encode())
        digest.update(value)

    for name in sorted(content):
        add(name, content[name].encode())
    add("document", document)
    for attachment in attachments:
        add(attachment.file_name, attachment.content)
    return digest.hexdigest()


def one_line(text: str) -> str:
    """The text with every run of white space as one space: a subject never carries a line break."""
    return " ".join(text.split())


def text_of(channel: Mapping[str, JSON], name: str) -> str:
    """A source of a channel's share of an edition; empty when the template has none."""
    return str(channel.get(name, ""))
