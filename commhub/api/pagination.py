"""Lists in pages: a cursor, not a number, so that rows that arrive meanwhile neither repeat nor hide any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from commhub.api.links import public
from commhub.api.problems import Fault, Problem

PAGE = 50
LONGEST_PAGE = 200


class Pages(CursorPagination):
    """Pages of `limit` rows; `next` and `previous` are ready addresses, or null."""

    page_size = PAGE
    max_page_size = LONGEST_PAGE
    page_size_query_param = "limit"

    def __init__(self, *ordering: str) -> None:
        self.ordering = ordering

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        try:
            page = super().paginate_queryset(queryset, request, view)
        # A forged cursor may hold a place that is no moment, or nothing that a database takes.
        except (NotFound, ValidationError, ValueError, DataError) as error:
            fault = Fault("This is not a cursor that a list here has given.", "cursor", "parameter")
            raise Problem("invalid-query", faults=[fault]) from error
        self.base_url = public(request.get_full_path())
        return page

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView | None) -> tuple[str, ...]:
        return tuple(self.ordering)
