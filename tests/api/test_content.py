"""Content as code over REST: who may, what comes out, what is refused with its file and line, and what is brought."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from typing import Any

import pytest
from django.utils import timezone

from commhub.api.keys import create_key
from commhub.content.packed import as_zip
from commhub.content.store import exported_items
from commhub.content.tree import written
from commhub.versions import State
from templates_store.models import ContentBlockVersion
from tests import factories
from tests.api.app import App

pytestmark = pytest.mark.django_db
ZIP = "application/zip"


def app(content: str = "write") -> App:
    user = factories.marketer() if content == "write" else None
    return App(create_key("Pipeline", "live", None, now=timezone.now(), content=content, acts_for=user)[1])


def store() -> dict[str, Any]:
    """A store with one block that is live, as the files that an app reads."""
    factories.listed("deductible")
    factories.publish(factories.block_draft("sign-off", en="Kind regards"))
    answer = app("read").get("/api/v1/content")
    assert answer.status_code == 200, answer.content
    files: dict[str, Any] = answer.json()["files"]
    return files


def post(path: str, files: dict[str, Any], **more: Any) -> Any:
    return app().post(f"/api/v1/content/{path}", {"files": files, **more})


@pytest.mark.parametrize("content", ["none", "read"])
def test_a_key_that_was_not_made_for_it_is_refused(content: str) -> None:
    other = app(content)
    assert other.get("/api/v1/content").status_code == (403 if content == "none" else 200)
    for path in ("plan", "apply"):
        answer = other.post(f"/api/v1/content/{path}", {"files": {}})
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


def test_the_tree_is_text_and_as_a_zip_the_same() -> None:
    files = store()
    assert files["blocks/sign-off/en.md"] == "Kind regards\n"
    answer = app("read").get("/api/v1/content", headers={"Accept": ZIP})
    assert answer.headers["Content-Type"] == ZIP
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == files


def test_a_plan_tells_the_difference_and_keeps_nothing() -> None:
    files = store()
    files["blocks/sign-off/en.md"] = "Warm regards\n"
    answer = post("plan", files)
    assert answer.status_code == 200
    [change] = [one for one in answer.json()["changes"] if one["action"] != "unchanged"]
    assert (change["kind"], change["key"], change["action"]) == ("content-block", "sign-off", "change")
    assert change["files"][0]["words"] == ["[-Kind-]{+Warm+} regards"]
    assert ContentBlockVersion.objects.count() == 1


def test_what_is_applied_is_a_draft_of_the_person_of_the_key_and_nothing_goes_live() -> None:
    files = store()
    files["blocks/sign-off/en.md"] = "Warm regards\n"
    answer = post("apply", files, submit=True, message="Warmer")
    assert answer.status_code == 200, answer.content
    assert answer.json()["drafts"] == ["content-block sign-off v2"]
    assert (answer.json()["submitted"], answer.json()["release"]) == (["content-block sign-off v2"], "Warmer")
    version = ContentBlockVersion.objects.get(number=2)
    assert (version.state, version.author, version.texts.get().source) == (
        State.IN_REVIEW,
        factories.marketer(),
        "Warm regards",
    )
    assert ContentBlockVersion.objects.get(number=1).state == State.LIVE


def test_what_is_wrong_is_told_by_file_line_and_column() -> None:
    files = store()
    files["blocks/sign-off/block.yaml"] = "name: Sign-off\nnaem: x\n"
    files["blocks/sign-off/en.md"] = "Kind regards\n\n{% include 'nobody' %}\n"
    answer = post("apply", files)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-content")
    assert answer.json()["problems"] == [
        {
            "file": "blocks/sign-off/block.yaml",
            "line": 2,
            "column": 7,
            "detail": "Nobody knows 'naem' here. Did you mean 'name'?",
        }
    ]
    files["blocks/sign-off/block.yaml"] = "name: Sign-off\n"
    [problem] = post("apply", files).json()["problems"]
    assert (problem["file"], problem["line"]) == ("blocks/sign-off/en.md", 3)
    assert "nobody" in problem["detail"]
    assert ContentBlockVersion.objects.count() == 1


def test_words_that_customers_do_not_understand_keep_it_from_being_brought() -> None:
    files = store()
    files["blocks/sign-off/en.md"] = "Mind your deductible\n"
    answer = post("apply", files)
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("blocks/sign-off/en.md", 1, 11)
    assert post("apply", files, fail_on="never").status_code == 200


def test_a_zip_is_brought_with_its_options_in_the_query() -> None:
    store()
    tree = written(exported_items())
    tree["blocks/sign-off/en.md"] = b"Warm regards\n"
    answer = app().call("POST", "/api/v1/content/apply", as_zip(tree), content_type=ZIP, described=False)
    assert answer.status_code == 200, answer.content
    again = app().call(
        "POST",
        "/api/v1/content/plan",
        as_zip(tree),
        query={"kinds": "template"},
        content_type=ZIP,
        described=False,
    )
    assert json.loads(again.content)["changes"] == []


def zip_of(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zip_of(("../blocks/a/en.md", b"x")), "leads out of the tree"),
        (zip_of(("/blocks/a/en.md", b"x")), "leads out of the tree"),
        (zip_of((link("blocks/a/en.md"), b"/etc/passwd")), "symbolic link"),
        (zip_of(("blocks/a/en.md", b"\0" * 6_000_000)), "5,000,000 are the most"),
        (b"PK no zip", "not a zip"),
    ],
)
def test_a_hostile_zip_is_refused_in_words(content: bytes, said: str) -> None:
    answer = app().call("POST", "/api/v1/content/plan", content, content_type=ZIP, described=False)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-content")
    assert any(said in problem["detail"] for problem in answer.json()["problems"])


def test_a_key_whose_person_has_left_brings_nothing() -> None:
    pipeline = app()
    factories.marketer().__class__.objects.filter(pk=factories.marketer().pk).update(is_active=False)
    assert pipeline.post("/api/v1/content/plan", {"files": {}}).status_code == 403
