"""The shape of a problem, for the API's description; problems.py makes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from commhub.contracts import JSON
from commhub.record.models import Message


class FaultSerializer(serializers.Serializer[Any]):
    """One thing that is wrong, and where: exactly one of `pointer`, `parameter` and `header` is there."""

    pointer = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="A JSON Pointer (RFC 6901) into the body, such as /data/amount; empty for the body as a whole.",
    )
    parameter = serializers.CharField(required=False, help_text="The name of a query parameter.")
    header = serializers.CharField(required=False, help_text="The name of a header.")
    detail = serializers.CharField(help_text="What is wrong, as a sentence.")


class KeptSerializer(serializers.Serializer[Any]):
    """What is known of a message that cannot be made again."""

    message = serializers.UUIDField()
    sha256 = serializers.CharField(allow_blank=True, help_text="Over all that was delivered, as recorded then.")
    template = serializers.CharField()
    brand = serializers.CharField()
    locale = serializers.CharField()
    channel = serializers.CharField(allow_blank=True)
    edition = serializers.CharField(help_text="The hash of the edition that it was made from.")
    state = serializers.CharField()
    accepted_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    erased_at = serializers.DateTimeField(allow_null=True)


class ContentProblemSerializer(serializers.Serializer[Any]):
    """One thing that is wrong in a tree of content."""

    file = serializers.CharField(help_text="The path of the file in the tree.")
    line = serializers.IntegerField(help_text="From 1; 0 is the file as a whole.")
    column = serializers.IntegerField(help_text="From 1; 0 is the whole line.")
    detail = serializers.CharField(help_text="What is wrong, as a sentence.")


class ProblemSerializer(serializers.Serializer[Any]):
    """An error, as RFC 9457 describes them. `code` is the last part of `type` and is what programs compare."""

    type = serializers.URLField(help_text="Names the kind of problem; there is a page about it at that address.")
    title = serializers.CharField(help_text="The kind of problem for people.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What happened this time.")
    code = serializers.CharField(help_text="The kind of problem as a permanent kebab-case word.")
    # REST framework takes fields off the class: the names of its own properties are free for them, at run time.
    errors = FaultSerializer(  # type: ignore[assignment]
        many=True, required=False, help_text="Each thing that is wrong with the request."
    )
    problems = ContentProblemSerializer(many=True, required=False, help_text="What is wrong in a tree of content.")
    kept = KeptSerializer(required=False, help_text="What is left of a message that cannot be made again.")


def kept_as_json(message: Message) -> dict[str, JSON]:
    """What is left of a message, as plain data for KeptSerializer."""
    send = message.send
    kept: dict[str, JSON] = KeptSerializer(
        {
            "message": message.pk,
            "sha256": message.output_hash,
            "template": send.template_key,
            "brand": send.brand_key,
            "locale": send.locale,
            "channel": message.channel,
            "edition": send.edition_hash,
            "state": message.state,
            "accepted_at": send.accepted_at,
            "finished_at": message.finished_at,
            "erased_at": send.erased_at,
        }
    ).data
    return dict(kept)
