"""`manage.py lint`: files, items of JSON Lines and the store, and the exit status that scripts go by."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import factories

PACK = {
    "format": "commhub-rulepack/1",
    "policy": {},
    "terms": [
        {"id": "nigo", "locale": "*", "kind": "code", "term": "NIGO", "suggestion": "what is missing"},
        {"id": "en.rider", "locale": "en", "kind": "jargon", "term": "rider", "severity": "warning"},
    ],
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(PACK), encoding="utf-8")
    return path


def run(*arguments: Any, **options: Any) -> tuple[int, str]:
    """The exit status and what was written."""
    out = io.StringIO()
    try:
        call_command("lint", *map(str, arguments), stdout=out, **options)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def answers(monkeypatch: pytest.MonkeyPatch, pack: Path, *lines: str) -> tuple[int, list[Any]]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    status, written = run("--pack", pack, "--jsonl")
    return status, [json.loads(line) for line in written.splitlines()] if status == 0 else [written]


def item(text: str, **more: Any) -> str:
    return json.dumps({"id": "1", "locale": "en", "channel": "sms", "stage": "rendered", "text": text, **more})


def test_items_are_answered_in_their_order_with_exactly_the_keys_of_the_format(
    monkeypatch: pytest.MonkeyPatch, pack: Path
) -> None:
    status, found = answers(monkeypatch, pack, item("It is NIGO."), "", item("Fine.", id="b"))
    assert status == 0
    assert found == [
        {
            "id": "1",
            "findings": [
                {
                    "start": 6,
                    "end": 10,
                    "kind": "code",
                    "rule": "nigo",
                    "severity": "error",
                    "surface": "NIGO",
                    "suggestion": "what is missing",
                }
            ],
        },
        {"id": "b", "findings": []},
    ]


def test_the_surface_is_what_stands_in_the_text_as_given(monkeypatch: pytest.MonkeyPatch, pack: Path) -> None:
    text = "<p>It is N<b>I</b>G&shy;O.</p>"
    _, found = answers(monkeypatch, pack, item(text, channel="email_html"))
    assert found[0]["findings"][0]["surface"] == "N<b>I</b>G&shy;O"


def test_lone_surrogates_and_protected_names_go_through(monkeypatch: pytest.MonkeyPatch, pack: Path) -> None:
    name = {"start": 5, "end": 10, "type": "person_name"}
    _, found = answers(monkeypatch, pack, item("\ud800 NIGO"), item("Dear Rider, hello", protected=[name]))
    assert [[one["surface"] for one in answer["findings"]] for answer in found] == [["NIGO"], []]


def test_what_an_agent_typed_is_linted_although_it_is_a_value(monkeypatch: pytest.MonkeyPatch, pack: Path) -> None:
    def typed(type_: str) -> str:
        return item("Note: NIGO here", protected=[{"start": 6, "end": 15, "type": type_}])

    _, found = answers(
        monkeypatch, pack, typed("free_text"), typed("free-text"), typed("product_name"), typed("address")
    )
    assert [len(answer["findings"]) for answer in found] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "Line 2 is not JSON"),
        ("[]", "Line 2 is not an object."),
        ('{"id": "x", "locale": "en"}', "Line 2: 'text' is missing or not text."),
        (item("x", protected=[{"start": "a", "end": 2}]), "Line 2: 'protected'"),
        (item("x", channel="fax"), "Line 2: 'channel' is 'fax'"),
        (item("x", stage="draft"), "Line 2: 'stage' is 'draft'"),
    ],
)
def test_an_item_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, pack: Path, line: str, words: str
) -> None:
    status, found = answers(monkeypatch, pack, item("fine"), line)
    assert status == 2
    assert found[0].startswith(words)


def test_files_are_read_by_their_names_and_an_error_makes_the_status_one(tmp_path: Path, pack: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.html").write_text("<p title='x'>It is N<i>IG</i>O.</p>", encoding="utf-8")
    (tmp_path / "texts" / "b.txt").write_text("The rider ends.", encoding="utf-8")
    (tmp_path / "texts" / "c.html.j2").write_text('<p>{{ "NIGO" }} {{ rider }}</p>', encoding="utf-8")
    (tmp_path / "texts" / "picture.png").write_bytes(b"\x89PNG")
    status, written = run(tmp_path / "texts", "--pack", pack, "--format", "json")
    texts = {
        Path(one["name"]).name: [found["rule"] for found in one["findings"]] for one in json.loads(written)["texts"]
    }
    assert status == 1
    assert texts == {"a.html": ["nigo"], "b.txt": ["en.rider"], "c.html.j2": ["nigo"]}


@pytest.mark.parametrize(("fail_on", "expected"), [("error", 0), ("warning", 1), ("never", 0)])
def test_what_fails_can_be_chosen(tmp_path: Path, pack: Path, fail_on: str, expected: int) -> None:
    path = tmp_path / "b.txt"
    path.write_text("The rider ends.", encoding="utf-8")
    status, _ = run(path, "--pack", pack, "--fail-on", fail_on)
    assert status == expected


def test_the_answer_can_go_to_a_file(tmp_path: Path, pack: Path) -> None:
    path, output = tmp_path / "b.txt", tmp_path / "out.sarif"
    path.write_text("fine", encoding="utf-8")
    assert run(path, "--pack", pack, "--format", "sarif", "--output", output) == (0, "")
    assert json.loads(output.read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_what_cannot_be_done_is_said_with_status_two(tmp_path: Path, pack: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"caf\xe9")
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({**PACK, "colour": "red"}), encoding="utf-8")
    assert run("--pack", pack) == (2, "Give files or folders, or --store, or --jsonl: one of the three.")
    assert run(tmp_path / "no.txt", "--pack", pack) == (2, f"{tmp_path / 'no.txt'}: there is no such file or folder.")
    assert run(latin, "--pack", pack)[1].startswith(f"{latin}: it cannot be read as UTF-8 text")
    assert run(latin, "--pack", broken) == (2, "The rule pack has the unknown key 'colour'.")
    assert run(latin, "--pack", tmp_path / "none.json") == (2, f"{tmp_path / 'none.json'}: No such file or directory.")


@pytest.mark.django_db
def test_the_store_is_linted_as_customers_would_get_it() -> None:
    factories.live_template("renewal-notice")
    factories.listed("renews", severity="error", suggestion="starts again")
    status, written = run("--store", "--format", "json")
    texts = {one["name"]: [found["surface"] for found in one["findings"]] for one in json.loads(written)["texts"]}
    assert status == 1
    assert {name for name, found in texts.items() if found} == {
        "renewal-notice/northlight/en/email/body",
        "renewal-notice/northlight/en/email/subject",
        "renewal-notice/northlight/en/print/page",
        "renewal-notice/northlight/en/print/subject",
        "renewal-notice/northlight/en/sms/sms",
    }
    assert texts["renewal-notice/northlight/en/sms/sms"] == ["renews"]


@pytest.mark.django_db
def test_without_a_list_in_force_nothing_is_said_to_be_fine(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("fine", encoding="utf-8")
    status, written = run(path)
    assert (status, written.split(",")[0]) == (2, "There is no live term list")
