"""Reviewers without an account: each way in which an invitation is refused, and the one in which it decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.groups import LEGAL_REVIEWERS, REVIEWERS
from commhub.approval.invitations import closed, decide_outside, found, invite, revoke, send_code, send_invitation
from commhub.approval.models import Invitation, Review
from commhub.audit.models import AuditEntry
from commhub.publish.models import Release, ReleaseState
from commhub.versions import State
from templates_store.models import ContentBlockVersion
from tests.approval.reviewing import block_in_review, in_role, reach
from tests.factories import marketer, reviewer
from tests.store import NOW

pytestmark = pytest.mark.django_db
LEA, CODE = "lea@chambers.example", "204711"
SECRET = "s" * 43


@pytest.fixture
def release() -> Release:
    reach(marketer(), "mara@example.com")
    reach(reviewer(), "remy@example.com")
    return block_in_review()[1]


def compliance() -> Group:
    return Group.objects.get(name=REVIEWERS)


def invited(release: Release, address: str = LEA, **options: Any) -> tuple[Invitation, str]:
    options = {"now": NOW, "secret": SECRET, **options}
    return invite(release, reviewer(), address, compliance(), **options)


def with_code(release: Release) -> Invitation:
    invitation, _ = invited(release)
    send_code(invitation, CODE, now=NOW)
    return invitation


def write_review(invitation: Invitation, action: str, comment: str, now: Any) -> Review:
    """What the room of releases does, as little of it as the link needs."""
    return Review.objects.create(
        subject="content-block",
        version_id=1,
        label="content-block contact-us v1",
        action=action,
        actor=invitation.inviter,
        at=now,
        comment=comment,
        content_hash="",
        release=invitation.release,
        role=invitation.role.name,
        outside=invitation.address,
    )


def decide(invitation: Invitation, code: str = CODE, action: str = "approve", **options: Any) -> Review:
    options = {"now": NOW, "decide": write_review, **options}
    return decide_outside(invitation, code, action, "Fine.", **options)


def test_the_link_and_the_code_together_decide_once(release: Release) -> None:
    invitation, token = invited(release, message="Only the phone number changed.")
    send_invitation(invitation, token, f"/review/{token}/")
    assert found(token) == invitation
    send_code(invitation, CODE, now=NOW)
    review = decide(invitation, " 204 711 ")
    assert (review.outside, review.actor, review.role) == (LEA, reviewer(), REVIEWERS)
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([LEA], "Please review: Say contact-us anew"),
        ([LEA], "Your code for “Say contact-us anew”"),
    ]
    assert f"http://127.0.0.1:8000/review/{token}/" in mail.outbox[0].body
    assert "Remy Reviewer asks you to review" in mail.outbox[0].body
    assert "until Monday 9 March 2026 and for one decision" in mail.outbox[0].body
    assert CODE in mail.outbox[1].body
    with pytest.raises(Refused, match="has been used"):
        decide(invitation)
    assert Review.objects.count() == 1
    assert list(AuditEntry.objects.order_by("number").values_list("actor", "sentence")) == [
        ("remy-reviewer", f"Remy Reviewer invited {LEA} to review “Say contact-us anew” as {REVIEWERS}."),
        (LEA, f"{LEA} approved “Say contact-us anew” by invitation of Remy Reviewer."),
    ]


def test_neither_link_nor_code_is_kept_as_it_is(release: Release) -> None:
    _, token = invited(release)
    send_code(found(token) or pytest.fail("no invitation"), CODE, now=NOW)
    kept = " ".join(str(value) for row in Invitation.objects.values() for value in row.values())
    assert token not in kept
    assert SECRET not in kept
    assert CODE not in kept


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoxfQ:abc", "../..", "\u2603"])
def test_a_token_that_we_did_not_make_finds_nothing(token: str) -> None:
    assert found(token) is None


def test_a_token_with_one_letter_changed_finds_nothing(release: Release) -> None:
    _, token = invited(release)
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        assert found(token[:place] + other + token[place + 1 :]) is None


def test_after_five_wrong_codes_the_right_one_does_not_help_and_a_new_one_does(release: Release) -> None:
    invitation = with_code(release)
    for left in (4, 3, 2):
        with pytest.raises(Refused, match=f"You have {left} more tries"):
            decide(invitation, "000000")
    with pytest.raises(Refused, match="You have 1 more try"):
        decide(invitation, "")
    with pytest.raises(Refused, match="it is locked now"):
        decide(invitation, "000000")
    with pytest.raises(Refused, match="locked after too many wrong tries"):
        decide(invitation)
    later = NOW + timedelta(minutes=1)
    send_code(invitation, "118118", now=later)
    with pytest.raises(Refused, match="4 more tries"):
        decide(invitation, CODE, now=later)
    assert decide(invitation, "118118", now=later).action == "approve"


def test_a_code_is_good_for_ten_minutes(release: Release) -> None:
    invitation = with_code(release)
    with pytest.raises(Refused, match="too old"):
        decide(invitation, now=NOW + timedelta(minutes=10, seconds=1))
    assert decide(invitation, now=NOW + timedelta(minutes=10))


def test_codes_are_sent_neither_quickly_nor_for_ever(release: Release) -> None:
    invitation = with_code(release)
    with pytest.raises(Refused, match="Wait half a minute"):
        send_code(invitation, CODE, now=NOW + timedelta(seconds=29))
    for count in range(1, 10):
        send_code(invitation, CODE, now=NOW + timedelta(minutes=count))
    with pytest.raises(Refused, match="Too many codes"):
        send_code(invitation, CODE, now=NOW + timedelta(minutes=20))
    assert len(mail.outbox) == 10


def test_without_a_code_nothing_is_decided(release: Release) -> None:
    invitation, _ = invited(release)
    for code in ("", CODE):
        with pytest.raises(Refused, match="Ask for a code first"):
            decide(invitation, code)


def test_an_invitation_ends(release: Release) -> None:
    invitation = with_code(release)
    end = NOW + timedelta(days=7)
    assert closed(invitation, end - timedelta(seconds=1)) == ""
    with pytest.raises(Refused, match="was good until Monday 9 March 2026"):
        decide(invitation, now=end)
    with pytest.raises(Refused, match="was good until"):
        send_code(invitation, CODE, now=end)


def test_a_revoked_invitation_decides_nothing(release: Release) -> None:
    invitation = with_code(release)
    with pytest.raises(NotAllowed):
        revoke(invitation, marketer(), now=NOW)
    revoke(invitation, reviewer("robin-reviewer"), now=NOW)
    with pytest.raises(Refused, match="taken back"):
        decide(invitation)
    with pytest.raises(Refused, match="before"):
        revoke(invitation, reviewer(), now=NOW)


def test_a_second_invitation_of_an_address_takes_the_place_of_the_first(release: Release) -> None:
    first = with_code(release)
    second, _ = invited(release, address=LEA.upper(), secret="t" * 43)
    first.refresh_from_db()
    assert closed(first, NOW) == "This invitation was taken back."
    assert closed(second, NOW) == ""


def test_an_invitation_is_for_one_release(release: Release) -> None:
    other = block_in_review("opening-hours")[1]
    invitation = with_code(release)
    assert decide(invitation).release == release != other
    assert not other.reviews.exists()


def test_what_is_no_longer_in_review_is_not_decided(release: Release) -> None:
    invitation = with_code(release)
    Release.objects.update(state=ReleaseState.PUBLISHED)
    with pytest.raises(Refused, match="no longer in review"):
        decide(invitation)
    with pytest.raises(Refused, match="is not in review"):
        invited(release, address="other@chambers.example")


@pytest.mark.parametrize(
    "address", ["mara@example.com", " MARA@example.com ", "remy@example.com", "editor@example.com"]
)
def test_neither_who_wrote_it_nor_the_inviter_is_an_outsider(release: Release, address: str) -> None:
    editor = reach(marketer("eddie-editor"), "editor@example.com")
    _member(release).editors.add(editor)
    with pytest.raises(Refused, match=r"wrote or edited this|one person counts once"):
        invited(release, address=address)
    assert not Invitation.objects.exists()


def test_who_turns_out_to_be_an_editor_afterwards_cannot_decide(release: Release) -> None:
    invitation = with_code(release)
    _member(release).editors.add(reach(marketer("lea-editor"), LEA))
    with pytest.raises(Refused, match="wrote or edited this"):
        decide(invitation)


def test_only_who_could_decide_may_delegate_it_and_only_their_own_role(release: Release) -> None:
    legal = in_role("lou-lawyer", LEGAL_REVIEWERS)
    writer = reviewer("wren-reviewer")
    _member(release).editors.add(writer)
    for actor, said in (
        (marketer(), "do not have the permission"),
        (legal, "not in Compliance reviewers"),
        (writer, "wrote or edited"),
    ):
        with pytest.raises(NotAllowed, match=said):
            invite(release, actor, LEA, compliance(), now=NOW, secret=SECRET)


def test_who_loses_the_right_to_decide_delegates_it_no_more(release: Release) -> None:
    invitation = with_code(release)
    User.objects.filter(pk=reviewer().pk).update(is_active=False)
    with pytest.raises(Refused, match="no longer delegate"):
        decide(invitation)


@pytest.mark.parametrize("address", ["", "lea", "lea@", "lea@x\nBcc: all@example.com"])
def test_what_is_no_address_is_not_invited(release: Release, address: str) -> None:
    with pytest.raises(Refused, match="is not an e-mail address"):
        invited(release, address=address)


@pytest.mark.parametrize("days", [0, 31])
def test_an_invitation_lasts_days_not_months(release: Release, days: int) -> None:
    with pytest.raises(Refused, match="from 1 to 30 days"):
        invited(release, days=days)


def test_a_decision_that_is_refused_leaves_the_link_and_the_code_as_they_were(release: Release) -> None:
    invitation = with_code(release)

    def refuse(*what: Any) -> Review:
        with pytest.raises(Refused, match="has been used"):  # meanwhile nobody else decides with it
            decide(invitation)
        raise Refused("One edition does not compile.")

    with pytest.raises(Refused, match="does not compile"):
        decide(invitation, decide=refuse)
    assert not Review.objects.exists()
    assert decide(invitation).action == "approve"


def test_other_words_than_approve_and_reject_decide_nothing(release: Release) -> None:
    invitation = with_code(release)
    with pytest.raises(Refused, match="Choose"):
        decide(invitation, action="publish")
    assert _member(release).state == State.IN_REVIEW


def _member(release: Release) -> Any:
    return ContentBlockVersion.objects.get(pk=release.members.get().version_id)
