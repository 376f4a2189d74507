"""What developers read: the API's description as JSON and as a page, and a page about each kind of problem."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commhub.api.catalogue import CATALOGUE
from commhub.api.keys import OpenToAll
from commhub.api.openapi.document import document
from commhub.api.openapi.page import components, operations
from commhub.api.problems import Problem, type_of


@extend_schema(exclude=True)
class OpenView(APIView):
    """A view that needs no key."""

    open_because = "It describes the API, the same in every installation, and holds no data of anybody."
    authentication_classes = ()
    permission_classes = (OpenToAll,)


class OpenApiView(OpenView):
    """The description in OpenAPI 3.1, for tools."""

    def get(self, request: Request) -> Response:
        return Response(document())


class PageView(OpenView):
    """The description for people: one page without scripts, and without anything from elsewhere."""

    def get(self, request: Request) -> HttpResponse:
        described = document()
        context = {
            "info": described["info"],
            "operations": operations(described),
            "components": components(described),
        }
        return render(request._request, "api/page.html", context)


class ErrorsView(OpenView):
    """All kinds of problems."""

    def get(self, request: Request) -> HttpResponse:
        return render(request._request, "api/errors.html", {"kinds": _kinds(), "title": "Errors of the API"})


class ErrorView(OpenView):
    """One kind of problem, at the address that its `type` gives."""

    def get(self, request: Request, code: str) -> HttpResponse:
        if code not in CATALOGUE:
            raise Problem("not-found", f"The API has no kind of problem called {code!r}.")
        kinds = [kind for kind in _kinds() if kind["code"] == code]
        return render(request._request, "api/errors.html", {"kinds": kinds, "title": CATALOGUE[code].title})


def _kinds() -> list[dict[str, str | int]]:
    return [
        {
            "code": code,
            "type": type_of(code),
            "status": kind.status,
            "title": kind.title,
            "meaning": kind.meaning,
            "remedy": kind.remedy,
        }
        for code, kind in sorted(CATALOGUE.items(), key=lambda item: (item[1].status, item[0]))
    ]
