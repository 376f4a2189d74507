"""Renders: a past message made again, and how it compares with what was recorded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rest_framework import serializers

from commhub.api import links
from commhub.api.fields import StrictSerializer, Text
from commhub.api.serializers.previews import AttachmentSerializer, DocumentSerializer, attachment_as_json
from commhub.contracts import JSON, Rendered
from commhub.record.models import Message, MessageState
from commhub.replay import Again

DOCUMENT = "document"
TEXTS: Mapping[str, str] = {"html": "text/html; charset=utf-8"}
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of what was delivered, as bytes; `name` is what `?part=` calls it."""

    name: str
    media_type: str
    content: bytes
    file_name: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def pieces_of(rendered: Rendered, message: Message) -> list[Piece]:
    """Everything that `sha256` is taken over: the texts in UTF-8, the document, the attachments."""
    pieces = [Piece(name, TEXTS.get(name, PLAIN), text.encode()) for name, text in rendered.content.items()]
    if rendered.document:
        ending = rendered.media_type.rpartition("/")[2]
        pieces.append(Piece(DOCUMENT, rendered.media_type, rendered.document, f"{message.pk}.{ending}"))
    for number, file in enumerate(rendered.attachments, 1):
        pieces.append(Piece(f"attachment-{number}", file.media_type, file.content, file.file_name))
    return pieces


class RenderQuery(StrictSerializer):
    """Which piece of a message, and from where."""

    part = Text(
        max_length=40,
        required=False,
        help_text="The exact bytes of one piece instead of JSON: `subject`, `html`, `text`, `document` (a letter's PDF), "
        "`attachment-1` and so on. `parts` in the JSON lists those that the message has.",
    )

    copy = serializers.ChoiceField(
        choices=["archived"],
        required=False,
        help_text="`archived`: the copy that was kept when it left, instead of making the message again. There is one if "
        "the template's category keeps copies.",
    )


class ChangeSerializer(serializers.Serializer[Any]):
    """Something that renders and is not what it was."""

    name = serializers.CharField()
    then = serializers.CharField(allow_blank=True, help_text="Empty: it was not there, or not noted.")
    now = serializers.CharField(allow_blank=True, help_text="Empty: it is no longer there.")


class RenderersSerializer(serializers.Serializer[Any]):
    """What rendered the message, by name and version: libraries, fonts, time zones, Unicode, and commhub itself."""

    then = serializers.DictField(
        child=serializers.CharField(), allow_null=True, help_text="Null: it was not noted at the time."
    )
    now = serializers.DictField(child=serializers.CharField())
    changed = ChangeSerializer(many=True)


class PartSerializer(serializers.Serializer[Any]):
    """One piece of what was delivered; `?part=` with its name answers its bytes."""

    name = serializers.CharField()
    media_type = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Over the bytes of this piece alone.")


class ArchivedSerializer(serializers.Serializer[Any]):
    """The copy that was kept when the message left; `?copy=archived` answers it."""

    made_at = serializers.DateTimeField()
    sha256 = serializers.CharField(help_text="Over all that was delivered, taken from the copy just now.")
    same = serializers.BooleanField(help_text="True: that is the recorded one.")


class RenderSerializer(serializers.Serializer[Any]):
    """A past message, made again from its edition and its data."""

    message = serializers.UUIDField()
    send = serializers.URLField()
    state = serializers.ChoiceField(choices=MessageState.values)
    template = serializers.CharField()
    brand = serializers.CharField()
    locale = serializers.CharField()
    channel = serializers.CharField()
    edition = serializers.CharField(help_text="The hash of the edition that it was made from.")
    accepted_at = serializers.DateTimeField()
    origin = serializers.ChoiceField(choices=["rendered", "archived"], help_text="Made just now, or the archived copy.")
    sha256 = serializers.CharField(help_text="Over all that was delivered, as recorded before it left.")
    sha256_now = serializers.CharField(help_text="The same over what stands in this answer.")
    same = serializers.BooleanField(help_text="True: byte for byte what was recorded.")
    explanation = serializers.CharField(help_text="What the comparison comes to, in words.")
    renderers = RenderersSerializer()
    parts = PartSerializer(many=True)
    content = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="The texts: subject, html, text and so on."
    )
    document = DocumentSerializer(allow_null=True, help_text="The finished file, such as a letter's PDF.")
    attachments = AttachmentSerializer(many=True)
    facts = serializers.DictField()
    archived = ArchivedSerializer(allow_null=True, help_text="Null: no copy is kept.")


def render_as_json(message: Message, again: Again, copy: Again | None) -> dict[str, JSON]:
    """A message made again as plain data for RenderSerializer; `copy` is its archived copy, if there is one."""
    send, rendered = message.send, again.rendered
    document = {"media_type": rendered.media_type, "base64": _text_of(rendered.document)} if rendered.document else None
    return {
        "message": str(message.pk),
        "send": links.to("api:send", send_id=send.pk),
        "state": message.state,
        "template": send.template_key,
        "brand": send.brand_key,
        "locale": send.locale,
        "channel": message.channel,
        "edition": send.edition_hash,
        "accepted_at": _moment(send.accepted_at),
        "origin": "archived" if again.archived_at else "rendered",
        "sha256": again.recorded,
        "sha256_now": rendered.sha256,
        "same": again.same,
        "explanation": again.explanation,
        "renderers": {
            "then": None if again.then is None else dict(again.then),
            "now": dict(again.now),
            "changed": [{"name": one.name, "then": one.then, "now": one.now} for one in again.changes],
        },
        "parts": [
            {"name": one.name, "media_type": one.media_type, "bytes": len(one.content), "sha256": one.sha256}
            for one in pieces_of(rendered, message)
        ],
        "content": dict(rendered.content),
        "document": document,
        "attachments": [attachment_as_json(attachment) for attachment in rendered.attachments],
        "facts": dict(rendered.facts),
        "archived": copy and {"made_at": _moment(copy.archived_at), "sha256": copy.rendered.sha256, "same": copy.same},
    }


def _moment(at: datetime | None) -> JSON:
    return serializers.DateTimeField().to_representation(at) if at else None


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
