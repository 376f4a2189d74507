"""/api/v1/customers/{key}: who we talk to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commhub.api import links
from commhub.api.openapi import examples
from commhub.api.openapi.answers import problems
from commhub.api.problems import Fault, Problem
from commhub.api.serializers.people import CustomerSerializer, contacts_in
from commhub.api.views.base import BodyView
from commhub.contracts import JSON
from commhub.customers.book import ConsentSaid, CustomerDetails, save_customer
from commhub.customers.models import Customer
from templates_store.models import Category

KEY_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}\Z")


class CustomerView(BodyView):
    """One customer, under the key that the company's own systems use."""

    @extend_schema(
        operation_id="get_customer",
        summary="See a customer",
        description="The answer has the members that PUT takes, so that it can be changed and sent back.",
        tags=["Customers"],
        responses={200: CustomerSerializer, **problems(401, 404)},
    )
    def get(self, request: Request, key: str) -> Response:
        customer = Customer.objects.filter(key=key).prefetch_related("contact_points", "consents").first()
        if customer is None:
            raise Problem("not-found", f"There is no customer {key!r}.")
        return Response(as_json(customer))

    @extend_schema(
        operation_id="put_customer",
        summary="Write a customer down, new or known",
        description="Name, language, preference, attributes and contact points become exactly what is given. Consents "
        "are added or renewed one by one, by purpose and channel, and never removed: to withdraw one, send it with "
        "`given` false. What was said last, by `at`, stands.",
        tags=["Customers"],
        request=CustomerSerializer,
        responses={200: CustomerSerializer, 201: CustomerSerializer, **problems(400, 401, 404, 411, 413, 415, 422)},
        examples=examples.CUSTOMER,
    )
    def put(self, request: Request, key: str) -> Response:
        if not KEY_FORM.match(key):
            raise Problem("not-found", "A customer's key has 1 to 80 letters, digits and . _ : @ -")
        form = CustomerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        details = details_of(form.validated_data)
        require_known_purposes(details)
        customer, is_new = save_customer(key, details)
        customer = Customer.objects.prefetch_related("contact_points", "consents").get(pk=customer.pk)
        headers = {"Location": links.to("api:customer", key=key)} if is_new else {}
        return Response(as_json(customer), status=201 if is_new else 200, headers=headers)


def details_of(body: Mapping[str, Any]) -> CustomerDetails:
    """A checked body as the customers' room wants it."""
    now = timezone.now()
    consents = [
        ConsentSaid(said["purpose"], said["channel"], said["given"], said.get("at", now), said["how"], said["wording"])
        for said in body.get("consents", ())
    ]
    return CustomerDetails(
        name=body["name"],
        locale=body.get("locale", "en"),
        time_zone=body.get("time_zone", ""),
        preferred_channel=body.get("preferred_channel", ""),
        attributes=body.get("attributes", {}),
        contacts=contacts_in(body),
        consents=consents,
    )


def require_known_purposes(details: CustomerDetails) -> None:
    """Raises Problem invalid-request for each consent whose purpose is no category."""
    known = sorted(Category.objects.values_list("key", flat=True))
    faults = [
        Fault(
            f"There is no category {said.purpose!r}. The categories are: {', '.join(known)}.",
            f"/consents/{index}/purpose",
        )
        for index, said in enumerate(details.consents)
        if said.purpose not in known
    ]
    if faults:
        raise Problem("invalid-request", faults=faults)


def as_json(customer: Customer) -> dict[str, JSON]:
    """A customer with the members that PUT takes."""
    consents = [
        {
            "purpose": consent.purpose,
            "channel": consent.channel,
            "given": consent.given,
            "at": consent.at.isoformat(),
            "how": consent.how,
            "wording": consent.wording,
        }
        for consent in customer.consents.all()
    ]
    return {
        "name": customer.name,
        "locale": customer.locale,
        "time_zone": customer.time_zone,
        "preferred_channel": customer.preferred_channel,
        **{point.kind: point.value for point in customer.contact_points.all()},
        "attributes": customer.attributes,
        "consents": consents,
    }
