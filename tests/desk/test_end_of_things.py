"""What is due for another look is listed and, where its category says so, stopped; what nobody needs is archived."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commhub.approval.archive import archive, unarchive
from commhub.approval.drafts import new_draft
from commhub.approval.due import due_for_another_look
from commhub.approval.edit import save_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.life import set_life
from commhub.approval.retire import retire
from commhub.approval.submit import submit
from commhub.audit.models import AuditEntry
from commhub.intake import Caller, IntakeError, SendRequest, accept
from commhub.record.models import Send
from commhub.versions import State
from templates_store.models import Category, ContentBlockVersion, Template, TemplateVersion
from tests.factories import (
    DATA,
    block_draft,
    live_brand,
    live_template,
    marketer,
    publish,
    reviewer,
    template_draft,
)
from tests.store import NOW

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 1)
NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)
RECIPIENT = {"name": "Alex Morgan", "email": "alex@example.com"}
CALLER = Caller(key_id=1, app="Billing", test=True)


def promised(key: str, day: date | None, **options: str) -> TemplateVersion:
    """A live template that is to be looked at again by a day."""
    draft = template_draft(key, brands=[live_brand(channels=("email",))], **options)
    draft.review_by = day
    draft.save()
    return publish(draft)


def ask(key: str, now: datetime) -> Send:
    return accept(SendRequest(key, dict(DATA), recipient=RECIPIENT), CALLER, idempotency_key=None, now=now).send


def test_what_is_due_is_listed_thirty_days_ahead_the_longest_overdue_first() -> None:
    Category.objects.create(key="legal", label="Legal", past_review="stop")
    for key, days in {"a-month": 30, "later": 31, "over": -2, "today": 0}.items():
        promised(key, TODAY + timedelta(days=days), category="legal" if key == "over" else "service")
    promised("never", None)
    draft = new_draft(TemplateVersion.objects.get(template__key="never"), marketer())
    set_life(draft, effective_from=None, until=None, review_by=TODAY)

    due = due_for_another_look(TODAY)

    assert [(one.version.parent.key, one.left, one.over, one.stopped) for one in due] == [
        ("over", -2, True, True),
        ("today", 0, False, False),
        ("a-month", 30, False, False),
    ]


def test_a_category_that_stops_refuses_new_sends_after_the_day_and_says_why() -> None:
    Category.objects.create(key="legal", label="Legal", past_review="stop")
    promised("notice", TODAY, category="legal")
    promised("reminder", TODAY)

    assert ask("notice", NOON).template_key == "notice"
    with pytest.raises(IntakeError, match="before somebody has looked at it again") as refused:
        ask("notice", NOON + timedelta(days=1))
    assert (refused.value.status, refused.value.code) == (422, "template-past-review")
    assert refused.value.problems[0].detail == (
        "template 'notice' was to be looked at again by 1 June 2027, and nobody has approved it since"
    )
    assert ask("reminder", NOON + timedelta(days=400)).template_key == "reminder"
    assert Send.objects.count() == 2


def test_a_new_version_goes_on_with_a_new_day_and_not_with_one_that_is_over() -> None:
    draft = new_draft(promised("notice", TODAY), marketer())
    assert draft.review_by == TODAY
    later = NOON + timedelta(days=1)
    with pytest.raises(Refused, match=r"was to be looked at again by 1 June 2027\. Set another day\."):
        submit(draft, marketer(), now=later)
    save_draft(
        draft,
        marketer(),
        lambda: set_life(draft, effective_from=None, until=None, review_by=date(2028, 6, 1)),
        now=later,
        seen=0,
    )
    assert submit(draft, marketer(), now=later).action == "submit"


def test_what_is_due_stands_on_its_page_and_on_the_desk(login: Login) -> None:
    Category.objects.create(key="legal", label="Legal", past_review="stop")
    today = timezone.localdate()
    promised("notice", today + timedelta(days=1), category="legal")
    client = login(reviewer())

    page = html.unescape(client.get(reverse("admin:desk_due")).content.decode())

    assert "tomorrow" in page
    assert "New sends will be refused" in page
    assert "Due for another look" in client.get(reverse("admin:index")).content.decode()
    assert (
        login(User.objects.create(username="nobody", is_staff=True)).get(reverse("admin:desk_due")).status_code == 403
    )


def test_a_retired_template_leaves_the_lists_and_comes_back(login: Login) -> None:
    template = live_template("old-notice", brands=[live_brand(channels=("email",))])
    live = template.versions.get()
    with pytest.raises(Refused, match="template old-notice v1 is live: retire it first"):
        archive(template, reviewer(), now=NOW)
    retire(live, reviewer(), now=NOW)
    with pytest.raises(NotAllowed, match="do not have the permission"):
        archive(template, marketer(), now=NOW)

    login(reviewer()).post(reverse("admin:desk_archive", args=["template", template.pk]))

    names = reverse("admin:templates_store_template_changelist")
    client = login(marketer())
    assert "old-notice" not in client.get(names).content.decode()
    assert "old-notice" in client.get(f"{names}?archived=yes").content.decode()
    page = client.get(reverse("admin:templates_store_template_change", args=[template.pk])).content.decode()
    assert "it stands in no list" in page
    assert "Bring it back" not in page
    live.refresh_from_db()
    with pytest.raises(Refused, match="is archived; bring it back first"):
        new_draft(live, marketer())
    template.refresh_from_db()
    unarchive(template, reviewer(), now=NOW)
    assert "old-notice" in client.get(names).content.decode()
    told = AuditEntry.objects.filter(action__in=["archive", "unarchive"]).order_by("number")
    assert [entry.sentence for entry in told] == [
        "remy-reviewer archived template old-notice.",
        "remy-reviewer brought back template old-notice.",
    ]


def test_nobody_writes_in_a_draft_of_what_is_archived() -> None:
    draft = template_draft("old-notice", brands=[live_brand(channels=("email",))])
    archive(draft.template, reviewer(), now=NOW)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="Old notice is archived"):
        save_draft(draft, marketer(), lambda: None, now=NOW, seen=0)
    with pytest.raises(Refused, match="Old notice is archived"):
        submit(draft, marketer(), now=NOW)
    with pytest.raises(Refused, match="archived already"):
        archive(draft.template, reviewer(), now=NOW)


def test_a_block_that_is_used_is_not_archived() -> None:
    block = publish(block_draft("help", en="Call us."))
    live_brand(channels=("sms",))
    draft = template_draft("notice", {"en": {"sms": "Hello."}}, variables=[])
    save_draft(
        draft,
        marketer(),
        lambda: draft.parts.update(source="Hello. {% include 'help' %}") and None,
        now=NOW,
        seen=0,
    )
    publish(draft)

    ContentBlockVersion.objects.filter(pk=block.pk).update(state=State.RETIRED)
    with pytest.raises(Refused, match="still used by template notice v1"):
        archive(block.block, reviewer(), now=NOW)
    assert Template.objects.get(key="notice").archived_at is None
