"""Who is asked for a review, and the mails about it, in conversation with a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import Group, User
from django.utils import timezone

from commhub.approval.assignments import assign, open_assignments, take_back, write_reminders
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.groups import LEGAL_REVIEWERS, REVIEWERS
from commhub.approval.models import Notice, Review
from commhub.approval.notices import link_to, send_waiting, tell_authors
from commhub.audit.models import AuditEntry
from commhub.publish.models import Release, ReleaseState
from commhub.tasks import remind
from templates_store.models import ContentBlockVersion
from tests.approval.reviewing import block_in_review, reach
from tests.deliver.test_smtp import Mailbox, free_port
from tests.factories import UserFactory, marketer, reviewer
from tests.store import NOW

pytestmark = pytest.mark.django_db
FRIDAY = NOW.date() + timedelta(days=4)


@pytest.fixture
def release() -> Release:
    reach(marketer(), "mara@example.com")
    reach(reviewer(), "remy@example.com")
    return block_in_review()[1]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "commhub@northlight.example"
    yield box
    controller.stop()


def at(day: int, hour: int = 9) -> Any:
    return NOW.replace(hour=hour) + timedelta(days=day)


def test_whoever_is_asked_gets_one_mail_that_says_what_by_when_and_where(release: Release, mailbox: Mailbox) -> None:
    assign(release, reviewer(), marketer(), now=NOW, due=FRIDAY, message="The phone number changed.")
    assert send_waiting(NOW) == 1
    assert send_waiting(NOW + timedelta(hours=1)) == 0
    (envelope,) = mailbox.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("commhub@northlight.example", ["remy@example.com"])
    mail = mailbox.mail()
    assert mail["Subject"] == "Please review: Say contact-us anew"
    assert mail["Auto-Submitted"] == "auto-generated"
    member = release.members.get()
    assert mail.get_content().replace("\r\n", "\n") == (
        "Hello Remy Reviewer,\n\n"
        "Mara Marketer asks you to review “Say contact-us anew”.\n"
        "Please decide by Friday 6 March 2026.\n\n"
        "> The phone number changed.\n\n"
        f"http://127.0.0.1:8000/admin/desk/content-block/{member.version_id}/\n"
    )
    assert AuditEntry.objects.get().sentence == (
        "Mara Marketer asked Remy Reviewer to review “Say contact-us anew” by Friday 6 March 2026."
    )


def test_reminders_begin_a_day_ahead_come_once_a_day_and_end_with_the_decision(
    release: Release, mailbox: Mailbox
) -> None:
    assign(release, reviewer(), marketer(), now=NOW, due=FRIDAY)
    Notice.objects.all().delete()
    written = [write_reminders(at(day, hour)) for day in range(7) for hour in (9, 9, 17)]
    assert written == [0] * 9 + [1, 0, 0] * 4
    assert send_waiting(at(6)) == 4
    said = [
        (mailbox.mail(number)["Subject"], mailbox.mail(number).get_content().splitlines()[2]) for number in range(4)
    ]
    assert said == [
        ("Reminder: Say contact-us anew", "Your review of “Say contact-us anew” is due tomorrow."),
        ("Reminder: Say contact-us anew", "Your review of “Say contact-us anew” is due today."),
        (
            "Overdue: Say contact-us anew",
            "Your review of “Say contact-us anew” was due on Friday 6 March 2026, 1 day ago.",
        ),
        (
            "Overdue: Say contact-us anew",
            "Your review of “Say contact-us anew” was due on Friday 6 March 2026, 2 days ago.",
        ),
    ]
    _approves(release, reviewer())
    assert write_reminders(at(8)) == 0


@pytest.mark.parametrize("ends", ["decided", "taken back"])
def test_nobody_is_reminded_of_what_is_over(release: Release, ends: str) -> None:
    assignment = assign(release, reviewer(), marketer(), now=NOW, due=FRIDAY)
    if ends == "decided":
        Release.objects.update(state=ReleaseState.PUBLISHED)
    else:
        take_back(assignment, reviewer(), now=NOW)
    assert write_reminders(at(5)) == 0


def test_a_role_is_everybody_in_it_who_may_review_this(release: Release) -> None:
    reach(reviewer("robin-reviewer"), "robin@example.com")
    wrote = reach(reviewer("wren-reviewer"), "wren@example.com")
    _member(release).editors.add(wrote)
    assign(release, Group.objects.get(name=REVIEWERS), marketer(), now=NOW)
    assert sorted(Notice.objects.values_list("to", flat=True)) == ["remy@example.com", "robin@example.com"]


def test_who_is_asked_twice_is_asked_anew(release: Release) -> None:
    assign(release, reviewer(), marketer(), now=NOW)
    later = assign(release, reviewer(), marketer(), now=NOW, due=FRIDAY)
    soon = assign(release, reviewer("robin-reviewer"), marketer(), now=NOW, due=NOW.date())
    assert open_assignments(release) == [soon, later]


def test_who_cannot_review_is_not_asked(release: Release) -> None:
    for person, said in (
        (marketer("max-marketer"), "max-marketer does not have the permission to approve"),
        (UserFactory(username="passer-by"), "does not have the permission"),
    ):
        with pytest.raises(Refused, match=said):
            assign(release, person, marketer(), now=NOW)
    writer = reviewer("wren-reviewer")
    _member(release).editors.add(writer)
    with pytest.raises(Refused, match="wrote or edited this"):
        assign(release, writer, marketer(), now=NOW)
    reviewer()
    with pytest.raises(Refused, match="Nobody who may approve is in Legal reviewers"):
        assign(release, Group.objects.get(name=LEGAL_REVIEWERS), marketer(), now=NOW)
    with pytest.raises(Refused, match="is in the past"):
        assign(release, reviewer(), marketer(), now=NOW, due=NOW.date() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        assign(release, reviewer(), UserFactory(username="passer-by"), now=NOW)
    Release.objects.update(state=ReleaseState.REJECTED)
    with pytest.raises(Refused, match="is not in review"):
        assign(release, reviewer(), marketer(), now=NOW)
    assert not Notice.objects.exists()


def test_a_mail_that_cannot_leave_is_tried_again_and_then_given_up(release: Release, mailbox: Mailbox) -> None:
    assign(release, reviewer(), marketer(), now=NOW)
    mailbox.to_data = "451 later"
    tries = []
    for minute in range(0, 400, 5):
        assert send_waiting(NOW + timedelta(minutes=minute)) == 0
        tries += [minute] * (Notice.objects.get().tries - len(tries))
    assert tries == [0, 5, 35, 215]
    notice = Notice.objects.get()
    assert notice.sent_at is None
    assert "451 later" in notice.problem
    mailbox.to_data = "250 taken"
    assert send_waiting(NOW + timedelta(days=1)) == 0


def test_a_mail_that_stumbled_leaves_at_its_next_try(release: Release, mailbox: Mailbox) -> None:
    assign(release, reviewer(), marketer(), now=NOW)
    mailbox.to_data = "451 later"
    assert send_waiting(NOW) == 0
    mailbox.to_data = "250 taken"
    assert send_waiting(NOW + timedelta(minutes=4)) == 0
    assert send_waiting(NOW + timedelta(minutes=5)) == 1
    assert send_waiting(NOW + timedelta(minutes=10)) == 0
    assert len(mailbox.taken) == 1


def test_an_address_that_is_refused_for_good_is_tried_once(release: Release, mailbox: Mailbox) -> None:
    assign(release, reviewer(), marketer(), now=NOW)
    mailbox.to_recipient = "550 nobody here"
    assert [send_waiting(at(day)) for day in range(3)] == [0, 0, 0]
    notice = Notice.objects.get()
    assert "550 nobody here" in notice.problem
    mailbox.to_recipient = "250 OK"
    assert send_waiting(at(4)) == 0


def test_a_notice_that_another_worker_took_is_left_alone(release: Release, mailbox: Mailbox) -> None:
    assign(release, reviewer(), marketer(), now=NOW)
    Notice.objects.update(sent_at=NOW)
    assert send_waiting(at(1)) == 0
    assert mailbox.taken == []


def test_a_release_of_several_has_a_page_of_its_own(release: Release) -> None:
    another = block_in_review("opening-hours")[0]
    release.members.create(subject=another.kind, version_id=another.pk)
    assert link_to(release) == f"http://127.0.0.1:8000/admin/desk/releases/{release.pk}/"


def test_the_task_writes_the_reminders_and_sends_what_waits(release: Release, mailbox: Mailbox) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    assign(release, reviewer(), marketer(), now=yesterday, due=timezone.now().date())
    assert remind() == 2
    assert remind() == 0
    assert [mailbox.mail(number)["Subject"] for number in range(2)] == [
        "Please review: Say contact-us anew",
        "Reminder: Say contact-us anew",
    ]


def test_the_author_hears_what_became_of_it(release: Release, mailbox: Mailbox) -> None:
    tell_authors(release, "reject", "Remy Reviewer", NOW, comment="Too long.\nAnd the number is wrong.")
    assert send_waiting(NOW) == 1
    mail = mailbox.mail()
    assert (mail["To"], mail["Subject"]) == ("mara@example.com", "Rejected: Say contact-us anew")
    lines = mail.get_content().splitlines()
    assert lines[2:8] == [
        "“Say contact-us anew” was rejected.",
        "By: Remy Reviewer",
        "",
        "> Too long.",
        "> And the number is wrong.",
        "",
    ]


def _approves(release: Release, actor: User) -> None:
    Review.objects.create(
        subject="content-block", version_id=1, label="", action="approve", actor=actor, at=NOW, release=release
    )


def _member(release: Release) -> Any:
    return ContentBlockVersion.objects.get(pk=release.members.get().version_id)
