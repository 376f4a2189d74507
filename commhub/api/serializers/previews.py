"""Previews: what a message would be, for each channel."""

from __future__ import annotations

import base64
from typing import Any

from rest_framework import serializers

from commhub.api.serializers.sends import FindingSerializer
from commhub.contracts import JSON, Attachment
from commhub.preview import Previewed


class DocumentSerializer(serializers.Serializer[Any]):
    """A finished file."""

    media_type = serializers.CharField()
    base64 = serializers.CharField(help_text="The file's bytes.")


class AttachmentSerializer(DocumentSerializer):
    """A file that goes along with a message, or is shown in its HTML as `cid:` and its content_id."""

    file_name = serializers.CharField()
    content_id = serializers.CharField(allow_blank=True)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a template's styles are inlined in each message instead of once: right, and slow."""

    message = serializers.CharField(help_text="What stands where, as a sentence.")
    part = serializers.CharField(help_text="The source that it stands in: body, email-html, layout and so on.")
    line = serializers.IntegerField(help_text="In the source, from 1; 0 where it is not known.")
    column = serializers.IntegerField(help_text="Likewise.")
    advice = serializers.CharField(allow_blank=True, help_text="What to change to have them inlined once.")


class PreviewSerializer(serializers.Serializer[Any]):
    """One channel's message as it would leave."""

    channel = serializers.CharField()
    content = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="The parts: subject, html, text and so on."
    )
    document = DocumentSerializer(allow_null=True, help_text="The finished file, such as a letter's PDF.")
    attachments = AttachmentSerializer(many=True)
    facts = serializers.DictField(
        help_text="Figures about it. E-mail: bytes. SMS: encoding, units, parts, cost with currency and destination, and for "
        "UCS-2 forced_by, which names the values that made it so. Letter: pages and window."
    )
    inlined = serializers.ChoiceField(
        choices=["once", "per-message"],
        allow_null=True,
        help_text="Whether styles were inlined once, when the template was approved, or are in each message. Null where "
        "nothing is inlined, or the template was approved before this was kept.",
    )
    reasons = ReasonSerializer(many=True, help_text="Why they are inlined in each message.")
    findings = FindingSerializer(
        many=True, help_text="What was noticed about the template's sources, then what the linter says of this message."
    )
    stopped = serializers.BooleanField(help_text="True: the linter would stop this message.")
    sha256 = serializers.CharField()


class PreviewsSerializer(serializers.Serializer[Any]):
    """A preview for each channel that the template goes out on."""

    previews = PreviewSerializer(many=True)


def preview_as_json(previewed: Previewed, *, stopped: bool) -> dict[str, JSON]:
    """A preview as plain data for PreviewSerializer."""
    rendered = previewed.rendered
    document = {"media_type": rendered.media_type, "base64": _text_of(rendered.document)} if rendered.document else None
    return {
        "channel": rendered.channel,
        "content": dict(rendered.content),
        "document": document,
        "attachments": [attachment_as_json(attachment) for attachment in rendered.attachments],
        "facts": dict(rendered.facts),
        "inlined": previewed.inlined,
        "reasons": [dict(reason) for reason in previewed.reasons],
        "findings": FindingSerializer([*previewed.noticed, *previewed.findings], many=True).data,
        "stopped": stopped,
        "sha256": rendered.sha256,
    }


def attachment_as_json(attachment: Attachment) -> dict[str, JSON]:
    """A file as plain data for AttachmentSerializer."""
    return {
        "file_name": attachment.file_name,
        "media_type": attachment.media_type,
        "content_id": attachment.content_id,
        "base64": _text_of(attachment.content),
    }


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
