"""Linting a text: what would keep it from a customer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from commhub.api.fields import Locale, StrictSerializer, Text
from commhub.api.serializers.sends import FindingSerializer
from commhub.contracts import DataSpan
from commhub.lint.sources import CHANNELS, STAGES

MOST_CHARACTERS = 200_000
HOLDS = ("person_name", "company_name", "address", "product_name")


class ProtectedSerializer(StrictSerializer):
    """A stretch of the text that names something: it is never linted."""

    start = serializers.IntegerField(min_value=0, help_text="Code points from 0.")
    end = serializers.IntegerField(min_value=1, help_text="The first code point behind it.")
    type = serializers.ChoiceField(choices=HOLDS, help_text="What it names.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["end"] <= attrs["start"]:
            raise serializers.ValidationError({"end": ["This is not behind the start."]})
        return attrs


class LintRequestSerializer(StrictSerializer):
    """A text that is to be linted with the rules that are in force."""

    text = Text(
        single_line=False,
        max_length=MOST_CHARACTERS,
        trim_whitespace=False,
        help_text="As it is written, HTML or plain.",
    )
    locale = Locale(help_text="The language of the reader, such as en-GB or zh-Hant-HK.")
    channel = serializers.ChoiceField(
        choices=CHANNELS, default="email_text", help_text="How to read it: as HTML, as Markdown or as plain text."
    )
    stage = serializers.ChoiceField(
        choices=STAGES, default="rendered", help_text="template if it holds Jinja, otherwise rendered."
    )
    protected = ProtectedSerializer(many=True, required=False, help_text="Names and addresses in the text.")

    def spans(self) -> tuple[DataSpan, ...]:
        """The protected stretches as the linter reads them."""
        given = self.validated_data.get("protected", ())
        return tuple(DataSpan(one["start"], one["end"], "", one["type"]) for one in given)


class PlacedFindingSerializer(FindingSerializer):
    """A finding in a text that was sent to be linted."""

    severity = serializers.ChoiceField(choices=["error", "warning", "advice", "review"])
    start = serializers.IntegerField(help_text="Where it begins in the text: code points from 0.")
    end = serializers.IntegerField(help_text="The first code point behind it.")


class LintAnswerSerializer(serializers.Serializer[Any]):
    """What the linter says of a text."""

    findings = PlacedFindingSerializer(many=True)
    review = PlacedFindingSerializer(
        many=True, help_text="Places of which the linter is not sure; they stop nothing, and a person should look."
    )
    stopped = serializers.BooleanField(help_text="Whether a message with this text would be kept back.")
    rules = serializers.CharField(allow_blank=True, help_text="The digest of the rules that were in force.")
