"""/api/v1/templates: what can be sent now, and what it takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commhub.api import links
from commhub.api.openapi.answers import page_of, problems
from commhub.api.openapi.examples import RECIPIENT
from commhub.api.pagination import Pages
from commhub.api.problems import Problem
from commhub.api.serializers.queries import PageQuery, read_query
from commhub.api.serializers.templates import TemplateSerializer, TemplateSummarySerializer
from commhub.channels import channels
from commhub.contracts import JSON, Edition
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition
from templates_store.models import Template
from templates_store.variables import sample_of, schema_of

POINTERS = Prefetch(
    "live_editions",
    # An edition's content is large, and the processes keep what they have read of it: only the hash is fetched here.
    LiveEdition.objects.select_related("brand", "edition").only("template_id", "locale", "brand__key", "edition__hash"),
)


class TemplatesView(APIView):
    """The templates that can be sent."""

    @extend_schema(
        operation_id="list_templates",
        summary="List the templates that can be sent now",
        tags=["Templates"],
        parameters=[PageQuery],
        responses={200: page_of(TemplateSummarySerializer), **problems(400, 401)},
    )
    def get(self, request: Request) -> Response:
        read_query(PageQuery, request)
        live = Template.objects.filter(live_editions__isnull=False).distinct()
        pages = Pages("key")
        page = pages.paginate_queryset(
            live.select_related("category").prefetch_related(POINTERS),
            request,
            self,
        )
        return pages.get_paginated_response([summary_of(template) for template in page or ()])


class TemplateView(APIView):
    """One template."""

    @extend_schema(
        operation_id="get_template",
        summary="See what it takes to send a template",
        description="With the JSON Schema of its data and a request that works.",
        tags=["Templates"],
        responses={200: TemplateSerializer, **problems(401, 404, 409)},
    )
    def get(self, request: Request, key: str) -> Response:
        template = Template.objects.filter(key=key).select_related("category").prefetch_related(POINTERS).first()
        if template is None:
            raise Problem("unknown-template", f"There is no template {key!r}.")
        if not template.live_editions.all():
            raise Problem("template-not-live", f"No version of the template {key!r} is approved and live.")
        return Response(details_of(template))


def summary_of(template: Template) -> dict[str, JSON]:
    """A live template in short."""
    live = _live(template)
    names = {name for pointer in live for name in _edition(pointer).channels}
    return {
        "key": template.key,
        "url": links.to("api:template", key=template.key),
        "name": template.name,
        "description": template.description,
        "category": template.category.key,
        "brands": sorted({pointer.brand.key for pointer in live}),
        "locales": sorted({pointer.locale for pointer in live}),
        "channels": _in_order(names),
    }


def details_of(template: Template) -> dict[str, JSON]:
    """A live template with all that it takes to send it."""
    live = _live(template)
    first = live[0]
    variables = _edition(first).variables  # every edition of a version has the same
    request: dict[str, JSON] = {
        "template": template.key,
        "recipient": {**RECIPIENT, "locale": first.locale},
        "data": sample_of(variables),
        "brand": first.brand.key,
    }
    return {
        **summary_of(template),
        "editions": [
            {
                "brand": pointer.brand.key,
                "locale": pointer.locale,
                "channels": _in_order(_edition(pointer).channels),
            }
            for pointer in live
        ],
        "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema_of(variables)},
        "sample_request": request,
    }


def _live(template: Template) -> Sequence[LiveEdition]:
    return sorted(template.live_editions.all(), key=lambda pointer: (pointer.brand.key, pointer.locale))


def _edition(pointer: LiveEdition) -> Edition:
    return load(pointer.edition.hash).edition


def _in_order(names: Collection[str]) -> list[str]:
    """Channels by their default order; a stored name without a plug-in comes last."""
    known = channels.names()
    return [name for name in known if name in names] + sorted(name for name in names if name not in known)
