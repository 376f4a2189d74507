"""Approval policies in the admin: who may write them, what is refused, what is warned of, and that it is all logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from commhub.approval.groups import BRAND_REVIEWERS, DEFAULT_POLICY, LEGAL_REVIEWERS, REVIEWERS
from commhub.approval.models import ApprovalPolicy
from commhub.audit.models import AuditEntry
from tests.factories import CategoryFactory, administrator, marketer, reviewer

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def form(*steps: tuple[int, str, int], **fields: Any) -> dict[str, Any]:
    """The form as a browser sends it. Steps are (order, role, count)."""
    given = {"name": "Letters are read by legal", "active": "on", "locales": "", **fields}
    given |= {"steps-TOTAL_FORMS": str(len(steps)), "steps-INITIAL_FORMS": "0"}
    for number, (order, role, count) in enumerate(steps):
        pk = Group.objects.get(name=role).pk
        given |= {f"steps-{number}-order": order, f"steps-{number}-role": pk, f"steps-{number}-count": count}
    return given


def add(client: Client, *steps: tuple[int, str, int], **fields: Any) -> Any:
    return client.post(reverse("admin:approval_approvalpolicy_add"), form(*steps, **fields), follow=True)


def test_an_administrator_adds_changes_and_deletes_one_and_each_is_logged(login: Login) -> None:
    client = login(administrator())
    reviewer()
    CategoryFactory(key="legal")
    page = add(client, (1, REVIEWERS, 1), kinds=["template"], channels=["print"], locales="de, en-GB")
    row = ApprovalPolicy.objects.get(name="Letters are read by legal")
    assert (row.kinds, row.channels, row.locales) == (["template"], ["print"], ["de", "en-GB"])
    assert "1 of Compliance reviewers" in page.content.decode()
    step = row.steps.get()
    changed = form((2, REVIEWERS, 1), locales="de") | {
        "steps-INITIAL_FORMS": "1", "steps-0-id": step.pk, "steps-0-policy": row.pk,
    }  # fmt: skip
    client.post(reverse("admin:approval_approvalpolicy_change", args=[row.pk]), changed)
    client.post(reverse("admin:approval_approvalpolicy_delete", args=[row.pk]), {"post": "yes"})
    assert not ApprovalPolicy.objects.filter(pk=row.pk).exists()
    said = list(AuditEntry.objects.order_by("number").values_list("action", "sentence"))
    asked = "the approval policy “Letters are read by legal”: 1 of Compliance reviewers."
    assert said == [
        ("policy-added", f"ada-administrator added {asked}"),
        ("policy-changed", f"ada-administrator changed {asked}"),
        ("policy-deleted", f"ada-administrator deleted {asked}"),
    ]
    facts = json.loads(AuditEntry.objects.get(action="policy-changed").facts)
    assert facts["before"]["channels"] == ["print"]
    assert facts["before"]["steps"] == [[1, REVIEWERS, 1]]
    assert (facts["after"]["channels"], facts["after"]["locales"]) == ([], ["de"])
    assert facts["after"]["steps"] == [[2, REVIEWERS, 1]]


@pytest.mark.parametrize("person", [marketer, reviewer])
def test_nobody_else_writes_them(login: Login, person: Callable[[], User]) -> None:
    client = login(person())
    assert add(client, (1, REVIEWERS, 1)).status_code == 403
    row = ApprovalPolicy.objects.get(name=DEFAULT_POLICY)
    assert client.post(reverse("admin:approval_approvalpolicy_change", args=[row.pk]), form()).status_code == 403
    assert client.post(reverse("admin:approval_approvalpolicy_delete", args=[row.pk])).status_code == 403
    assert client.get(reverse("admin:approval_approvalpolicy_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("steps", "fields", "said"),
    [
        ((), {}, "A policy without a step would let things go live that nobody approved."),
        (((1, REVIEWERS, 1), (1, REVIEWERS, 2)), {}, "Compliance reviewers stands twice in step 1"),
        (((1, REVIEWERS, 0),), {}, "greater than or equal to 1"),
        (((1, REVIEWERS, 1),), {"locales": "german"}, "&#x27;german&#x27; is no language tag."),
        (((1, REVIEWERS, 1),), {"kinds": ["poem"]}, "poem is not one of the available choices"),
        (((1, REVIEWERS, 1),), {"channels": ["pigeon"]}, "pigeon is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    login: Login, steps: tuple[tuple[int, str, int], ...], fields: dict[str, Any], said: str
) -> None:
    page = add(login(administrator()), *steps, **fields)
    assert said in page.content.decode()
    assert ApprovalPolicy.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_what_nobody_could_approve_is_warned_of(login: Login) -> None:
    client = login(administrator())
    reviewer()
    Group.objects.get(name=LEGAL_REVIEWERS).permissions.clear()
    page = add(client, (1, REVIEWERS, 2), (2, LEGAL_REVIEWERS, 1), (3, BRAND_REVIEWERS, 1)).content.decode()
    assert "Step 1 asks for 2 of Compliance reviewers, and one is there" in page
    assert "Legal reviewers do not have the permission to approve" in page
    assert "Step 3 asks for 1 of Brand reviewers, and nobody is there" in page
    assert "nothing that this policy covers" in page


def test_deleting_the_last_one_says_what_that_means(login: Login) -> None:
    client = login(administrator())
    row = ApprovalPolicy.objects.get(name=DEFAULT_POLICY)
    url = reverse("admin:approval_approvalpolicy_delete", args=[row.pk])
    assert "nothing can be approved" in client.post(url, {"post": "yes"}, follow=True).content.decode()
