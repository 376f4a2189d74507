"""Who a message is for, as apps describe them: the same members for a customer and for a recipient in a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commhub.api.fields import ChannelName, Locale, Members, PastMoment, StrictSerializer, Text, TimeZone, Truth
from commhub.channels import channels
from commhub.contracts import JSON
from commhub.customers import contact_points

LONGEST_NAME = 200


class ContactField(serializers.Field[Any, Any, Any, Any]):
    """A contact point: its kind is the member's name, and its kind's rules are those of the customers' room."""

    def to_internal_value(self, data: Any) -> JSON:
        try:
            return contact_points.clean(self.field_name or "", data)
        except contact_points.BadContact as error:
            raise serializers.ValidationError(tree_at(error.pointer, error.detail)) from error

    def to_representation(self, value: Any) -> JSON:
        return value


@extend_schema_field({"type": "string", "format": "email", "maxLength": contact_points.MAX_EMAIL})
class EmailField(ContactField):
    """An e-mail address."""


@extend_schema_field({"type": "string", "pattern": r"^\+[0-9 ().-]+$"})
class PhoneField(ContactField):
    """A telephone number with its country code."""


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "lines": {
                "type": "array",
                "items": {"type": "string", "minLength": 1, "maxLength": contact_points.MAX_LINE},
                "minItems": 1,
                "maxItems": contact_points.MAX_LINES,
            },
            "postcode": {"type": "string", "maxLength": contact_points.MAX_POSTCODE},
            "country": {"type": "string", "pattern": "^[A-Za-z]{2}$", "description": "ISO 3166-1 alpha-2"},
        },
        "required": ["lines", "country"],
        "additionalProperties": False,
    }
)
class AddressField(ContactField):
    """A postal address."""


@extend_schema_field({})
class OtherContactField(ContactField):
    """A contact point of a kind that a plug-in channel brought; that channel says what it looks like."""

    def to_internal_value(self, data: Any) -> JSON:
        for channel in channels:
            if channel.contact_kind == self.field_name:
                problem = channel.address_problem(data)
                if problem:
                    raise serializers.ValidationError(f"This {channel.contact_label} {problem}.")
        return data


class PersonSerializer(StrictSerializer):
    """The members that say who somebody is and how to reach them. Contact points are optional; null is none."""

    name = Text(max_length=LONGEST_NAME, help_text="As it stands in a salutation or an address.")
    locale = Locale(required=False, help_text="The language to write in: en, en-GB, zh-Hans.")
    time_zone = TimeZone(required=False, allow_blank=True, help_text="Such as Europe/London.")
    preferred_channel = ChannelName(required=False, allow_blank=True, help_text="Such as email, sms or print.")
    email = EmailField(required=False, allow_null=True)
    phone = PhoneField(required=False, allow_null=True, help_text="With its country code; kept in E.164.")
    address = AddressField(required=False, allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for kind in other_contact_kinds():
            fields[kind] = OtherContactField(required=False, allow_null=True)
        return fields


class RecipientSerializer(PersonSerializer):
    """Somebody who is not kept as a customer: used for this send only."""


class ConsentSerializer(StrictSerializer):
    """What a customer said about one purpose on one channel. `purpose` is the key of a category of messages."""

    purpose = Text(max_length=40)
    channel = ChannelName()
    given = Truth()
    at = PastMoment(required=False, help_text="When they said it; now, if left out.")
    how = Text(
        max_length=200, required=False, allow_blank=True, default="", help_text="Such as: web form, branch visit."
    )
    wording = Text(
        single_line=False,
        max_length=5_000,
        required=False,
        allow_blank=True,
        default="",
        help_text="The words that they were shown.",
    )


class CustomerSerializer(PersonSerializer):
    """A customer as an app writes and reads it. The contact points become exactly those that are given."""

    attributes = Members(required=False, help_text="Facts that channel rules may test.")
    consents = ConsentSerializer(
        many=True, required=False, help_text="Added or renewed one by one; to withdraw one, send it with given false."
    )


def contact_kinds() -> list[str]:
    """The members of a person that are contact points."""
    return ["email", "phone", "address", *other_contact_kinds()]


def other_contact_kinds() -> list[str]:
    """The kinds of contact point that plug-in channels brought."""
    kinds = dict.fromkeys(channel.contact_kind for channel in channels)
    return [kind for kind in kinds if kind not in PersonSerializer._declared_fields]


def contacts_in(person: Mapping[str, Any]) -> dict[str, JSON]:
    """The contact points among a person's members."""
    return {kind: person[kind] for kind in contact_kinds() if person.get(kind) is not None}


def tree_at(pointer: str, detail: str) -> Any:
    """The detail as a tree of dicts that has it at this JSON Pointer."""
    tree: Any = [detail]
    for step in reversed(pointer.split("/")[1:]):
        tree = {step.replace("~1", "/").replace("~0", "~"): tree}
    return tree
