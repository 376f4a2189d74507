"""/api/v1/messages/{id}/render: what a past message said, byte for byte, or the plain word that it comes out otherwise."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commhub.api.openapi.answers import BINARY, problems
from commhub.api.problems import Fault, Problem
from commhub.api.serializers.problems import kept_as_json
from commhub.api.serializers.queries import read_query
from commhub.api.serializers.renders import DOCUMENT, Piece, RenderQuery, RenderSerializer, pieces_of, render_as_json
from commhub.api.views.previews import PDF, PdfRenderer
from commhub.api.views.sends import caller_of
from commhub.contracts import RenderError
from commhub.record.models import Message
from commhub.replay import Again, EditionGone, Erased, NeverRendered, NoCopy, archived, make_again


def _header(name: str, description: str, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=description, response=[200])


HEADERS = [
    _header("Commhub-Same", "`true` if this message came out byte for byte as recorded, otherwise `false`."),
    _header("Commhub-Recorded-SHA256", "The SHA-256 over all that was delivered, as recorded before it left."),
    _header("Commhub-SHA256-Now", "The same over what was made just now, or over the archived copy."),
    _header("Repr-Digest", "The SHA-256 of this body (RFC 9530)."),
]


class PartOrAccept(DefaultContentNegotiation):
    """`?part=` decides by itself: a piece of a message has one form only. Without it, Accept does as usual."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if "part" in request.query_params:
            first = next(iter(renderers))
            return first, first.media_type
        chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return chosen


class RenderView(APIView):
    """One message, made again."""

    renderer_classes = [JSONRenderer, PdfRenderer]
    content_negotiation_class = PartOrAccept

    @extend_schema(
        operation_id="render_message",
        summary="See what a message said, byte for byte",
        description="Makes a past message again from its edition and its data, by the code that made it then, and says "
        "whether the bytes are the recorded ones. If what renders has changed since, `renderers` tells how. Nothing is "
        "sent. `part` answers the exact bytes of one piece; `Accept: application/pdf` those of a letter.",
        tags=["Sends"],
        parameters=[RenderQuery, *HEADERS],
        responses={
            (200, "application/json"): RenderSerializer,
            (200, PDF): BINARY,
            (200, "text/html"): OpenApiTypes.STR,
            (200, "text/plain"): OpenApiTypes.STR,
            (200, "image/*"): BINARY,
            **problems(400, 401, 404, 406, 409, 410),
        },
    )
    def get(self, request: Request, message_id: UUID) -> HttpResponse:
        query = read_query(RenderQuery, request)
        message = _message_of(request, message_id)
        again = _found(message, from_archive="copy" in query)
        part = query.get("part", "")
        if not part and request.accepted_renderer.media_type == PDF:
            if again.rendered.media_type != PDF:
                raise Problem("not-acceptable", f"This message went out by {message.channel}, which makes no PDF.")
            part = DOCUMENT
        if not part:
            return Response(render_as_json(message, again, _copy_of(message)), headers=_headers(again))
        return _as_bytes(_piece(pieces_of(again.rendered, message), part), again)


def _message_of(request: Request, message_id: UUID) -> Message:
    """A message of the caller's app, in its mode: see views.sends.sends_of."""
    caller = caller_of(request)
    mine = Message.objects.filter(send__app=caller.app, send__test=caller.test).select_related("send")
    message = mine.filter(pk=message_id).first()
    if message is None:
        raise Problem("not-found", f"This key's app has no message {message_id}.")
    return message


def _found(message: Message, *, from_archive: bool) -> Again:
    try:
        return archived(message) if from_archive else make_again(message)
    except NoCopy as error:
        raise Problem("not-found", str(error)) from error
    except NeverRendered as error:
        raise Problem("not-rendered", str(error)) from error
    except Erased as error:
        raise Problem("erased", str(error), more={"kept": kept_as_json(message)}) from error
    except EditionGone as error:
        raise Problem("edition-gone", str(error), more={"kept": kept_as_json(message)}) from error
    except RenderError as error:
        detail = f"It was rendered then, but with what renders now it cannot be: {error}"
        raise Problem("cannot-render-again", detail, more={"kept": kept_as_json(message)}) from error


def _copy_of(message: Message) -> Again | None:
    try:
        return archived(message)
    except NoCopy:
        return None


def _piece(pieces: Sequence[Piece], name: str) -> Piece:
    for piece in pieces:
        if piece.name == name:
            return piece
    known = ", ".join(piece.name for piece in pieces)
    raise Problem("invalid-query", faults=[Fault(f"This message has no such part, but: {known}.", "part", "parameter")])


def _as_bytes(piece: Piece, again: Again) -> HttpResponse:
    response = HttpResponse(piece.content, content_type=piece.media_type, headers=_headers(again))
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(hashlib.sha256(piece.content).digest()).decode()}:"
    # Whoever opens it in a browser all the same gets a picture of the message, not a program.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return response


def _headers(again: Again) -> Mapping[str, str]:
    return {
        "Commhub-Same": "true" if again.same else "false",
        "Commhub-Recorded-SHA256": again.recorded,
        "Commhub-SHA256-Now": again.rendered.sha256,
        "Cache-Control": "no-store, private",
    }
