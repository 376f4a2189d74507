"""The audit log: a chain of hashes in which every change, gap and swap is found, by number and in words."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from commhub.audit.append_only import TABLE
from commhub.audit.log import note
from commhub.audit.models import AuditEntry, AuditHead
from commhub.audit.verify import Fault, verify

NOW = datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=UTC)


def write(count: int) -> list[AuditEntry]:
    return [
        note(
            "submit",
            f"Mara submitted template letter v{number}.",
            actor="mara",
            now=NOW + timedelta(minutes=number),
            subject="template",
            key="letter",
            facts={"number": number, "größe": "ü"},
        )
        for number in range(1, count + 1)
    ]


@contextmanager
def unguarded() -> Iterator[None]:
    """Without the database's guard, as for somebody who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        else:
            cursor.execute(f"DROP TRIGGER {TABLE}_append_only_update")
    yield


def tamper(sql: str) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_entries_are_chained_from_the_first() -> None:
    first, second, third = write(3)
    assert (first.number, first.previous) == (1, "")
    assert (second.number, second.previous) == (2, first.hash)
    assert (third.number, third.previous) == (3, second.hash)
    assert third.facts == '{"größe":"ü","number":3}'
    found = verify()
    assert (found.entries, found.head, found.faults) == (3, third.hash, ())


@pytest.mark.django_db
def test_an_empty_log_is_sound() -> None:
    assert verify().sound


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sentence", "'Nobody did anything.'"),
        ("actor", "'somebody-else'"),
        ("action", "'approve'"),
        ("facts", "'{}'"),
        ("key", "'other'"),
        ("subject", "'brand'"),
        ("at", "'2026-03-02 10:02:00.123457+00:00'"),
        ("hash", f"'{'0' * 64}'"),
    ],
)
def test_a_changed_entry_is_found(column: str, value: str) -> None:
    write(3)
    tamper(f"UPDATE {TABLE} SET {column} = {value} WHERE number = 2")  # noqa: S608 - the cases above
    faults = verify().faults
    assert faults[0] == Fault(2, "Entry 2 was changed: its content does not give its hash any more.")
    assert {fault.number for fault in faults} <= {2, 3}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("number = 1", "Entry 1 is missing."),
        ("number = 3", "Entry 3 is missing."),
        ("number IN (2, 3)", "The entries 2 to 3 are missing."),
        ("number = 5", "Entry 5 is missing."),
        ("number IN (4, 5)", "The entries 4 to 5 are missing."),
        ("number > 0", "The entries 1 to 5 are missing."),
    ],
)
def test_missing_entries_are_found(where: str, sentence: str) -> None:
    write(5)
    tamper(f"DELETE FROM {TABLE} WHERE {where}")  # noqa: S608 - the cases above
    assert [fault.sentence for fault in verify().faults] == [sentence]


@pytest.mark.django_db
def test_reordered_entries_are_found() -> None:
    write(4)
    tamper("UPDATE audit_auditentry SET number = 99 WHERE number = 2")
    tamper_again = [
        "UPDATE audit_auditentry SET number = 2 WHERE number = 3",
        "UPDATE audit_auditentry SET number = 3 WHERE number = 99",
    ]
    with connection.cursor() as cursor:
        for sql in tamper_again:
            cursor.execute(sql)
    assert [fault.sentence for fault in verify().faults][:2] == [
        "Entry 2 stands in another place than it was written: it was entry 3.",
        "Entry 3 stands in another place than it was written: it was entry 2.",
    ]


@pytest.mark.django_db
def test_a_chain_written_anew_is_found_by_a_hash_that_was_kept() -> None:
    kept = write(3)[-1].hash
    assert verify(kept).sound
    with unguarded():
        AuditEntry.objects.all().delete()
        AuditHead.objects.all().delete()
    for number in range(3):
        note("submit", f"Another story {number}.", actor="eve", now=NOW)
    assert verify().sound
    assert [fault.sentence for fault in verify(kept).faults] == [
        f"No entry has the hash {kept[:12]}… that was kept: the log was written anew."
    ]


@pytest.mark.django_db
def test_the_database_refuses_changes() -> None:
    entry = write(1)[0]
    entry.sentence = "Something else."
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        entry.save()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            entry.delete()
    assert AuditEntry.objects.get().sentence == "Mara submitted template letter v1."


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_once_make_one_chain() -> None:
    def work(name: str) -> None:
        for _ in range(5):
            note("edit", f"{name} edited.", actor=name, now=NOW)
        connection.close()

    threads = [threading.Thread(target=work, args=(f"person-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify()
    assert (found.entries, found.faults) == (20, ())


@pytest.mark.django_db
def test_an_entry_goes_with_its_action() -> None:
    def fail() -> None:
        with transaction.atomic():
            write(2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (AuditEntry.objects.count(), verify().faults) == (0, ())


@pytest.mark.django_db
def test_the_command_tells_and_fails() -> None:
    entries = write(3)
    out = io.StringIO()
    call_command("audit", "verify", stdout=out)
    assert out.getvalue().splitlines() == [
        "The audit log is sound: 3 entries, each as it was written.",
        f"Its last hash is {entries[-1].hash}. Kept elsewhere, it proves the log up to here (--kept).",
    ]
    shown = io.StringIO()
    call_command("audit", "show", "--last", "2", "--about", "letter", stdout=shown)
    assert shown.getvalue().splitlines() == [
        "     2  2026-03-02 10:02  Mara submitted template letter v2.",
        "     3  2026-03-02 10:03  Mara submitted template letter v3.",
    ]
    tamper("UPDATE audit_auditentry SET actor = 'eve' WHERE number = 3")
    told = io.StringIO()
    with pytest.raises(CommandError, match="1 faults in 3 entries: the audit log is not sound"):
        call_command("audit", "verify", stdout=told, no_color=True)
    assert told.getvalue().splitlines() == ["Entry 3 was changed: its content does not give its hash any more."]
