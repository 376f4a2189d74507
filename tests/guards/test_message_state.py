"""Only `commhub.record` writes sends, messages, attempts and events."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.guards.message_writes import writes
from tests.guards.source import ROOT, code_files, parsed

RECORD = ROOT / "commhub" / "record"


def test_no_message_state_is_written_outside_record() -> None:
    outside = [path for path in code_files() if RECORD not in path.parents]
    assert [found for path in outside for found in writes(path, parsed(path))] == []


def test_record_itself_does_write() -> None:
    """So the guard above looks for the right thing."""
    inside = [path for path in code_files() if RECORD in path.parents and path.name != "models.py"]
    assert [found for path in inside for found in writes(path, parsed(path))]


IMPORT = "from commhub.record.models import Message, Event as E\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(message):\n    message.state = 'sent'", "2: assigns message.state"),
        ("def f(row: Message):\n    row.channel = 'sms'", "3: assigns row.channel"),
        ("def f(row: Message | None):\n    row.save()", "3: writes by .save(...)"),
        ("Message.objects.filter(id=1).update(state='sent')", "2: writes by .update(...)"),
        ("queue = Message.objects.all()\nqueue.delete()", "3: writes by .delete(...)"),
        ("for row in Message.objects.all():\n    setattr(row, 'state', 'x')", "3: assigns by setattr"),
        ("E(kind='x')", "2: makes a row: E(...)"),
        ("E.objects.bulk_create([])", "2: writes by .bulk_create(...)"),
        ("def f(send):\n    send.messages.create(state='x')", "2: writes by .messages.create(...)"),
        ("cursor.execute('UPDATE record_message SET state = 1')", "1: writes by SQL"),
    ],
)
def test_the_guard_sees_a_write(code: str, expected: str) -> None:
    code = (
        IMPORT + code if expected[0] != "1" and not code.startswith("def f(message") and "send.m" not in code else code
    )
    assert writes(Path("sample.py"), ast.parse(code)) == [f"sample.py:{expected}"]


@pytest.mark.parametrize(
    "code",
    [
        "version.state = 'live'\nversion.save()",
        IMPORT + "rows = list(Message.objects.filter(state='sent').values('id'))",
        IMPORT + "def f(row: Message) -> str:\n    text = row.state\n    return text",
        "events = set()\nevents.add(1)\nfindings.update(x=1)",
    ],
)
def test_the_guard_lets_reading_be(code: str) -> None:
    assert writes(Path("sample.py"), ast.parse(code)) == []
