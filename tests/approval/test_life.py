"""A version's life: who may take it where, what is kept about it, and that it cannot change on the way."""

from __future__ import annotations

import json
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from brand_assets.models import Brand
from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft, note_edit, start_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.history import reviews_of
from commhub.approval.permissions import refusal
from commhub.approval.reject import reject
from commhub.approval.retire import retire
from commhub.approval.submit import submit
from commhub.approval.withdraw import withdraw
from commhub.publish.models import LiveEdition
from commhub.versions import Frozen, State
from templates_store.editing import write_brands
from templates_store.models import (
    BlockText,
    Category,
    ContentBlockVersion,
    Part,
    Template,
    TemplateBrand,
    TemplateVersion,
    TestSet,
)
from tests.factories import brand_draft, layout_draft, listed, publish, unlisted
from tests.store import NOW, SMS_LAYOUT, TOKENS, People, draft_claim, make_claim_template, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def draft(people: People) -> TemplateVersion:
    return draft_claim(("en",))


def test_a_draft_goes_to_review_and_live_with_every_decision_kept(people: People, draft: TemplateVersion) -> None:
    submit(draft, people.marketer, now=NOW, comment="For the spring")
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    approve(draft, people.reviewer, now=NOW, comment="Clear and kind")
    draft.refresh_from_db()
    assert draft.state == State.LIVE
    reviews = list(reviews_of(draft))
    assert [(r.action, r.actor.username, r.comment, r.at) for r in reviews] == [
        ("approve", "remy-reviewer", "Clear and kind", NOW),
        ("submit", "mara-marketer", "For the spring", NOW),
    ]
    assert {review.content_hash for review in reviews} == {draft.hash_content()}
    assert LiveEdition.objects.get().edition.template_version == draft


def test_nobody_approves_what_they_wrote_or_edited(people: People, draft: TemplateVersion) -> None:
    boss = User.objects.create_superuser("boss", password="a-long-test-password")
    note_edit(draft, boss)
    submit(draft, people.marketer, now=NOW)
    draft.refresh_from_db()
    for person in (boss, people.marketer, people.administrator):
        expected = person is people.administrator
        assert (refusal(person, "approve", draft) == "") is expected
    with pytest.raises(NotAllowed, match="somebody else has to approve it"):
        approve(draft, boss, now=NOW)
    with pytest.raises(NotAllowed, match="do not have the permission"):
        approve(draft, people.marketer, now=NOW)
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    assert not LiveEdition.objects.exists()


def test_a_reviewer_can_neither_edit_nor_submit(people: People, draft: TemplateVersion) -> None:
    assert refusal(people.reviewer, "edit", draft) == "You do not have the permission to edit this."
    with pytest.raises(NotAllowed):
        submit(draft, people.reviewer, now=NOW)
    with pytest.raises(NotAllowed):
        start_draft(draft.template, people.reviewer)


