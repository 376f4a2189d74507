"""Encryption at rest: what the database holds tells nothing, opens with its key alone, and where it was put alone."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from commhub import intake
from commhub.record.models import Attempt, Event, Message, Send
from commhub.sealing import CannotOpen, SealedJSONField, SealedTextField, seal, sealed_fields, unseal
from tests.factories import DATA, listed, live_brand, live_template, work_off
from tests.store import NOW, make_customer

PERSONAL = ("Maria Jones", "maria@example.com", "HM-204711", "SECRET-WORD")
NEW = base64.urlsafe_b64encode(bytes(range(32))).decode()
OTHER = base64.urlsafe_b64encode(b"\xfb" * 32).decode()


def everything_stored() -> bytes:
    """All that the tables of the record hold, as the database has it."""
    found = b""
    with connection.cursor() as cursor:
        for model in (Send, Message, Attempt, Event):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            for row in cursor.fetchall():
                found += b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    return found


@pytest.fixture
def sent(db: None, monkeypatch: pytest.MonkeyPatch) -> Message:
    """A message to Maria, blocked by the linter for a word in its data: everything that can quote a person is filled."""
    monkeypatch.setattr(intake, "ring", lambda message: None)
    live_brand(channels=("email", "sms"))
    live_template()
    listed("SECRET-WORD", kind="code", locale="*")
    make_customer(preferred_channel="sms")
    request = intake.SendRequest("renewal-notice", {**DATA, "policy_number": "HM-204711 SECRET-WORD"}, "C-1")
    accepted = intake.accept(request, intake.Caller(1, "Billing", test=True), idempotency_key=None, now=NOW)
    work_off()
    return accepted.send.messages.get()


def test_nothing_personal_stands_in_the_tables(sent: Message) -> None:
    assert sent.state == "blocked"
    assert sent.to == "+447700900123"
    assert sent.reader["name"] == "Maria Jones"
    assert sent.send.data["policy_number"] == "HM-204711 SECRET-WORD"
    assert sent.findings[0]["surface"] == "SECRET-WORD"
    assert "SECRET-WORD" in sent.problem
    assert "SECRET-WORD" in sent.events.order_by("id").last().detail
    stored = everything_stored()
    assert [word for word in (*PERSONAL, "+447700900123") if word.encode() in stored] == []


def test_the_same_value_never_looks_the_same() -> None:
    first, second = seal(b"Maria", "a.b"), seal(b"Maria", "a.b")
    assert first != second
    assert unseal(first, "a.b") == unseal(second, "a.b") == b"Maria"


@given(st.binary(max_size=60), st.integers(0, 200), st.integers(1, 255))
@hypothesis_settings(max_examples=100, derandomize=True, deadline=None)
def test_a_changed_or_moved_value_does_not_open(plain: bytes, at: int, by: int) -> None:
    sealed = bytearray(seal(plain, "a.b"))
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), "a.c")
    sealed[at % len(sealed)] ^= by
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), "a.b")
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed[: at % len(sealed)]), "a.b")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(json_values)
@hypothesis_settings(max_examples=60, derandomize=True, deadline=None)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    field = SealedJSONField()
    assert field.decoded(field.encoded(value)) == value


def test_keys_are_rotated_by_putting_one_in_front(sent: Message, settings: Any) -> None:
    old = settings.COMMHUB_DATA_KEYS
    settings.COMMHUB_DATA_KEYS = [NEW, *old]
    assert Send.objects.get().data["policy_number"].startswith("HM-204711")

    said = io.StringIO()
    call_command("reseal", stdout=said)
    assert "record_send.data: 1 sealed again" in said.getvalue()

    settings.COMMHUB_DATA_KEYS = [NEW]
    fresh = Message.objects.get()
    assert (fresh.to, fresh.reader["name"]) == ("+447700900123", "Maria Jones")
    said = io.StringIO()
    call_command("reseal", stdout=said)
    assert {line.rpartition(": ")[2] for line in said.getvalue().splitlines()} == {"0 sealed again"}

    settings.COMMHUB_DATA_KEYS = [OTHER]
    with pytest.raises(CommandError, match="Put its key back into COMMHUB_DATA_KEYS"):
        call_command("reseal", stdout=said)


def test_a_row_is_opened_only_when_it_is_read(sent: Message, settings: Any) -> None:
    settings.COMMHUB_DATA_KEYS = [OTHER]
    message = Message.objects.get()
    assert (message.state, message.channel) == ("blocked", "sms")
    with pytest.raises(CannotOpen, match="which COMMHUB_DATA_KEYS does not have"):
        message.reader  # noqa: B018


def test_a_lost_key_stops_its_message_and_no_other(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, sent: Message
) -> None:
    def ask() -> Message:
        request = intake.SendRequest("renewal-notice", dict(DATA), "C-1")
        caller = intake.Caller(1, "Billing", test=True)
        return intake.accept(request, caller, idempotency_key=None, now=NOW).send.messages.get()

    right = settings.COMMHUB_DATA_KEYS
    settings.COMMHUB_DATA_KEYS = [OTHER]
    unreadable = ask()
    settings.COMMHUB_DATA_KEYS = right
    fine = ask()
    work_off()
    unreadable.refresh_from_db(fields=["state", "problem"])
    fine.refresh_from_db(fields=["state"])
    assert (unreadable.state, fine.state) == ("queued", "sent")
    assert "which COMMHUB_DATA_KEYS does not have" in unreadable.problem


def test_a_sealed_column_cannot_be_searched(db: None) -> None:
    with pytest.raises(FieldError):
        Message.objects.filter(problem="x").first()
    assert list(Message.objects.filter(to__isnull=True)) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["short"], "Key 1 of COMMHUB_DATA_KEYS is not base64"),
        ([NEW, base64.urlsafe_b64encode(b"x" * 16).decode()], "Key 2 of COMMHUB_DATA_KEYS has 16 bytes and not 32"),
        ([], "COMMHUB_DATA_KEYS is empty"),
    ],
)
def test_a_key_that_is_none_is_said_at_start(settings: Any, keys: list[str], said: str) -> None:
    settings.COMMHUB_DATA_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match=said):
        seal(b"x", "a.b")
    assert [str(one.msg)[: len(said)] for one in run_checks() if one.id == "record.E001"] == [said]


def test_the_developers_key_is_refused_at_deployment(settings: Any) -> None:
    def found() -> list[str]:
        return [str(one.id) for one in run_checks(include_deployment_checks=True) if str(one.id).startswith("record")]

    assert found() == ["record.E002"]
    settings.COMMHUB_DATA_KEYS = [NEW]
    assert found() == []


@pytest.fixture
def before_sealing(transactional_db: None) -> Iterator[Any]:
    """The record's tables as they were before anything was sealed; afterwards as they are now."""
    executor = MigrationExecutor(connection)
    executor.migrate([("record", "0002_renderers_and_erasure")])
    yield executor.loader.project_state([("record", "0002_renderers_and_erasure")]).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("record"))


