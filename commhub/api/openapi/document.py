"""The API's description as one document, and how its authentication is described."""

from __future__ import annotations

import functools
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator

from commhub.contracts import JSON


class KeyScheme(OpenApiAuthenticationExtension):
    """Describes ApiKeyAuthentication."""

    target_class = "commhub.api.keys.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, JSON]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "chk_live_... or chk_test_...",
            "description": "The key of an app. With a test key everything happens, and nothing leaves the house.",
        }


class StrictObjects(OpenApiSerializerExtension):
    """Describes that our serializers refuse members that they do not know."""

    target_class = "commhub.api.fields.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, JSON]:
        described: dict[str, JSON] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**described, "additionalProperties": False}


@functools.cache
def document() -> dict[str, JSON]:
    """The whole description; the same for everybody and as long as the process lives, so it is made once."""
    made: dict[str, JSON] = SchemaGenerator().get_schema(request=None, public=True)
    return made
