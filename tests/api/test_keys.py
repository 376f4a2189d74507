"""Keys: made, shown once, known again, refused."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from commhub.api.models import ApiKey
from tests import factories
from tests.api.app import App, problem_of

pytestmark = pytest.mark.django_db


def test_a_key_is_stored_as_a_hash_only() -> None:
    row, key = factories.api_key("Billing", "live")
    assert key.startswith("chk_live_")
    assert len(key) == len("chk_live_") + 43
    assert row.prefix == key[: len("chk_live_") + 8]
    assert row.secret_hash == hashlib.sha256(key.encode()).hexdigest()
    assert key not in str(ApiKey.objects.filter(pk=row.pk).values().get())


def test_two_keys_differ() -> None:
    assert factories.api_key()[1] != factories.api_key()[1]


def test_the_right_key_comes_in() -> None:
    assert App(factories.api_key()[1]).get("/api/v1/sends").status_code == 200


def test_a_request_without_a_key_is_told_how_to_send_one() -> None:
    answer = App().get("/api/v1/sends")
    assert problem_of(answer) == (401, "missing-key", [])
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="commhub"'
    assert "Authorization: Bearer" in answer.json()["detail"]


def test_a_wrong_key_is_its_own_problem() -> None:
    _, key = factories.api_key()
    answer = App(key[:-1] + ("a" if key[-1] != "a" else "b")).get("/api/v1/sends")
    assert problem_of(answer) == (401, "wrong-key", [])
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="commhub"'


@pytest.mark.parametrize("header", ["Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Token chk_live_x"])
def test_another_scheme_is_no_key(header: str) -> None:
    answer = App().get("/api/v1/sends", headers={"Authorization": header})
    assert problem_of(answer) == (401, "missing-key", [])


def test_a_key_that_was_switched_off_is_refused() -> None:
    row, key = factories.api_key()
    ApiKey.objects.filter(pk=row.pk).update(active=False)
    assert problem_of(App(key).get("/api/v1/sends")) == (401, "inactive-key", [])


def test_staff_who_are_logged_in_have_no_key() -> None:
    app = App()
    app.client.force_login(factories.administrator())
    assert problem_of(app.get("/api/v1/sends")) == (401, "missing-key", [])


def test_the_last_use_is_noted_at_most_once_a_minute() -> None:
    row, key = factories.api_key()
    assert row.last_used_at is None
    App(key).get("/api/v1/sends")
    row.refresh_from_db()
    assert row.last_used_at is not None

    for age, is_noted in ((timedelta(seconds=30), False), (timedelta(seconds=90), True)):
        before = timezone.now() - age
        ApiKey.objects.filter(pk=row.pk).update(last_used_at=before)
        App(key).get("/api/v1/sends")
        row.refresh_from_db()
        assert (row.last_used_at != before) is is_noted


def test_the_command_prints_the_key_alone() -> None:
    out, err = StringIO(), StringIO()
    call_command("create_api_key", "Billing system", "--mode", "live", stdout=out, stderr=err)
    key = out.getvalue().strip()
    row = ApiKey.objects.get()
    assert (row.name, row.mode, row.active, row.created_by) == ("Billing system", "live", True, None)
    assert App(key).get("/api/v1/sends").status_code == 200
    assert key not in err.getvalue()


def test_the_command_makes_a_test_key_unless_told_otherwise() -> None:
    call_command("create_api_key", "Billing system", stdout=StringIO(), stderr=StringIO())
    assert ApiKey.objects.get().mode == "test"


def test_the_command_wants_a_name() -> None:
    with pytest.raises(CommandError, match="1 to 120 characters"):
        call_command("create_api_key", " ", stdout=StringIO(), stderr=StringIO())
    assert ApiKey.objects.count() == 0