def test_rows_of_an_older_version_are_sealed_and_can_be_unsealed(before_sealing: Any) -> None:
    old_send, old_message, old_event = (before_sealing.get_model("record", n) for n in ("Send", "Message", "Event"))
    for number in range(3):
        send = old_send.objects.create(
            api_key_id=1, app="Billing", template_key="t", brand_key="b", locale="en", edition_hash="0" * 64,
            data={"policy": f"HM-20471{number}"}, request_hash="", accepted_at=NOW,
        )  # fmt: skip
        to = None if number else "maria@example.com"
        row = old_message.objects.create(send=send, to=to, findings=[{"surface": "SECRET-WORD"}], queued_at=NOW)
        old_event.objects.create(message=row, at=NOW, kind="decided", detail="Maria Jones prefers it")
    assert b"HM-204711" in everything_stored()

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("record"))
    assert [word for word in PERSONAL if word.encode() in everything_stored()] == []
    assert {send.data["policy"] for send in Send.objects.all()} == {"HM-204710", "HM-204711", "HM-204712"}
    assert sorted(str(message.to) for message in Message.objects.all()) == ["None", "None", "maria@example.com"]
    assert {event.detail for event in Event.objects.all()} == {"Maria Jones prefers it"}

    executor = MigrationExecutor(connection)
    executor.migrate([("record", "0002_renderers_and_erasure")])
    assert sorted(str(to) for to in old_message.objects.values_list("to", flat=True)) == [
        "None",
        "None",
        "maria@example.com",
    ]
    assert old_message.objects.first().findings == [{"surface": "SECRET-WORD"}]


def test_every_column_that_can_quote_a_person_is_sealed() -> None:
    """A new column of JSON or free text in the record has to be sealed, or to be named here with its reason."""
    in_the_open = {
        "RendererSet.versions": "names and versions of libraries",
    }
    loose = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("record").get_models()
        for field in model._meta.get_fields()
        if getattr(field, "get_internal_type", str)() in {"JSONField", "TextField"}
    }
    assert loose == set(in_the_open)
    assert {type(field) for field in sealed_fields(Message)} == {SealedJSONField, SealedTextField}
