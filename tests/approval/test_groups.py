"""The three groups, and what each may do at most."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from tests.factories import administrator, marketer, reviewer

pytestmark = pytest.mark.django_db


def test_the_command_brings_permissions_back_to_what_they_should_be(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_groups")
    group = Group.objects.get(name="Marketers")
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.clear()
    call_command("make_groups")
    assert set(group.permissions.values_list("codename", flat=True)) == before
    assert "Marketers, Compliance reviewers and Administrators stand" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("permission", "marketers", "reviewers", "administrators"),
    [
        ("templates_store.change_templateversion", True, False, True),
        ("brand_assets.add_assetversion", True, False, True),
        ("approval.submit_version", True, False, True),
        ("approval.approve_version", False, True, True),
        ("lint.change_termlistversion", True, False, True),
        ("lint.change_term", True, False, True),
        ("lint.request_waiver", True, True, True),
        ("lint.approve_waiver", False, True, True),
        ("lint.change_lintwaiver", False, False, False),
        ("decide.change_rulebookversion", True, False, True),
        ("customers.view_customer", True, True, True),
        ("customers.change_customer", False, False, True),
        ("record.view_message", True, True, True),
        ("record.change_message", False, False, False),
        ("approval.change_review", False, False, False),
        ("publish.change_storededition", False, False, False),
        ("api.add_apikey", False, False, True),
        ("auth.change_user", False, False, True),
    ],
)
def test_who_may_do_what(permission: str, marketers: bool, reviewers: bool, administrators: bool) -> None:
    people = (marketer(), reviewer(), administrator())
    assert [person.has_perm(permission) for person in people] == [marketers, reviewers, administrators]
