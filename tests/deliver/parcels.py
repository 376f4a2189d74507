"""Parcels for the tests of this room: one per channel, as the send road would make them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from commhub.contracts import JSON, Attachment, Parcel, Rendered

MESSAGE_ID = "5f0c7c1e-0f8e-4c0e-9a55-6f5d3c1b2a10"
ACCEPTED_AT = datetime(2025, 3, 9, 14, 5, 6, tzinfo=UTC)
PDF = b"%PDF-1.7\none page\n%%EOF\n"
LOGO = Attachment("logo.png", "image/png", b"\x89PNG\r\n\x1a\n-logo", content_id="logo-1")


def rendered(channel: str, **changes: Any) -> Rendered:
    """What the channel's renderer would hand over."""
    content: Mapping[str, str] = {
        "email": {"subject": "Your claim", "html": '<p>Hello</p><img src="cid:logo-1">', "text": "Hello"},
        "sms": {"text": "Northlight: your claim is paid."},
        "print": {"html": "<p>Hello</p>"},
    }.get(channel, {"text": "Hello"})
    fields: dict[str, Any] = {"channel": channel, "content": content, "readable": (), "sha256": "ab" * 32}
    if channel == "print":
        fields |= {"document": PDF, "media_type": "application/pdf", "facts": {"pages": 1}}
    return Rendered(**(fields | changes))


def parcel(channel: str, *, render: Mapping[str, Any] | None = None, **changes: Any) -> Parcel:
    """A parcel for that channel; `render` changes what is inside it."""
    to: JSON = {
        "email": "ada@example.org",
        "sms": "+447700900123",
        "print": {"lines": ["12 Mill Lane", "Leeds"], "postcode": "LS1 4AP", "country": "GB"},
    }.get(channel, "somewhere")
    fields: dict[str, Any] = {
        "message_id": MESSAGE_ID,
        "template": "claim-update",
        "recipient_name": "Ada Byron",
        "to": to,
        "sender": {"name": "Northlight", "address": "service@northlight.example"},
        "category": "service",
        "accepted_at": ACCEPTED_AT,
        "rendered": rendered(channel, **(render or {})),
    }
    return Parcel(**(fields | changes))
