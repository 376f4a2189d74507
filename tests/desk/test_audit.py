"""The audit log in the desk: found by words, read by staff of every role, changed by nobody."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from commhub.approval.models import Review
from commhub.audit.log import note
from commhub.audit.models import AuditEntry
from tests.factories import UserFactory, administrator, live_brand, live_template, marketer, reviewer

Login = Callable[[User], Client]
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def entries(db: None) -> list[AuditEntry]:
    return [
        note("submit", "Mara submitted template letter v1.", actor="mara", now=NOW, subject="template", key="letter"),
        note("approve", "Remy approved brand northlight v2.", actor="remy", now=NOW, facts={"role": "Legal"}),
    ]


def test_everybody_reads_it_and_finds_by_words(login: Login, entries: list[AuditEntry]) -> None:
    for person in (marketer(), reviewer(), administrator()):
        answer = login(person).get(reverse("admin:audit_auditentry_changelist"))
        assert list(answer.context["cl"].result_list)[-2:] == [entries[1], entries[0]]
    client = login(reviewer())

    def found(query: str) -> list[AuditEntry]:
        return list(client.get(reverse("admin:audit_auditentry_changelist") + query).context["cl"].result_list)

    assert found("?q=letter") == [entries[0]]
    assert found("?action=approve") == [entries[1]]
    shown = html.unescape(client.get(reverse("admin:audit_auditentry_change", args=[entries[1].pk])).content.decode())
    assert '"role": "Legal"' in shown
    assert entries[1].hash in shown


def test_nobody_writes_it(login: Login, entries: list[AuditEntry]) -> None:
    root = UserFactory(username="root", is_superuser=True)
    for person in (administrator(), root):
        client = login(person)
        assert client.get(reverse("admin:audit_auditentry_add")).status_code == 403
        change = reverse("admin:audit_auditentry_change", args=[entries[0].pk])
        assert client.post(change, {"sentence": "Nothing."}).status_code == 403
        assert client.post(reverse("admin:audit_auditentry_delete", args=[entries[0].pk])).status_code == 403
    assert AuditEntry.objects.get(pk=entries[0].pk).sentence == "Mara submitted template letter v1."


def test_staff_without_a_role_do_not_read_it(login: Login, entries: list[AuditEntry]) -> None:
    stranger = UserFactory(username="stranger")
    assert login(stranger).get(reverse("admin:audit_auditentry_changelist")).status_code == 403


def test_the_evidence_shows_who_approved_what_is_live(login: Login, db: None) -> None:
    live_brand(channels=("email", "sms"))
    live_template()
    answer = login(reviewer()).get(reverse("admin:desk_evidence"))
    page = html.unescape(answer.content.decode())
    assert "1 live edition, with a complete approval" in page
    assert "The audit log is sound" in page
    assert "template renewal-notice v1" in page
    assert "remy-reviewer (Compliance reviewers)" in page
    assert "✗" not in page
    assert "Nothing live fits “water”." in html.unescape(
        login(reviewer()).get(reverse("admin:desk_evidence") + "?q=water").content.decode()
    )


def test_the_evidence_names_what_is_missing(login: Login, db: None) -> None:
    live_brand(channels=("email", "sms"))
    live_template()
    with connection.cursor() as cursor:  # as somebody who owns the database could
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE approval_review DISABLE TRIGGER USER")
    Review.objects.filter(subject="brand", action="approve").delete()
    page = html.unescape(login(administrator()).get(reverse("admin:desk_evidence")).content.decode())
    assert "1 of 1 live editions are without complete evidence" in page
    assert "brand northlight v1 has no complete approval of exactly this content." in page


def test_the_evidence_is_for_staff_with_a_role(login: Login, db: None) -> None:
    assert login(UserFactory(username="stranger")).get(reverse("admin:desk_evidence")).status_code == 403
