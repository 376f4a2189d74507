"""The description of the API: valid, complete, safe to open, and true (every test of the API holds answers against it)."""

from __future__ import annotations

import json
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from commhub.api import urls
from commhub.api.keys import HasApiKey, OpenToAll
from commhub.api.openapi.document import document
from tests.api.app import problem_of, require_fit

METHODS = {"get", "post", "put", "delete"}


def test_it_is_valid_openapi_3_1_and_made_without_a_warning() -> None:
    document.cache_clear()
    GENERATOR_STATS.reset()
    described = document()
    validate_schema(described)
    assert described["openapi"] == "3.1.0"
    assert not GENERATOR_STATS


def test_it_is_served_without_a_key(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json() == json.loads(json.dumps(document()))


def test_every_route_with_a_key_is_described_and_no_other() -> None:
    described = set(document()["paths"])
    keyed = {
        "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in urls.urlpatterns
        if HasApiKey in pattern.callback.cls.permission_classes
    }
    assert described == keyed


def test_every_open_view_says_why() -> None:
    for pattern in urls.urlpatterns:
        view = pattern.callback.cls
        if OpenToAll in view.permission_classes:
            assert view.open_because.endswith("."), view


def test_every_operation_has_words_a_key_and_its_problems() -> None:
    operations = [
        operation for path in document()["paths"].values() for method, operation in path.items() if method in METHODS
    ]
    assert len({operation["operationId"] for operation in operations}) == len(operations) == 16
    for operation in operations:
        assert operation["summary"]
        assert operation["security"] == [{"ApiKey": []}]
        for status in ("401", "500"):
            content = operation["responses"][status]["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content["examples"]


def test_every_example_fits_its_schema() -> None:
    checked = 0
    for path in document()["paths"].values():
        for operation in (path[method] for method in METHODS & set(path)):
            for content in [operation.get("requestBody", {}), *operation["responses"].values()]:
                for media in content.get("content", {}).values():
                    for example in media.get("examples", {}).values():
                        require_fit(example["value"], media["schema"])
                        checked += 1
    assert checked > 20


@pytest.mark.parametrize("path", ["/api/v1/docs", "/docs/errors", "/docs/errors/invalid-data"])
def test_the_pages_load_nothing_from_anywhere(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    html = page.content.decode()
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|\ssrc=", html)


def test_the_page_has_every_operation_and_every_object(client: Client) -> None:
    html = client.get("/api/v1/docs").content.decode()
    for path, methods in document()["paths"].items():
        assert path in html
        for method in METHODS & set(methods):
            assert f'id="{methods[method]["operationId"]}"' in html
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets - set(re.findall(r'id="([^"]+)"', html)) == set()


@pytest.mark.django_db
def test_healthz_is_well_as_long_as_the_database_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}

    def gone(*args: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", gone)
    assert problem_of(client.get("/healthz")) == (503, "unavailable", [])
