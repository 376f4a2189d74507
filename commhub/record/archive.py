"""Archived copies: what a message was as it left, kept sealed where its category says so."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import datetime

from commhub.contracts import Attachment, Rendered
from commhub.record.models import ArchivedCopy, Message


@dataclass(frozen=True, slots=True)
class Copy:
    """A message as it left, and when the copy was made. The hash in `rendered` is the recorded one, not a fresh one."""

    rendered: Rendered
    made_at: datetime


def keep(message: Message, rendered: Rendered, now: datetime) -> None:
    """Keep a copy; the one that is there stays, for what left first is what the customer has."""
    ArchivedCopy.objects.get_or_create(message=message, defaults={"content": packed(rendered), "made_at": now})


def copy_of(message: Message) -> Copy | None:
    """The copy of this message, if one is kept."""
    row = ArchivedCopy.objects.filter(message_id=message.pk).first()
    return None if row is None else Copy(unpacked(row.content, message.output_hash), row.made_at)


def packed(rendered: Rendered) -> bytes:
    """All that is delivered, as compressed JSON."""
    content = {
        "channel": rendered.channel,
        "content": dict(rendered.content),
        "document": _text_of(rendered.document),
        "media_type": rendered.media_type,
        "attachments": [
            {
                "file_name": file.file_name,
                "media_type": file.media_type,
                "content_id": file.content_id,
                "content": _text_of(file.content),
            }
            for file in rendered.attachments
        ],
        "facts": dict(rendered.facts),
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpacked(content: bytes, sha256: str) -> Rendered:
    """What was packed, under the hash that was recorded for it."""
    raw = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
    return Rendered(
        channel=raw["channel"],
        content=raw["content"],
        readable=(),
        sha256=sha256,
        document=base64.b64decode(raw["document"]),
        media_type=raw["media_type"],
        attachments=tuple(
            Attachment(file["file_name"], file["media_type"], base64.b64decode(file["content"]), file["content_id"])
            for file in raw["attachments"]
        ),
        facts=raw["facts"],
    )


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
