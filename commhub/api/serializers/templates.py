"""Live templates, as a developer needs to know them to write the first request."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class EditionSerializer(serializers.Serializer[Any]):
    """One live edition: a brand, a language, and the channels that it goes out on."""

    brand = serializers.CharField()
    locale = serializers.CharField()
    channels = serializers.ListField(child=serializers.CharField())


class TemplateSummarySerializer(serializers.Serializer[Any]):
    """A template that can be sent now."""

    key = serializers.CharField()
    url = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    category = serializers.CharField(help_text="The key of its category.")
    brands = serializers.ListField(child=serializers.CharField())
    locales = serializers.ListField(child=serializers.CharField())
    channels = serializers.ListField(child=serializers.CharField())


class TemplateSerializer(TemplateSummarySerializer):
    """A template with all that it takes to send it."""

    editions = EditionSerializer(many=True)
    schema = serializers.DictField(help_text="The JSON Schema (draft 2020-12) that `data` of a send must meet.")
    sample_request = serializers.DictField(help_text="A body for POST /api/v1/sends that works, with sample data.")
