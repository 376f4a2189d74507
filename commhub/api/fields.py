"""Serializer fields and the base of our serializers: JSON types as they are, and no member that is not known."""

from __future__ import annotations

import functools
import re
import zoneinfo
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commhub.channels import channels
from commhub.contracts import JSON

LOCALE_FORM = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
CLOCKS_DIFFER = timedelta(minutes=5)


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that names every member it does not know: a misspelt one must not be dropped in silence."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = [name for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        faults: dict[str, Any] = {str(name): self._not_known(str(name)) for name in unknown}
        try:
            value: dict[str, Any] = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError({**error.detail, **faults}) from error
        if faults:
            raise serializers.ValidationError(faults)
        return value

    def _not_known(self, name: str) -> list[str]:
        known = ", ".join(self.fields)
        return [f"There is no member {name!r} here. The members are: {known}."]


class Text(serializers.CharField):
    """A JSON string; never a number or a boolean that would be turned into one."""

    default_error_messages = {"invalid": "This must be a string.", "control": "This holds a control character."}

    def __init__(self, *, single_line: bool = True, **options: Any) -> None:
        self.single_line = single_line
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text = super().to_internal_value(data)
        if self.single_line and any(character < " " or character in "\x7f\x85\u2028\u2029" for character in text):
            self.fail("control")
        return text


class Truth(serializers.BooleanField):
    """A JSON true or false; never a word or a number that could mean one."""

    default_error_messages = {"invalid": "This must be true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Locale(Text):
    """A language tag such as en, en-GB or zh-Hans."""

    default_error_messages = {"form": "This must be a language tag such as en, en-GB or zh-Hans."}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)

    def to_internal_value(self, data: Any) -> str:
        locale = super().to_internal_value(data)
        if locale and not re.match(LOCALE_FORM, locale):
            self.fail("form")
        return locale


@functools.cache
def known_zones() -> frozenset[str]:
    """The time zones that this machine knows; finding them reads a whole folder, so once is enough."""
    return frozenset(zoneinfo.available_timezones())


class TimeZone(Text):
    """A time zone of the IANA database, such as Europe/London."""

    default_error_messages = {"zone": "This must be a time zone of the IANA database, such as Europe/London."}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, **options)

    def to_internal_value(self, data: Any) -> str:
        zone = super().to_internal_value(data)
        if zone and zone not in known_zones():
            self.fail("zone")
        return zone


class ChannelName(Text):
    """The name of a channel of this installation."""

    default_error_messages = {"channel": "There is no channel {name!r}. The channels are: {known}."}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if name and name not in channels:
            self.fail("channel", name=name, known=", ".join(channels.names()))
        return name


class PastMoment(serializers.DateTimeField):
    """A moment that has been, with its offset from UTC: without one, nobody knows when it was."""

    default_error_messages = {
        "offset": "This must end with Z or with its offset from UTC, such as 2026-03-01T09:30:00+00:00.",
        "future": "This lies in the future.",
    }

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or not re.search(r"(Z|[+-][0-9]{2}:[0-9]{2})\Z", value):
            self.fail("offset")
        moment = super().to_internal_value(value)
        if moment > timezone.now() + CLOCKS_DIFFER:
            self.fail("future")
        return moment


@extend_schema_field({"type": "object", "additionalProperties": {}})
class Members(serializers.JSONField):
    """A JSON object with any members."""

    default_error_messages = {"object": "This must be an object."}

    def to_internal_value(self, data: Any) -> dict[str, JSON]:
        if not isinstance(data, dict):
            self.fail("object")
        return data
