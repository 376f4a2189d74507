"""`manage.py sms-parts`: encoding and parts for each line, and a word for each line that is none."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

LINES = [
    '{"id": 1, "text": "Hello"}',
    '{"id": "two", "text": "%s"}' % ("a" * 152 + "[" + "a" * 152),
    "",
    '{"id": "three", "text": "It’s “fine”…"}',
    '{"id": {"k": [4]}, "text": "%s"}' % ("😀" * 67),
    '{"text": "Łukasz’s"}',
    '{"id": 6, "text": "", "more": true}',
    '{"id": 7, "text": "a\\r\\nb\\u2028c"}',
]
ANSWERS = [
    {"id": 1, "encoding": "GSM-7", "units": 5, "parts": 1},
    {"id": "two", "encoding": "GSM-7", "units": 306, "parts": 3},
    {
        "id": "three",
        "encoding": "UCS-2",
        "units": 12,
        "parts": 1,
        "forced_by": ["’", "“", "”", "…"],
        "plain": {"encoding": "GSM-7", "units": 14, "parts": 1},
    },
    {"id": {"k": [4]}, "encoding": "UCS-2", "units": 134, "parts": 3, "forced_by": ["😀"]},
    {"id": None, "encoding": "UCS-2", "units": 8, "parts": 1, "forced_by": ["Ł", "’"]},
    {"id": 6, "encoding": "GSM-7", "units": 0, "parts": 0},
    {
        "id": 7,
        "encoding": "UCS-2",
        "units": 6,
        "parts": 1,
        "forced_by": ["\u2028"],
        "plain": {"encoding": "GSM-7", "units": 6, "parts": 1},
    },
]


def run(path: Path | str, *more: str) -> list[str]:
    out = io.StringIO()
    call_command("sms-parts", str(path), *more, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_bytes("\ufeff".encode() + "\r\n".join(LINES).encode())
    return path


def test_an_answer_for_each_line(asked: Path) -> None:
    assert [json.loads(line) for line in run(asked, "--jsonl")] == ANSWERS


def test_standard_input_is_read_too(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(asked.read_bytes())))
    assert [json.loads(line) for line in run("-", "--jsonl")] == ANSWERS


@pytest.mark.parametrize(
    ("line", "id_", "problem"),
    [
        (b"nope", None, "it is not JSON: Expecting value at column 1"),
        (b"[1]", None, 'it is no object with an "id" and a "text"'),
        (b'{"id": 4}', 4, 'its "text" is missing, or is no string'),
        (b'{"id": 4, "text": null}', 4, 'its "text" is missing, or is no string'),
        (b'{"id": 5, "text": "\\ud83d"}', 5, 'its "text" has half of a surrogate pair, which cannot be sent'),
        (b'{"id": 6, "text": "\xff"}', None, "it is not UTF-8 (byte 20)"),
        (b"[" * 200_000, None, "it is not JSON that can be read: maximum recursion depth exceeded"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_answered(
    tmp_path: Path, line: bytes, id_: Any, problem: str
) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(b'{"id": 1, "text": "a"}\n\n' + line + b'\n{"id": 2, "text": "b"}')
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"1 line could not be read\."):
        call_command("sms-parts", "--jsonl", str(path), stdout=out)
    first, wrong, last = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (first["id"], last["id"]) == (1, 2)
    assert (wrong["id"], wrong["line"]) == (id_, 3)
    assert wrong["error"].startswith(problem)


def test_a_table_for_people(tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    path.write_text("Hello there\nIt’s ok\nŁódź 您的理赔\n" + "a" * 161 + "\n", "utf-8")
    assert run(path) == [
        "encoding  units  parts  text",
        "GSM-7        11      1  Hello there",
        "UCS-2         7      1  It’s ok   (“’”; in plain punctuation GSM-7, 7, 1)",
        "UCS-2         9      1  Łódź 您的理赔   (“Ł”, “ó”, “ź”, ...)",
        "GSM-7       161      2  " + "a" * 47 + "…",
    ]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="it cannot be read"):
        run(tmp_path / "missing.jsonl", "--jsonl")


def test_it_needs_no_database_and_ends_with_1_after_a_bad_line(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "sms-parts", "--jsonl"],
        cwd=root,
        input=b'{"id": 1, "text": "a"}\nx\n',
        env={"COMMHUB_DEBUG": "1", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, None]
    assert done.stderr.decode().splitlines()[-1] == "CommandError: 1 line could not be read."