def test_rejecting_needs_a_reason_and_a_new_draft_takes_the_content_along(
    people: People, draft: TemplateVersion
) -> None:
    submit(draft, people.marketer, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        reject(draft, people.reviewer, now=NOW, comment="  ")
    reject(draft, people.reviewer, now=NOW, comment="Too long")
    draft.refresh_from_db()
    assert draft.state == State.REJECTED
    again = new_draft(draft, people.marketer)
    assert (again.number, again.state, again.content()) == (2, State.DRAFT, draft.content())


def test_there_is_one_open_version_at_a_time(people: People, draft: TemplateVersion) -> None:
    with pytest.raises(Refused, match="template claim-update v1 is already draft"):
        new_draft(draft, people.marketer)


def test_withdrawing_makes_it_a_draft_again(people: People, draft: TemplateVersion) -> None:
    submit(draft, people.marketer, now=NOW)
    with pytest.raises(NotAllowed):
        withdraw(draft, people.reviewer, now=NOW)
    withdraw(draft, people.marketer, now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.content_hash) == (State.DRAFT, "")


def test_what_has_left_draft_cannot_change_by_any_hand(people: People, draft: TemplateVersion) -> None:
    other = Brand.objects.create(key="sneaked-in")
    TestSet.objects.create(version=draft, name="A long name")
    submit(draft, people.marketer, now=NOW)
    draft.refresh_from_db()
    with pytest.raises(Frozen, match="in review and can no longer change"):
        note_edit(draft, people.marketer)
    tries = [
        lambda: Part.objects.filter(version=draft).update(source="Sneaked in"),
        lambda: Part.objects.create(version=draft, name="sms", locale="fr", source="Sneaked in"),
        lambda: TemplateVersion.objects.filter(pk=draft.pk).update(variables=[]),
        lambda: BlockText.objects.update(source="Sneaked in"),
        lambda: TemplateBrand.objects.create(version=draft, brand=other),
        lambda: TemplateBrand.objects.filter(version=draft).update(brand=other),
        lambda: TestSet.objects.create(version=draft, name="Sneaked in"),
        lambda: TestSet.objects.filter(version=draft).update(name="Sneaked in"),
        *(
            partial(TemplateVersion.objects.filter(pk=draft.pk).update, **{name: value})
            for name, value in {
                "until": NOW,
                "effective_from": NOW,
                "review_by": NOW.date(),
                "source_locale": "de",
                "required_locales": ["de"],
                "note": "Sneaked in",
            }.items()
        ),
        lambda: Template.objects.update(category=Category.objects.create(key="legal", label="Legal")),
        lambda: Template.objects.update(key="sneaked-in"),
        lambda: Brand.objects.exclude(pk=other.pk).update(default_locale="de"),
        lambda: ContentBlockVersion.objects.filter(state=State.LIVE).update(state=State.DRAFT),
    ]
    for attempt in tries:
        with pytest.raises(DatabaseError, match="left draft cannot change"), transaction.atomic():
            attempt()
    assert not Part.objects.filter(source="Sneaked in").exists()


def test_what_is_not_what_was_submitted_is_not_approved(people: People, draft: TemplateVersion) -> None:
    submit(draft, people.marketer, now=NOW)
    Category.objects.filter(pk=draft.template.category_id).update(key="renamed")
    with pytest.raises(Refused, match="has changed since it was submitted; it must be submitted again"):
        approve(draft, people.reviewer, now=NOW)
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    assert not LiveEdition.objects.exists()


def test_coded_language_stops_submit_and_approval(people: People, draft: TemplateVersion) -> None:
    listed("claim", suggestion="request")
    with pytest.raises(Refused, match="the linter found “claim”") as refused:
        submit(draft, people.marketer, now=NOW)
    assert refused.value.findings[0].suggestion == "request"
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    unlisted("claim")
    submit(draft, people.marketer, now=NOW)
    listed("claim", suggestion="request")
    with pytest.raises(Refused, match="the linter found “claim”"):
        approve(draft, people.reviewer, now=NOW)
    assert not LiveEdition.objects.exists()


def test_a_warning_is_kept_with_the_decision_and_stops_nothing(people: People, draft: TemplateVersion) -> None:
    listed("claim", severity="warning", suggestion="request")
    submit(draft, people.marketer, now=NOW)
    review = approve(draft, people.reviewer, now=NOW)
    assert {(f["channel"], f["surface"], f["severity"]) for f in review.findings} == {
        ("email", "claim", "warning"),
        ("sms", "claim", "warning"),
        ("print", "claim", "warning"),
    }


@pytest.mark.parametrize(
    ("part", "source", "reason"),
    [
        ("sms", "Hello {{ nobody }}", r"text message \(en\), line 1, column 10: “nobody” is not a declared variable"),
        ("body", "One\n\n{% if amount %}", r"body \(en\), line 3, column 1: this {% if %} is never closed"),
        ("sms", "{% include 'nothing' %}", "there is no content block “nothing”"),
        ("sms", "{{ status.__class__.__mro__ }}", r"line 1, column 20: '__mro__' is unsafe"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    people: People, draft: TemplateVersion, part: str, source: str, reason: str
) -> None:
    Part.objects.filter(version=draft, name=part).update(source=source)
    with pytest.raises(Refused, match=reason):
        submit(draft, people.marketer, now=NOW)


def test_a_live_block_cannot_be_retired_under_a_live_template(people: People, draft: TemplateVersion) -> None:
    publish(draft)
    block = BlockText.objects.get(locale="en").version
    with pytest.raises(Refused, match="still used by template claim-update v1"):
        retire(block, people.reviewer, now=NOW)
    retire(draft, people.reviewer, now=NOW)
    assert not LiveEdition.objects.exists()
    retire(block, people.reviewer, now=NOW)
    block.refresh_from_db()
    assert block.state == State.RETIRED


def test_approving_a_block_switches_every_edition_that_uses_it(people: People) -> None:
    make_claim_template()
    before = {pointer.locale: pointer.edition.hash for pointer in LiveEdition.objects.all()}
    block = new_draft(BlockText.objects.first().version, people.marketer)  # type: ignore[union-attr]
    block.texts.filter(locale="en").update(source="Ring us on 0800 999.")
    publish(block)
    after = {pointer.locale: pointer.edition for pointer in LiveEdition.objects.all()}
    assert (
        json.loads(after["en"].content)["channels"]["sms"]["text"]
        == "Northlight: Your claim is {{ status }}. Ring us on 0800 999."
    )
    assert after["en"].hash != before["en"]


def test_a_block_that_breaks_a_template_publishes_nothing(people: People) -> None:
    make_claim_template()
    before = set(LiveEdition.objects.values_list("edition__hash", flat=True))
    block = new_draft(BlockText.objects.first().version, people.marketer)  # type: ignore[union-attr]
    block.texts.filter(locale="en").update(source="Call {{ telephone }}.")
    with pytest.raises(Refused, match=r"claim-update, northlight en: .*'telephone' is not declared"):
        submit(block, people.marketer, now=NOW)
    assert set(LiveEdition.objects.values_list("edition__hash", flat=True)) == before


def test_a_brand_that_a_draft_adds_goes_live_only_with_the_draft(people: People) -> None:
    version = make_claim_template()
    other = publish(brand_draft("harbour", TOKENS)).brand
    publish(layout_draft(other, "sms", SMS_LAYOUT))
    draft = new_draft(version, people.marketer)
    write_brands(draft, [*draft.brands.all(), other])
    block = new_draft(BlockText.objects.get(locale="en").version, people.marketer)
    block.texts.filter(locale="en").update(source="Ring us.")
    publish(block)
    assert set(LiveEdition.objects.values_list("brand__key", flat=True)) == {"northlight"}
    publish(draft)
    assert set(LiveEdition.objects.values_list("brand__key", flat=True)) == {"northlight", "harbour"}
