"""Ways to put something live that nobody with the right role approved, or to forge what was seen."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.groups import REVIEWERS
from commhub.approval.invitations import invite
from commhub.approval.people import person_at
from commhub.approval.releases import approve_release
from tests.approval.reviewing import block_in_review, reach
from tests.factories import marketer, reviewer
from tests.store import NOW

pytestmark = pytest.mark.django_db


# ---- one person, two accounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["mara@example.com", "MARA@Example.com", "mara+second@example.com"])
def test_an_author_does_not_approve_through_another_account(address: str) -> None:
    reach(marketer(), "mara@example.com")
    second = reach(reviewer("second-account"), address)
    _, release = block_in_review()
    with pytest.raises(NotAllowed) as caught:
        approve_release(release, second, now=NOW)
    assert str(caught.value) == "You wrote or edited this version, so somebody else has to approve it."
    with pytest.raises(NotAllowed, match="somebody else has to choose who reviews it"):
        invite(release, second, "lea@chambers.example", role(), now=NOW, secret="s" * 43)


SAME = [
    "remy@example.com", "Remy@EXAMPLE.com", "remy+outside@example.com", '"remy"@example.com', "remy@ｅｘａｍｐｌｅ.com",
]  # fmt: skip


@pytest.mark.parametrize("address", SAME)
def test_nobody_invites_themselves_under_another_spelling(address: str) -> None:
    inviter = reach(reviewer(), "remy@example.com")
    _, release = block_in_review()
    with pytest.raises(Refused, match="the inviter's own address"):
        invite(release, inviter, address, role(), now=NOW, secret="s" * 43)


def test_other_people_stay_other_people() -> None:
    names = ["remy@example.com", "remy@example.org", "rémy@example.com", "+remy@example.com", "remy"]
    assert len({person_at(name) for name in names}) == len(names)


def role() -> Group:
    return Group.objects.get(name=REVIEWERS)
