"""The shape of a problem, for the API's description; problems.py makes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


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
