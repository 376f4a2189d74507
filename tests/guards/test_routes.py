"""Every address asks who is there, or is in the list below with the reason why it does not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RoutePattern

# Views of our own say it themselves, with the attribute `open_because`.
OPEN = {
    "": "leads to the admin and shows nothing",
    "admin/login/": "the place where people say who they are",
    "healthz": "a load balancer has no key, and learns nothing but that the service is up",
    "api/v1/openapi.json": "describes the API and holds no data of anybody",
    "api/v1/docs": "the same for people",
    "docs/errors": "explains the kinds of errors and holds no data of anybody",
    "docs/errors/<slug:code>": "the same for one kind",
    "^api/": "every other address under /api/: there is nothing there to protect",
    "admin/logout/": "ends a session, and leads whoever has none to the front page, which asks",
}
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One address: as it stands in the URL configuration, a sample that it matches, and why it is open, if it is."""

    pattern: str
    sample: str
    open_because: str


def routes(resolver: URLResolver | None = None, before: str = "", sample_before: str = "/") -> Iterator[Route]:
    """Every route below a resolver."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern)
        sample = sample_before + _sample(each)
        if isinstance(each, URLResolver):
            yield from routes(each, pattern, sample)
        else:
            view = getattr(each.callback, "view_class", getattr(each.callback, "cls", None))
            yield Route(pattern, sample, getattr(view, "open_because", "") or OPEN.get(pattern, ""))


def _sample(each: URLPattern | URLResolver) -> str:
    text = str(each.pattern)
    if isinstance(each.pattern, RoutePattern):
        for name, converter in each.pattern.converters.items():
            value = "1" if isinstance(converter, IntConverter) else "x"
            value = str(uuid.UUID(int=0)) if isinstance(converter, UUIDConverter) else value
            text = re.sub(rf"<(?:\w+:)?{name}>", value, text)
        return text
    return re.sub(r"\(\?P<\w+>[^()]*\)", "x", text).strip("^$").replace("\\Z", "").replace("\\", "")


def asks_who_is_there(client: Client, sample: str) -> bool:
    """Whether every method of an address that is not refused outright wants a key or a login first."""
    answers = [_answer(client, method, sample) for method in METHODS]
    return all(_refuses(answer) for answer in answers) and not all(answer.status_code == 405 for answer in answers)


def _answer(client: Client, method: str, sample: str) -> HttpResponse:
    send: Callable[..., HttpResponse] = getattr(client, method)
    return send(
        sample, data={} if method in {"get", "post"} else "{}", content_type="application/json", HTTP_HOST="localhost"
    )


def _refuses(answer: HttpResponse) -> bool:
    to_login = answer.status_code == 302 and "/login/" in answer.headers["Location"]
    return to_login or answer.status_code in {401, 403, 405}


def test_there_are_routes() -> None:
    found = {route.pattern for route in routes()}
    assert {"admin/", "admin/login/", "api/v1/sends"} <= found


@pytest.mark.django_db
def test_every_route_asks_who_is_there() -> None:
    client = Client(raise_request_exception=False)
    truth = {route: not asks_who_is_there(client, route.sample) for route in routes()}
    assert [route for route, is_open in truth.items() if is_open and not route.open_because] == []
    assert [route for route, is_open in truth.items() if route.open_because and not is_open] == []
    assert set(OPEN) - {route.pattern for route in truth} == set()


# ---- the guard itself -------------------------------------------------------------------------------------------


def _open_page(request: HttpRequest, **captured: str) -> HttpResponse:
    return HttpResponse("anybody may read this")


def _closed_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=401)


urlpatterns = [path("open/<slug:name>/<uuid:id>", _open_page), path("closed", _closed_page)]


@pytest.mark.urls("tests.guards.test_routes")
def test_the_guard_sees_an_open_door(client: Client) -> None:
    assert list(routes()) == [
        Route("open/<slug:name>/<uuid:id>", "/open/x/00000000-0000-0000-0000-000000000000", ""),
        Route("closed", "/closed", ""),
    ]
    assert asks_who_is_there(client, "/closed")
    assert not asks_who_is_there(client, "/open/x/00000000-0000-0000-0000-000000000000")
