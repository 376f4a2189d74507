"""/api/v1/previews: what a message would be, without sending it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from commhub.api.openapi import examples
from commhub.api.openapi.answers import BINARY, problems
from commhub.api.problems import Problem
from commhub.api.serializers.previews import PreviewsSerializer, preview_as_json
from commhub.api.serializers.sends import SendRequestSerializer
from commhub.api.views.base import BodyView
from commhub.lint.engine import stops
from commhub.preview import Previewed, preview

PDF = "application/pdf"


class PdfRenderer(BaseRenderer):
    """Stands for application/pdf when the form of an answer is chosen; the view hands the file over itself."""

    media_type = PDF
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        return data


class PreviewsView(BodyView):
    """Render without sending."""

    renderer_classes = [JSONRenderer, PdfRenderer]

    @extend_schema(
        operation_id="create_preview",
        summary="See a message without sending it",
        description="Renders from the live edition as a send would, by the same code, for each channel or for the "
        "one in `channel`. Nothing is kept and nothing is sent. With `Accept: application/pdf` the answer is the "
        "printed letter itself.",
        tags=["Sends"],
        request=SendRequestSerializer,
        responses={
            (200, "application/json"): PreviewsSerializer,
            (200, PDF): BINARY,
            **problems(400, 401, 404, 406, 409, 411, 413, 415, 422),
        },
        examples=examples.SEND,
    )
    def post(self, request: Request) -> HttpResponse:
        form = SendRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        previews = preview(form.as_request(), now=timezone.now())
        if request.accepted_renderer.media_type == PDF:
            return HttpResponse(pdf_among(previews), content_type=PDF)
        return Response({"previews": [preview_as_json(one, stopped=stops(one.findings)) for one in previews]})


def pdf_among(previews: Sequence[Previewed]) -> bytes:
    """The one PDF among the previews."""
    files = [one.rendered.document for one in previews if one.rendered.media_type == PDF]
    if len(files) != 1:
        raise Problem("not-acceptable", "None of these channels makes a PDF." if not files else "Name one channel.")
    return files[0]
