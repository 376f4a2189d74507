"""/api/v1/suppressions: addresses that must not be written to."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commhub.api import links
from commhub.api.openapi import examples
from commhub.api.openapi.answers import problems
from commhub.api.problems import Fault, Problem
from commhub.api.serializers.suppressions import SuppressionRequestSerializer, SuppressionSerializer
from commhub.api.views.base import BodyView
from commhub.api.views.sends import key_of
from commhub.customers.book import lift_suppression, suppress
from commhub.customers.models import Suppression
from templates_store.models import Category

LONGEST_SOURCE = 80


class SuppressionsView(BodyView):
    """Suppress addresses."""

    @extend_schema(
        operation_id="create_suppression",
        summary="Never write to this address again",
        description="Answers 201, or 200 with the suppression that stands if the address was already suppressed.",
        tags=["Suppressions"],
        request=SuppressionRequestSerializer,
        responses={200: SuppressionSerializer, 201: SuppressionSerializer, **problems(400, 401, 411, 413, 415, 422)},
        examples=examples.SUPPRESSION,
    )
    def post(self, request: Request) -> Response:
        form = SuppressionRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        if asked["category"] and not Category.objects.filter(key=asked["category"]).exists():
            fault = Fault(f"There is no category {asked['category']!r}.", "/category")
            raise Problem("invalid-request", faults=[fault])
        suppression, is_new = suppress(
            asked["channel"],
            asked["address"],
            category=asked["category"],
            reason=asked["reason"],
            source=asked.get("source") or key_of(request).name[:LONGEST_SOURCE],
            now=timezone.now(),
        )
        headers = {"Location": links.to("api:suppression", suppression_id=suppression.pk)} if is_new else {}
        return Response(SuppressionSerializer(suppression).data, status=201 if is_new else 200, headers=headers)


class SuppressionView(APIView):
    """One suppression."""

    @extend_schema(
        operation_id="get_suppression",
        summary="See a suppression",
        tags=["Suppressions"],
        responses={200: SuppressionSerializer, **problems(401, 404)},
    )
    def get(self, request: Request, suppression_id: int) -> Response:
        return Response(SuppressionSerializer(_found(suppression_id)).data)

    @extend_schema(
        operation_id="delete_suppression",
        summary="The address may be written to again",
        tags=["Suppressions"],
        responses={204: None, **problems(401, 404)},
    )
    def delete(self, request: Request, suppression_id: int) -> Response:
        lift_suppression(_found(suppression_id))
        return Response(status=204)


def _found(suppression_id: int) -> Suppression:
    suppression = Suppression.objects.filter(pk=suppression_id).first()
    if suppression is None:
        raise Problem("not-found", f"There is no suppression {suppression_id}.")
    return suppression
