"""Comments, assignments, invitations and the queue on the desk's pages, and the page of reviewers without an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commhub.approval.comments import add, line_of
from commhub.approval.groups import REVIEWERS
from commhub.approval.models import ApprovalPolicy, Assignment, Comment, Invitation, Notice, Review
from commhub.desk.anchors import by_place
from commhub.desk.kinds import KINDS
from commhub.publish.models import Release, ReleaseState
from commhub.versions import State
from templates_store.models import ContentBlockVersion, TemplateVersion
from tests.approval.reviewing import block_in_review, reach
from tests.factories import UserFactory, marketer, reviewer

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
LEA = "lea@chambers.example"


def page_of(client: Client, kind: str, pk: int) -> str:
    return client.get(reverse("admin:desk_version", args=[kind, pk])).content.decode()


# ---- comments -----------------------------------------------------------------------------------------------------


def test_a_comment_on_a_line_stands_beside_it_until_it_is_resolved(login: Login) -> None:
    version, _ = block_in_review()
    client = login(reach(reviewer(), "remy@example.com"))
    say = reverse("admin:desk_comment", args=["content-block", version.pk])
    client.post(say, {"place": "en", "line": "4", "text": "On bank holidays <too>?"})
    comment = Comment.objects.get()
    assert (comment.part, comment.locale, comment.line, comment.quoted) == ("", "en", 4, "On Sundays we rest.")
    page = page_of(client, "content-block", version.pk)
    beside = re.search(r'<tr class="desk-said">.*?</tr>', page, re.DOTALL)
    assert beside
    assert f'href="#comment-{comment.pk}"' in beside[0]
    assert "On bank holidays &lt;too&gt;?" in beside[0]
    before = page[: beside.start()].rstrip().splitlines()[-1]
    assert "On Sundays we rest." in before
    assert "1 open" in page
    answer = reverse("admin:desk_answer_comment", args=["content-block", version.pk, comment.pk, "resolve"])
    login(marketer()).post(answer, {"text": "Yes."})
    page = page_of(client, "content-block", version.pk)
    assert "desk-said" not in page
    assert "resolved by" in page
    assert "Yes." in page


def test_a_template_is_commented_by_language_and_part_and_by_proof(login: Login, in_review: TemplateVersion) -> None:
    client = login(reviewer())
    say = reverse("admin:desk_comment", args=["template", in_review.pk])
    client.post(say, {"place": "en · body", "line": "3", "text": "Too short."})
    client.post(say, {"channel": "sms", "brand": "northlight", "locale": "en", "text": "Two parts?"})
    client.post(say, {"text": "Well done."})
    page = page_of(client, "template", in_review.pk)
    assert "en · body, line 3" in page
    assert "proof: Text message · northlight · en" in page
    assert "the whole version" in page
    assert "3 comments</a> are still open" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"place": "en", "line": "9", "text": "x"}, "“en” has no line 9: it has 4."),
        ({"place": "fr", "line": "1", "text": "x"}, "There is no “fr” in this version."),
        ({"text": "  "}, "Write what you want to say."),
    ],
)
def test_a_comment_that_fits_nowhere_is_refused(login: Login, sent: dict[str, str], said: str) -> None:
    version, _ = block_in_review()
    say = reverse("admin:desk_comment", args=["content-block", version.pk])
    assert said in login(reviewer()).post(say, sent, follow=True).content.decode()
    assert not Comment.objects.exists()


def test_a_comment_is_answered_only_where_it_belongs(login: Login) -> None:
    version, _ = block_in_review()
    other, _ = block_in_review("opening-hours")
    comment = add(version, reviewer(), "Hm.", line_of(_sources(version), "", "en", 1), now=timezone.now())
    url = reverse("admin:desk_answer_comment", args=["content-block", other.pk, comment.pk, "resolve"])
    assert login(reviewer()).post(url).status_code == 404
    passer_by = login(UserFactory(username="passer-by"))
    assert passer_by.post(reverse("admin:desk_comment", args=["content-block", version.pk])).status_code == 403


def _sources(version: object) -> dict[tuple[str, str], str]:
    return by_place("content-block", KINDS["content-block"].sources(version))


# ---- who is asked, and the queue ----------------------------------------------------------------------------------


def test_somebody_is_asked_and_the_queue_shows_whose_turn_it_is_overdue_first(
    login: Login, in_review: TemplateVersion
) -> None:
    other, waiting = block_in_review()
    type(other).objects.filter(pk=other.pk).update(submitted_at=timezone.now())  # the later one of the two
    remy = reach(reviewer(), "remy@example.com")
    client = login(remy)
    today = timezone.now().date()
    ask = reverse("admin:desk_assign", args=[waiting.pk])
    client.post(ask, {"to": f"person:{remy.pk}", "due": today.isoformat(), "note": "Please"})
    assert Notice.objects.get(to="remy@example.com").subject == "Please review: Say contact-us anew"
    page = client.get(reverse("admin:desk_queue")).content.decode()
    rows = re.findall(r'<tr class="([^"]*)">\s*<td><a href="([^"]*)"', page)
    assert rows == [
        ("to-me", reverse("admin:desk_release", args=[waiting.pk])),
        ("to-me", reverse("admin:desk_version", args=["template", in_review.pk])),
    ]
    assert REVIEWERS in page
    assert "asked: Remy Reviewer" in page
    assert "overdue" not in page
    Assignment.objects.update(due=today - timedelta(days=2))
    assert "overdue" in client.get(reverse("admin:desk_queue")).content.decode()
    client.post(reverse("admin:desk_take_back", args=[Assignment.objects.get().pk]))
    page = client.get(reverse("admin:desk_queue")).content.decode()
    assert page.index(str(in_review)) < page.index(str(other))


@pytest.mark.parametrize("to", ["", "person:", "person:999999", "role:x", "crowd:1"])
def test_nobody_in_particular_cannot_be_asked(login: Login, to: str) -> None:
    _, release = block_in_review()
    url = reverse("admin:desk_assign", args=[release.pk])
    page = login(reviewer()).post(url, {"to": to}, follow=True).content.decode()
    assert "Choose a person or a role." in page
    page = login(reviewer()).post(url, {"to": f"person:{reviewer().pk}", "due": "tomorrow"}, follow=True)
    assert "is no day; write it as 2026-12-04." in page.content.decode()
    assert not Assignment.objects.exists()


def test_the_way_back_leads_nowhere_else(login: Login) -> None:
    _, release = block_in_review()
    url = reverse("admin:desk_assign", args=[release.pk])
    answer = login(reviewer()).post(url, {"to": "", "back": "https://elsewhere.example/"})
    assert answer["Location"] == reverse("admin:desk_queue")


# ---- reviewers without an account -----------------------------------------------------------------------------------


def invite_to(client: Client, release: Release) -> str:
    """Invite somebody as the desk does; answers the address of the page that their mail names."""
    role = Group.objects.get(name=REVIEWERS)
    sent = {"address": LEA, "role": role.pk, "days": "7", "note": "Hello"}
    client.post(reverse("admin:desk_invite", args=[release.pk]), sent)
    found = re.search(r"http://127\.0\.0\.1:8000(/review/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.fixture
def invited(login: Login) -> str:
    """The page to which somebody was invited who shall look at a content block."""
    release = block_in_review()[1]
    return invite_to(login(reach(reviewer(), "remy@example.com")), release)


@pytest.fixture
def invited_to_template(login: Login, in_review: TemplateVersion) -> str:
    """The same for a template, with proofs."""
    release = Release.objects.get(state=ReleaseState.IN_REVIEW)
    return invite_to(login(reach(reviewer(), "remy@example.com")), release)


def block() -> ContentBlockVersion:
    return ContentBlockVersion.objects.get()


def code_of(client: Client, url: str) -> str:
    client.post(url, {"action": "code"})
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found
    assert mail.outbox[-1].to == [LEA]
    return found[1]


def test_an_outsider_sees_what_changed_and_approves_with_a_code(
    in_review: TemplateVersion, invited_to_template: str
) -> None:
    invited = invited_to_template
    client = Client(enforce_csrf_checks=True)
    page = client.get(invited)
    assert page.status_code == 200
    assert "<ins>is renewed</ins>" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Cache-Control"] == "no-store, private"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert "sessionid" not in client.cookies
    assert Invitation.objects.get().opened_at
    proofs = client.get(f"{invited}proofs/template/{in_review.pk}/")
    assert "You pay" in proofs.content.decode()
    assert proofs["Referrer-Policy"] == "no-referrer"
    code = code_of(client, invited)
    done = client.post(invited, {"action": "approve", "code": code, "comment": "Clear."})
    assert "Your decision is recorded: approved." in done.content.decode()
    in_review.refresh_from_db()
    assert in_review.state == State.LIVE
    review = Review.objects.get(action="approve", version_id=in_review.pk, subject="template")
    assert (review.outside, review.actor, review.role, review.comment) == (LEA, reviewer(), REVIEWERS, "Clear.")
    assert review.standing["complete"]
    assert review.proofs
    again = client.post(invited, {"action": "approve", "code": code})
    assert again.status_code == 410
    assert "has been used" in again.content.decode()


def test_an_outsider_rejects_with_a_reason(invited: str) -> None:
    client = Client()
    code = code_of(client, invited)
    refused = client.post(invited, {"action": "reject", "code": code, "comment": " "})
    assert "Say why you reject it" in refused.content.decode()
    client.post(invited, {"action": "reject", "code": code, "comment": "The amount is missing."})
    assert block().state == State.REJECTED
    assert Notice.objects.count() == 0  # its author has no address


def test_the_history_says_who_decided_and_as_what_not_who_invited_them(login: Login, invited: str) -> None:
    code = code_of(Client(), invited)
    Client().post(invited, {"action": "reject", "code": code, "comment": "The amount is missing."})
    client, release = login(reviewer()), Invitation.objects.get().release
    for address in (
        reverse("admin:desk_version", args=["content-block", block().pk]),
        reverse("admin:desk_release", args=[release.pk]),
    ):
        page = client.get(address).content.decode()
        [row] = [row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "The amount is missing." in row]
        who = re.findall(r"<td>.*?</td>", row, re.DOTALL)[1]
        assert who.startswith(f"<td>{LEA}<br>")
        assert f"as {REVIEWERS}" in who


def test_following_the_link_decides_nothing_whatever_is_written_behind_it(invited: str) -> None:
    client = Client()
    code = code_of(client, invited)
    for ask in (client.get, client.head):
        ask(f"{invited}?action=approve&code={code}")
        ask(invited, {"action": "approve", "code": code})
    assert client.put(invited).status_code == 405
    assert block().state == State.IN_REVIEW
    assert Invitation.objects.get().used_at is None


def test_an_outsiders_wrong_code_is_told_and_keeps_the_comment(invited: str) -> None:
    client = Client()
    code = code_of(client, invited)
    wrong = "000000" if code != "000000" else "000001"
    answer = client.post(invited, {"action": "approve", "code": wrong, "comment": "Keep me"})
    assert answer.status_code == 200  # an error would be logged with the page's address
    assert "You have 4 more tries" in answer.content.decode()
    assert "Keep me" in answer.content.decode()


def test_an_outsider_sees_only_what_they_were_invited_to(invited: str) -> None:
    other, _ = block_in_review("opening-hours")
    client = Client()
    assert client.get(f"{invited}proofs/content-block/{other.pk}/").status_code == 404
    assert client.get(invited[:-2] + "x/").status_code == 404
    assert client.get(reverse("admin:desk_queue")).status_code == 302


def test_an_outsider_and_the_inviter_are_two_people_for_a_policy_that_asks_for_two(
    login: Login, in_review: TemplateVersion, invited_to_template: str
) -> None:
    ApprovalPolicy.objects.get().steps.update(count=2)
    client = Client()
    code = code_of(client, invited_to_template)
    client.post(invited_to_template, {"action": "approve", "code": code})
    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW
    login(reviewer()).post(reverse("admin:desk_act", args=["template", in_review.pk, "approve"]))
    in_review.refresh_from_db()
    assert in_review.state == State.LIVE


def test_a_revoked_link_shows_nothing(login: Login, invited: str) -> None:
    login(reviewer()).post(reverse("admin:desk_revoke_invitation", args=[Invitation.objects.get().pk]))
    answer = Client().get(invited)
    assert answer.status_code == 410
    assert "taken back" in answer.content.decode()
    assert "We answer from" not in answer.content.decode()


def test_who_may_not_approve_sees_no_way_to_invite(login: Login) -> None:
    version, release = block_in_review()
    reviewer()
    client = login(marketer())
    assert "Invite a reviewer" in page_of(login(reviewer()), "content-block", version.pk)
    assert "Invite a reviewer" not in page_of(client, "content-block", version.pk)
    role = Group.objects.get(name=REVIEWERS)
    url = reverse("admin:desk_invite", args=[release.pk])
    page = client.post(url, {"address": LEA, "role": role.pk}, follow=True).content.decode()
    assert "only who may approve may delegate it" in page
    assert not mail.outbox
    assert not Invitation.objects.exists()
