"""Every error is a problem: one shape, and a place for each fault."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client

from commhub import intake, preview
from commhub.api.catalogue import CATALOGUE
from commhub.api.views import sends as sends_view
from tests.api.app import App, problem_of
from tests.api.conftest import rows

pytestmark = pytest.mark.django_db
SENDS = "/api/v1/sends"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"template": "a",\n  "data": }', "line 2, column 11"),
        (b"{'template': 1}", "line 1, column 2"),
        (b'{"a": 1} x', "line 1, column 10"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": 1e999}', "1e999 is too large"),
        (b'{"a": ' + b"9" * 301 + b"}", "is too large"),
        (b'{"a": 1, "a": 2}', "'a' stands twice"),
        (b'{"a": "\xff"}', "byte 7 cannot be read"),
        (b"[" * 65 + b"]" * 65, "deeper than 64 levels"),
        (b"[" * 100_000, "deeper than 64 levels"),
        (b"[" * 100_000 + b"]" * 100_000, "deeper than 64 levels"),
        (b"\xef\xbb\xbf{}", "BOM"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(app: App, body: bytes, words: str) -> None:
    before = rows()
    answer = app.call("POST", SENDS, body)
    assert problem_of(answer) == (400, "invalid-json", [])
    assert words in answer.json()["detail"]
    assert rows() == before


@pytest.mark.parametrize(
    ("body", "place"),
    [(b'{"data": {"a/b": ["\\u0000"]}}', "/data/a~1b/0"), (b'{"\\ud800": 1}', "/\ud800"), (b'["\\udc00"]', "/0")],
)
def test_characters_that_are_no_text_are_refused(app: App, body: bytes, place: str) -> None:
    assert problem_of(app.call("POST", SENDS, body)) == (400, "invalid-json", [place])


def test_a_whole_surrogate_pair_is_text(app: App) -> None:
    assert problem_of(app.call("POST", SENDS, b'{"x\\ud83d\\ude00": 1}')) == (
        422,
        "invalid-request",
        ["/template", "/x😀"],
    )


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"null"])
def test_a_body_that_is_no_object_is_refused_as_a_whole(app: App, body: bytes) -> None:
    assert problem_of(app.call("POST", SENDS, body)) == (422, "invalid-request", [""])


def test_no_body_at_all_lacks_what_is_required(app: App) -> None:
    assert problem_of(app.call("POST", SENDS)) == (422, "invalid-request", ["/template"])


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_not_json_by_its_header(app: App, content_type: str) -> None:
    answer = app.call("POST", SENDS, b"template=a", content_type=content_type)
    assert problem_of(answer) == (415, "unsupported-media-type", [])


def test_a_body_over_the_limit(app: App) -> None:
    assert problem_of(app.call("POST", SENDS, b" " * 1_000_001)) == (413, "too-large", [])
    assert problem_of(app.call("POST", SENDS, b" " * 999_998 + b"{}")) == (422, "invalid-request", ["/template"])


def test_a_body_in_chunks_is_not_taken_for_none(app: App) -> None:
    """The test client always gives a length, so a length of nothing stands for what WSGI makes of chunks."""
    chunked = {"Transfer-Encoding": "chunked", "Content-Length": ""}
    assert problem_of(app.call("POST", SENDS, headers=chunked)) == (411, "length-required", [])


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/nothing", "/api/v2/sends", "/api/v1/sends/not-a-uuid"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_an_unknown_path(app: App, method: str, path: str) -> None:
    answer = app.call(method, path, described=False)
    assert problem_of(answer) == (404, "not-found", [])
    assert path in answer.json()["detail"]


def test_a_body_may_be_nested_as_deep_as_is_said(app: App) -> None:
    assert problem_of(app.call("POST", SENDS, b"[" * 64 + b"]" * 64)) == (422, "invalid-request", [""])


def test_a_slash_too_many_is_named(app: App) -> None:
    answer = app.get("/api/v1/sends/", described=False)
    assert problem_of(answer) == (404, "not-found", [])
    assert "no slash at the end" in answer.json()["detail"]


def test_a_method_that_is_not_possible(app: App) -> None:
    answer = app.call("DELETE", SENDS, described=False)
    assert problem_of(answer) == (405, "method-not-allowed", [])
    assert answer.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_an_error_is_readable_whatever_is_accepted(app: App) -> None:
    answer = app.get(SENDS, headers={"Accept": "text/html"}, described=False)
    assert problem_of(answer) == (406, "not-acceptable", [])


def test_an_unforeseen_error_tells_nothing_of_the_inside(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("secret inner words")

    monkeypatch.setattr(sends_view, "sends_of", fail)
    answer = app.get(SENDS)
    assert problem_of(answer) == (500, "internal-error", [])
    assert b"secret inner words" not in answer.content
    assert "secret inner words" in caplog.text


def test_every_refusal_of_intake_is_in_the_catalogue() -> None:
    raised = [pair for module in (intake, preview) for pair in _refusals(inspect.getsource(module))]
    assert len(raised) >= 12
    assert [(status, code) for status, code in raised if CATALOGUE[code].status != status] == []


def _refusals(source: str) -> list[tuple[int, str]]:
    """The (status, code) pairs of IntakeError(...) and of its shorthand for 422 in a module's source."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        first, second = [*(arg.value if isinstance(arg, ast.Constant) else None for arg in call.args), None, None][:2]
        if name == "IntakeError" and isinstance(first, int) and isinstance(second, str):
            found.append((first, second))
        if name == "_field_error" and isinstance(first, str):
            found.append((422, first))
    return found


def test_each_kind_of_problem_has_its_page(client: Client) -> None:
    for code, kind in CATALOGUE.items():
        page = client.get(f"/docs/errors/{code}")
        assert page.status_code == 200
        assert kind.title in page.content.decode()
    assert problem_of(client.get("/docs/errors/no-such-code")) == (404, "not-found", [])


def test_the_docs_name_each_kind_of_problem(root: Path) -> None:
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    rows_wanted = [f"| `{code}` | {kind.status} | {kind.remedy} |" for code, kind in CATALOGUE.items()]
    assert [row for row in rows_wanted if row not in text] == []
    assert len(re.findall(r"^\| `[a-z-]+` \| [1-5]\d\d \|", text, re.MULTILINE)) == len(CATALOGUE)


def test_a_problem_has_the_members_of_the_standard(app: App) -> None:
    body = json.loads(app.post(SENDS, {"template": 7}).content)
    assert body == {
        "type": "http://127.0.0.1:8000/docs/errors/invalid-request",
        "title": "Request not usable",
        "status": 422,
        "detail": "Some members of the body are missing, unknown or not of the right type.",
        "code": "invalid-request",
        "errors": [{"pointer": "/template", "detail": "This must be a string."}],
    }
