"""Suppressions: addresses that must not be written to."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commhub.api import links
from commhub.api.fields import ChannelName, StrictSerializer, Text
from commhub.api.serializers.people import tree_at
from commhub.channels import channels
from commhub.contracts import JSON
from commhub.customers.contact_points import BadContact, clean
from commhub.customers.models import Suppression

ANY_ADDRESS: JSON = {"oneOf": [{"type": "string"}, {"type": "object"}]}


@extend_schema_field(ANY_ADDRESS)
class AnyAddress(serializers.JSONField):
    """An address of whatever kind its channel needs."""


class SuppressionRequestSerializer(StrictSerializer):
    """An address that must not be written to. Once suppressed, saying it again changes nothing."""

    channel = ChannelName()
    address = AnyAddress(help_text="An e-mail address, a telephone number or a postal address, as the channel needs.")
    category = Text(max_length=40, required=False, default="", help_text="Only for this category; all, if left out.")
    reason = Text(max_length=200, help_text="Such as: unsubscribed, moved away, deceased.")
    # REST framework takes fields off the class: the names of its own attributes are free for them, at run time.
    source = Text(  # type: ignore[assignment]
        max_length=80, required=False, help_text="Who says so; the app's name, if left out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        channel = channels.get(attrs["channel"])
        try:
            value = clean(channel.contact_kind, attrs["address"])
        except BadContact as error:
            raise serializers.ValidationError({"address": tree_at(error.pointer, error.detail)}) from error
        attrs["address"] = channel.canonical_address(value)
        longest = Suppression._meta.get_field("address").max_length or 0
        if len(attrs["address"]) > longest:
            raise serializers.ValidationError({"address": [f"This has more than {longest} characters."]})
        return attrs


class SuppressionSerializer(serializers.ModelSerializer[Suppression]):
    """A suppression as it is kept: `address` in the form in which its channel compares addresses."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Suppression
        fields = ["id", "url", "channel", "address", "category", "reason", "source", "at"]

    def get_url(self, suppression: Suppression) -> str:
        return links.to("api:suppression", suppression_id=suppression.pk)
