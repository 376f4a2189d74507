"""The proof that nothing is live without a complete approval: what it shows, and each way in which it finds a hole."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from commhub.approval.drafts import new_draft
from commhub.approval.models import Review
from commhub.approval.proof_of_live import live_editions, unproven
from commhub.approval.releases import roll_back
from commhub.publish.models import LiveEdition, Release, ReleaseEdition
from templates_store.models import ContentBlockVersion, Template
from tests.factories import block_draft, live_brand, live_template, marketer, publish, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> Template:
    live_brand(channels=("email", "sms"))
    publish(block_draft())
    parts = {
        "en": {"subject": "Hello", "body": 'Dear {{ recipient.name }}.\n\n{% include "contact-us" %}', "sms": "Hi"}
    }
    return live_template(parts=parts, variables=())


def tamper(sql: str, *tables: str) -> None:
    """As somebody who owns the database: the guards of the tables are taken off first."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_update")
        cursor.execute(sql)


@pytest.fixture
def unguarded(template: Template) -> None:
    """The decisions without their guard, as for somebody who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE approval_review DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER approval_review_append_only_update")


def test_the_database_refuses_to_change_a_decision(template: Template) -> None:
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Review.objects.update(standing={})
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            Review.objects.all().delete()


def faults() -> list[str]:
    return sorted({fault for one in unproven() for fault in one.all_faults()})


def test_every_input_is_shown_with_who_approved_it(template: Template) -> None:
    (live,) = live_editions()
    assert (live.template, live.brand, live.locale, live.proven) == ("renewal-notice", "northlight", "en", True)
    assert [one.label for one in live.inputs] == [
        "brand northlight v1",
        "content-block contact-us v1",
        "layout northlight-email v1",
        "layout northlight-sms v1",
        "template renewal-notice v1",
    ]
    assert {one.approved_by for one in live.inputs} == {("remy-reviewer (Compliance reviewers)",)}
    assert live.release == "template renewal-notice v1"
    assert unproven() == []


def test_a_change_of_a_block_and_going_back_stay_proven(template: Template) -> None:
    block = new_draft(_block_version(), marketer())
    block.texts.update(source="Write to us.")
    publish(block)
    (live,) = live_editions()
    assert (live.proven, live.release) == (True, "content-block contact-us v2")
    last = Release.objects.order_by("-number")[0]
    roll_back(last, reviewer(), now=timezone.now() + timedelta(minutes=1), comment="Wrong address.")
    (live,) = live_editions()
    assert (live.proven, live.release) == (True, "template renewal-notice v1")
    assert "content-block contact-us v1" in [one.label for one in live.inputs]


def _block_version() -> ContentBlockVersion:
    return ContentBlockVersion.objects.get(state="live")


def test_content_changed_behind_our_back_is_found(template: Template) -> None:
    tamper("UPDATE templates_store_blocktext SET source = 'Call 0900 123.'", "templates_store_blocktext")
    assert faults() == [
        "content-block contact-us v1 is live, and is not what went into a live edition.",
    ]


def test_an_edition_changed_behind_our_back_is_found(template: Template) -> None:
    tamper("UPDATE publish_storededition SET content = replace(content, 'Dear', 'Deer')")
    assert faults() == [
        "renewal-notice (northlight, en): the edition is no longer what was compiled: its row was changed."
    ]


def test_an_approval_taken_away_is_found(unguarded: None) -> None:
    Review.objects.filter(subject="content-block", action="approve").delete()
    assert faults() == ["content-block contact-us v1 has no complete approval of exactly this content."]


def test_an_approval_that_did_not_complete_it_is_found(unguarded: None) -> None:
    review = Review.objects.get(subject="template", action="approve")
    review.standing = {**review.standing, "complete": False}
    review.save()
    assert faults() == [
        "renewal-notice (northlight, en): nobody has approved exactly these inputs together.",
        "template renewal-notice v1 has no complete approval of exactly this content.",
    ]


def test_an_approval_from_before_there_were_policies_is_told_apart(unguarded: None) -> None:
    Review.objects.filter(subject="template", action="approve").update(standing={})
    early = (
        "template renewal-notice v1 has no complete approval of exactly this content. It was approved before policies "
        "were kept; approve it anew to complete the evidence."
    )
    assert faults()[1:] == [early]


def test_an_approval_of_somebody_who_saw_something_else_is_found(unguarded: None) -> None:
    review = Review.objects.get(subject="template", action="approve")
    other = [{**one, "sha256": "0" * 64} if one["subject"] == "content-block" else one for one in review.manifest]
    Review.objects.filter(pk=review.pk).update(manifest=other)
    assert faults() == ["renewal-notice (northlight, en): nobody has approved exactly these inputs together."]


def test_a_reviewer_may_change_their_name(template: Template) -> None:
    User.objects.filter(username="remy-reviewer").update(first_name="Remigius", last_name="Reviewer-Smith")
    assert faults() == []


def test_a_pointer_turned_by_hand_is_found(template: Template) -> None:
    old = LiveEdition.objects.get().edition
    block = new_draft(_block_version(), marketer())
    block.texts.update(source="Write to us.")
    publish(block)
    LiveEdition.objects.update(edition=old)
    assert faults() == ["content-block contact-us v2 is live, and is not what went into a live edition."]


def test_an_edition_that_was_put_live_without_a_release_is_found(template: Template) -> None:
    ReleaseEdition.objects.all().delete()
    assert faults() == ["renewal-notice (northlight, en): nobody has approved exactly these inputs together."]


def test_the_command_tells_and_fails(template: Template) -> None:
    out = io.StringIO()
    call_command("audit", "live", stdout=out)
    assert out.getvalue() == "All 1 live editions have a complete approval of exactly their inputs.\n"
    ReleaseEdition.objects.all().delete()
    told = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1 live editions are without complete evidence"):
        call_command("audit", "live", stdout=told, no_color=True)
    assert told.getvalue() == "renewal-notice (northlight, en): nobody has approved exactly these inputs together.\n"
