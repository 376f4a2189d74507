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


class PreviewSerializer(serializers.Serializer[Any]):
    """One channel's message as it would leave."""

    channel = serializers.CharField()
    content = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="The parts: subject, html, text and so on."
    )
    document = DocumentSerializer(allow_null=True, help_text="The finished file, such as a letter's PDF.")
    attachments = AttachmentSerializer(many=True)
    facts = serializers.DictField()
    findings = FindingSerializer(many=True)
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
        "findings": FindingSerializer(previewed.findings, many=True).data,
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
