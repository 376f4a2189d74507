"""Building blocks with which views describe their answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from commhub.api.catalogue import CATALOGUE
from commhub.api.problems import MEDIA_TYPE, type_of
from commhub.api.serializers.problems import ProblemSerializer

BINARY = OpenApiTypes.BINARY

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="1 to 255 printable ASCII characters, new for each send that is meant, such as a UUID. A repeat of "
    "the same request with the same key makes no second message; another request with that key is refused.",
)
LOCATION = OpenApiParameter(
    "Location", OpenApiTypes.URI, OpenApiParameter.HEADER, description="Where it can be seen.", response=[201, 202]
)
REPLAYED = OpenApiParameter(
    "Idempotency-Replayed",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="`true` when this is the answer to an earlier request with the same Idempotency-Key.",
    response=[202],
)


def problems(*statuses: int) -> dict[Any, Any]:
    """The problems of an operation by status, each with the kinds that it can be; 500 is always among them."""
    return {(status, MEDIA_TYPE): _problem(status) for status in (*statuses, 500)}


def page_of(serializer: type[serializers.BaseSerializer[Any]]) -> Any:
    """One page of a list of these."""
    name = serializer.__name__.removesuffix("Serializer")
    return inline_serializer(
        name=f"{name}Page",
        fields={
            "next": serializers.URLField(allow_null=True, help_text="The address of the next page, or null."),
            "previous": serializers.URLField(allow_null=True, help_text="The address of the page before, or null."),
            "results": serializer(many=True),
        },
    )


def _problem(status: int) -> OpenApiResponse:
    kinds = {code: kind for code, kind in CATALOGUE.items() if kind.status == status}
    return OpenApiResponse(
        ProblemSerializer,
        description="; ".join(f"`{code}`: {kind.title}" for code, kind in kinds.items()),
        examples=[
            OpenApiExample(
                code,
                media_type=MEDIA_TYPE,
                response_only=True,
                value={
                    "type": type_of(code),
                    "title": kind.title,
                    "status": status,
                    "detail": kind.meaning,
                    "code": code,
                },
            )
            for code, kind in kinds.items()
        ],
    )
