"""/api/v1/sends: ask for a message, and see what became of it."""

from __future__ import annotations

import re
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commhub import intake
from commhub.api import links
from commhub.api.models import ApiKey
from commhub.api.openapi import examples
from commhub.api.openapi.answers import IDEMPOTENCY_KEY, LOCATION, REPLAYED, page_of, problems
from commhub.api.pagination import Pages
from commhub.api.problems import Fault, Problem
from commhub.api.serializers.queries import SendQuery, read_query
from commhub.api.serializers.sends import AcceptedSerializer, SendRequestSerializer, SendSerializer
from commhub.api.views.base import BodyView
from commhub.record.models import Message, MessageState, Send

IDEMPOTENCY_KEY_FORM = re.compile(r"[\x20-\x7e]{1,255}\Z")


class SendsView(BodyView):
    """Ask for messages, and list those that were asked for."""

    @extend_schema(
        operation_id="create_send",
        summary="Ask for a message to be sent",
        description="Checks the request, keeps it and answers; the message is made and sent after that. "
        "With an Idempotency-Key, a repeat of the same request makes no second message and gets the same answer.",
        tags=["Sends"],
        request=SendRequestSerializer,
        parameters=[IDEMPOTENCY_KEY, LOCATION, REPLAYED],
        responses={202: AcceptedSerializer, **problems(400, 401, 404, 409, 411, 413, 415, 422)},
        examples=examples.SEND,
    )
    def post(self, request: Request) -> Response:
        idempotency_key = idempotency_key_of(request)
        form = SendRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        taken = intake.accept(
            form.as_request(), caller_of(request), idempotency_key=idempotency_key, now=timezone.now()
        )
        headers = {"Location": links.to("api:send", send_id=taken.send.pk)}
        if taken.repeated:
            headers["Idempotency-Replayed"] = "true"
        return Response(AcceptedSerializer(taken.send).data, status=202, headers=headers)

    @extend_schema(
        operation_id="list_sends",
        summary="List sends, the newest first",
        description="The sends of this key's app: those made with any key of the same name and mode.",
        tags=["Sends"],
        parameters=[SendQuery],
        responses={200: page_of(SendSerializer), **problems(400, 401)},
    )
    def get(self, request: Request) -> Response:
        query = read_query(SendQuery, request)
        sends = sends_of(request)
        if "template" in query:
            sends = sends.filter(template_key=query["template"])
        if "customer" in query:
            sends = sends.filter(customer__key=query["customer"])
        if "status" in query:
            states = [query["status"]]
            if query["status"] == MessageState.QUEUED:
                states.append(MessageState.WORKING.value)
            sends = sends.filter(Exists(Message.objects.filter(send=OuterRef("pk"), state__in=states)))
        pages = Pages("-accepted_at", "-id")
        page = pages.paginate_queryset(sends, request, self)
        return pages.get_paginated_response(SendSerializer(page, many=True).data)


class SendView(APIView):
    """One send."""

    @extend_schema(
        operation_id="get_send",
        summary="See what became of a send",
        description="The status, and each message with its decision and reasons, findings, attempts and figures.",
        tags=["Sends"],
        responses={200: SendSerializer, **problems(401, 404)},
    )
    def get(self, request: Request, send_id: UUID) -> Response:
        send = sends_of(request).filter(pk=send_id).first()
        if send is None:
            raise Problem("not-found", f"This key's app has no send {send_id}.")
        return Response(SendSerializer(send).data)


def caller_of(request: Request) -> intake.Caller:
    """Who asks, as intake wants to know it."""
    key = key_of(request)
    return intake.Caller(key_id=key.pk, app=key.name, test=key.mode == ApiKey.Mode.TEST)


def key_of(request: Request) -> ApiKey:
    """The key that HasApiKey has let in."""
    return cast("ApiKey", request.auth)


def sends_of(request: Request) -> QuerySet[Send]:
    """The sends that a caller may see: those of its app, in its mode.

    By the app's name and not by the key, so that an app whose key was replaced still finds what it sent; by the
    mode, so that a test never reads what went to real people.
    """
    caller = caller_of(request)
    mine = Send.objects.filter(app=caller.app, test=caller.test)
    return mine.select_related("customer").prefetch_related("messages__attempts")


def idempotency_key_of(request: Request) -> str | None:
    """The Idempotency-Key, if there is one. The draft standard writes it in quotation marks; many clients do not."""
    raw = request.headers.get("Idempotency-Key")
    if raw is None:
        return None
    key = raw.strip()
    if len(key) >= 2 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not IDEMPOTENCY_KEY_FORM.match(key):
        fault = Fault("This must have 1 to 255 printable ASCII characters.", "Idempotency-Key", "header")
        raise Problem("invalid-idempotency-key", faults=[fault])
    return key
