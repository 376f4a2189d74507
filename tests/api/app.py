"""An app that calls the API as apps do, and holds every answer against the API's own description."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from jsonschema import Draft202012Validator, FormatChecker

from commhub.api.openapi.document import document
from commhub.contracts import JSON

FORMATS = FormatChecker()
PROBLEM = "application/problem+json"


class App:
    """Calls with a key. `described` False is for requests that the description has no words for (unknown paths)."""

    def __init__(self, key: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, query: Mapping[str, str] | None = None, **options: Any) -> HttpResponse:
        return self.call("GET", path, query=query, **options)

    def post(self, path: str, body: JSON, **options: Any) -> HttpResponse:
        return self.call("POST", path, json.dumps(body).encode(), **options)

    def put(self, path: str, body: JSON, **options: Any) -> HttpResponse:
        return self.call("PUT", path, json.dumps(body).encode(), **options)

    def delete(self, path: str, **options: Any) -> HttpResponse:
        return self.call("DELETE", path, **options)

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
        described: bool = True,
    ) -> HttpResponse:
        answer: HttpResponse = self.client.generic(
            method,
            path,
            body,
            content_type=content_type if body else "",
            headers={**self.headers, **(headers or {})},
            query_params=dict(query) if query else None,
        )
        if described:
            require_described(method, path, body, answer)
        return answer


def require_described(method: str, path: str, body: bytes, answer: HttpResponse) -> None:
    """Fails unless the description has this answer: its status, its media type, and the shape of its body."""
    operation = operation_of(method, path)
    assert str(answer.status_code) in operation["responses"], (
        f"{method} {path} is not said to answer {answer.status_code}"
    )
    content = operation["responses"][str(answer.status_code)].get("content", {})
    if not answer.content:
        assert content == {}
        return
    media_type = answer.headers["Content-Type"].partition(";")[0]
    assert media_type in content, f"{method} {path} is not said to answer {answer.status_code} in {media_type}"
    if media_type.endswith("json"):
        require_fit(json.loads(answer.content), content[media_type]["schema"])
    if body and answer.status_code < 300:
        require_fit(json.loads(body), operation["requestBody"]["content"]["application/json"]["schema"])


def operation_of(method: str, path: str) -> Mapping[str, JSON]:
    """The description of a method on a path, without its query."""
    route = resolve(path.partition("?")[0]).route
    return document()["paths"]["/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)][method.lower()]


def require_fit(value: JSON, schema: Mapping[str, JSON]) -> None:
    whole = {**schema, "components": document()["components"]}
    faults = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(whole, format_checker=FORMATS).iter_errors(value)
    ]
    assert not faults, faults


def problem_of(answer: HttpResponse) -> tuple[int, str, list[str]]:
    """The status, the code and the places of a problem: pointers as they are, others with their kind."""
    assert answer.headers["Content-Type"] == PROBLEM
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"].endswith("/docs/errors/" + body["code"])
    places = [fault.get("pointer", fault.get("parameter", fault.get("header"))) for fault in body.get("errors", ())]
    return answer.status_code, body["code"], places
