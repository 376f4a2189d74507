"""The query parameters of lists; a name that is not known is refused, for a filter must not be dropped in silence."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from commhub.api.fields import StrictSerializer, Text
from commhub.api.pagination import LONGEST_PAGE, PAGE
from commhub.api.problems import Fault, Problem, faults_of
from commhub.api.serializers.sends import STATUSES


class PageQuery(StrictSerializer):
    """Which page of a list."""

    limit = serializers.IntegerField(
        min_value=1, max_value=LONGEST_PAGE, required=False, help_text=f"How many on a page; {PAGE}, if left out."
    )
    cursor = Text(required=False, help_text="Where to go on. It is part of the addresses in `next` and `previous`.")


class SendQuery(PageQuery):
    """Which sends."""

    template = Text(max_length=80, required=False, help_text="Only of this template, by its key.")
    customer = Text(max_length=80, required=False, help_text="Only to this customer, by their key.")
    status = serializers.ChoiceField(choices=STATUSES, required=False, help_text="Only those with this status.")


def read_query(form: type[StrictSerializer], request: Request) -> dict[str, Any]:
    """The query parameters of a request, checked. Raises Problem invalid-query that names each bad one."""
    query = form(data=request.query_params.dict())
    if not query.is_valid():
        faults = [Fault(fault.detail, fault.place.lstrip("/"), "parameter") for fault in faults_of(query.errors)]
        raise Problem("invalid-query", faults=faults)
    checked: dict[str, Any] = query.validated_data
    return checked
