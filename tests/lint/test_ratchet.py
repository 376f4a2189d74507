"""The ratchet: what a version of a term list would stop, and the batch of waivers that can only shrink."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft, start_draft
from commhub.approval.errors import Refused
from commhub.approval.ratchet import go_on
from commhub.approval.submit import submit
from commhub.contracts import Edition
from commhub.lint.models import LintWaiver, RatchetReport, TermList, TermListVersion, WaiverBatch
from commhub.lint.rules.base import TermSpec
from commhub.lint.store import waivers
from commhub.lint.store.ratchet import places_of
from commhub.lint.store.writing import write_list, write_term
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition
from templates_store.models import TemplateVersion
from tests.factories import CustomerFactory, listed, live_template, marketer, publish, reviewer, template_draft
from tests.lint.sends import send

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def draft_with(*words: str, severity: str = "error") -> TermListVersion:
    """A draft of the list "main" with these words added to what is live."""
    live = TermListVersion.objects.get(term_list__key="main", state="live")
    draft = new_draft(live, marketer())
    for word in words:
        write_term(draft, TermSpec(word, "en", "term", "jargon", severity, "something plain"))
    return draft


@pytest.fixture
def live() -> None:
    live_template()


@pytest.mark.usefixtures("live")
def test_a_version_is_tried_on_all_that_is_live_and_shows_what_it_would_stop() -> None:
    draft = draft_with("renews", "Dear")
    submit(draft, marketer(), now=NOW)
    places = places_of(draft.ratchet)
    assert {(one.where, one.severity, one.rule, one.surface, one.template) for one in places} == {
        ("live", "error", "en.term.renews", "renews", "renewal-notice"),
        ("live", "error", "en.term.Dear", "Dear", "renewal-notice"),
    }
    assert {one.sentence for one in places if one.surface == "renews"} == {
        "Policy \ufffc renews",
        "policy \ufffc renews.",
        "Northlight: Policy \ufffc renews.",
    }
    assert draft.ratchet.finished_at == NOW
    assert not LintWaiver.objects.exists()


@pytest.mark.usefixtures("live")
def test_what_the_present_rules_find_as_well_is_not_told() -> None:
    listed("renews", severity="warning")
    draft = draft_with("Dear")
    submit(draft, marketer(), now=NOW)
    assert {one.surface for one in places_of(draft.ratchet)} == {"Dear"}
    # but what was a warning and becomes an error is new
    draft.refresh_from_db()
    approve(draft, reviewer(), now=NOW)
    harder = draft_with()
    row = harder.terms.get(text="renews")
    write_term(harder, TermSpec("renews", "en", "term", "jargon", "error"), row=row)
    submit(harder, marketer(), now=NOW)
    assert {(one.surface, one.severity) for one in places_of(harder.ratchet)} == {("renews", "error")}


@pytest.mark.usefixtures("live")
def test_going_live_gives_each_live_place_a_waiver_for_ninety_days_and_new_text_none() -> None:
    draft = draft_with("renews")
    submit(draft, marketer(), now=NOW)
    review = approve(draft, reviewer(), now=NOW)
    batch = WaiverBatch.objects.get()
    rows = list(batch.waivers.all())
    assert (batch.size, batch.closed, len(rows), len(review.findings)) == (len(rows), True, len(rows), len(rows))
    assert {(row.scope, row.scope_key, row.requester, row.approver) for row in rows} == {
        ("template", "renewal-notice", marketer(), reviewer())
    }
    assert {row.expires_at for row in rows} == {NOW + timedelta(days=90)}
    # what is live still goes out, whatever its data; new text with the word does not
    customer = CustomerFactory().key
    message = send(customer, NOW, policy_number="HM-1")
    assert (message.state, {one["severity"] for one in message.findings}) == ("sent", {"waived"})
    fresh = template_draft("other", parts={"en": {"sms": "Your cover renews."}}, variables=())
    with pytest.raises(Refused, match="the linter found “renews”"):
        submit(fresh, marketer(), now=NOW)
    # 90 days later it lints again and blocks
    assert send(customer, NOW + timedelta(days=90)).state == "blocked"
    again = new_draft(TemplateVersion.objects.get(state="live"), marketer())
    submit(again, marketer(), now=NOW)
    again.refresh_from_db()
    with pytest.raises(Refused, match="the linter found “renews”"):
        approve(again, reviewer(), now=NOW + timedelta(days=91))


@pytest.mark.usefixtures("live")
def test_the_uses_of_a_waiver_are_counted_and_kept_with_messages_and_decisions() -> None:
    draft = draft_with("renews")
    submit(draft, marketer(), now=NOW)
    approve(draft, reviewer(), now=NOW)
    customer, later = CustomerFactory(preferred_channel="sms").key, NOW + timedelta(days=3)
    ids = [send(customer, later).findings[0]["waiver"] for _ in range(2)]
    row = LintWaiver.objects.get(sentence="Northlight: Policy \ufffc renews.")
    assert (ids, row.uses, row.last_used_at) == ([str(row.pk)] * 2, 2, later)
    assert {one.uses for one in LintWaiver.objects.exclude(pk=row.pk)} == {0}
    again = new_draft(TemplateVersion.objects.get(state="live"), marketer())
    review = submit(again, marketer(), now=later)
    assert {(one["severity"], one["waiver"] != "") for one in review.findings} == {("waived", True)}
    assert {one.uses > 0 for one in LintWaiver.objects.all()} == {True}


@pytest.mark.usefixtures("live")
def test_a_batch_can_only_shrink() -> None:
    draft = draft_with("renews")
    submit(draft, marketer(), now=NOW)
    approve(draft, reviewer(), now=NOW)
    batch, row = WaiverBatch.objects.get(), LintWaiver.objects.order_by("id").first()
    assert row is not None
    later = {"expires_at": NOW + timedelta(days=30), "approved_at": NOW + timedelta(days=1)}
    attempts = [
        lambda: LintWaiver.objects.create(**{**_fields(row), "fingerprint": "f" * 64}),
        lambda: LintWaiver.objects.filter(pk=row.pk).update(fingerprint="f" * 64),
        lambda: LintWaiver.objects.filter(pk=row.pk).update(**later),
        lambda: LintWaiver.objects.filter(pk=row.pk).update(batch=None),
        lambda: WaiverBatch.objects.filter(pk=batch.pk).update(closed=False),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="only shrinks"), transaction.atomic():
            attempt()
    LintWaiver.objects.filter(pk=row.pk).update(revoked_at=NOW, revoked_by=reviewer())
    with pytest.raises(DatabaseError, match="only shrinks"), transaction.atomic():
        LintWaiver.objects.filter(pk=row.pk).update(revoked_at=None)
    assert row.fingerprint not in waivers.in_force(NOW).of(_edition())


def test_messages_that_were_sent_are_tried_too_and_nothing_of_a_person_is_told(settings: object) -> None:
    settings.COMMHUB_RATCHET_MESSAGES = 8  # type: ignore[attr-defined]
    live_template(parts={"en": {"sms": "Note {% if note %}{{ note }}{% endif %} for you, {{ recipient.name }}."}})
    customer = CustomerFactory(name="Zaphod Beeblebrox", contacts={"phone": "+447700900123"}).key
    for number in range(9):
        at = NOW - timedelta(minutes=9 - number)  # the last eight are tried
        send(customer, at, note="XQV please, for Trillian" if number != 4 else "nothing")
    draft = draft_with("XQV")
    submit(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    report = draft.ratchet
    assert (len(report.editions), len(report.messages), report.done, report.finished_at) == (1, 8, 5, None)
    with pytest.raises(Refused, match="still being tried: 5 of 9 live editions"):
        approve(draft, reviewer(), now=NOW)
    report = go_on(report, NOW, most=3)
    assert (report.done, report.messages_done, report.finished_at) == (8, 7, None)
    report = go_on(report, NOW, most=100, may_go_on=lambda: False)
    assert (report.done, report.finished_at) == (9, NOW)
    (place,) = places_of(report)
    assert report.left_out == 0
    assert (place.where, place.surface, place.times) == ("sent", "XQV", 7)
    assert place.sentence == "Northlight: Note XQV for you, \ufffc."
    approve(draft, reviewer(), now=NOW)
    assert WaiverBatch.objects.get().size == 0  # what only data brought in gets no waiver


def test_what_a_pattern_finds_in_the_data_of_a_sent_message_is_told_without_it() -> None:
    live_template(parts={"en": {"sms": "Note {% if note %}{{ note }}{% endif %} for {{ recipient.name }}."}})
    customer = CustomerFactory(name="Zaphod", contacts={"phone": "+447700900123"}).key
    send(customer, NOW, note="ask Trillian-42 again")
    draft = draft_with()
    write_term(draft, TermSpec("Tri[a-z]+-[0-9]+", "en", "pattern", "jargon", "error", id="en.pattern.tri"))
    submit(draft, marketer(), now=NOW)
    (place,) = places_of(go_on(draft.ratchet, NOW, most=9))
    assert (place.where, place.rule, place.surface) == ("sent", "en.pattern.tri", "\ufffc")
    assert place.sentence == "Northlight: Note \ufffc for \ufffc."
    assert "Trillian" not in str(RatchetReport.objects.values())


def test_what_a_live_template_says_in_another_case_is_seen_as_well() -> None:
    status = {"name": "status", "type": "enum", "choices": ["paid", "late"], "sample": "paid"}
    note = {"name": "note", "type": "string", "required": False, "sample": "Hello"}
    text = "{% if status == 'late' %}You owe XQV.{% else %}Thank you.{% endif %}{% if not note %} No XQW.{% endif %}"
    live_template(parts={"en": {"sms": text}}, variables=[status, note])
    draft = draft_with("XQV", "XQW")
    submit(draft, marketer(), now=NOW)
    assert {one.sentence for one in places_of(draft.ratchet)} == {"Northlight: You owe XQV.", "No XQW."}


def test_what_a_live_template_said_in_a_message_gets_a_waiver_too() -> None:
    rows = {"name": "items", "type": "list", "sample": ["one"]}
    live_template(parts={"en": {"sms": "{% if items | length > 3 %}Many XQV.{% endif %} Yes."}}, variables=[rows])
    customer = CustomerFactory().key
    send(customer, NOW, items=["a", "b", "c", "d"])
    draft = draft_with("XQV")
    submit(draft, marketer(), now=NOW)
    assert [(one.where, one.sentence) for one in places_of(draft.ratchet)] == [("sent", "Northlight: Many XQV.")]
    approve(draft, reviewer(), now=NOW)
    assert [row.sentence for row in LintWaiver.objects.all()] == ["Northlight: Many XQV."]
    assert send(customer, NOW, items=["a", "b", "c", "d"]).state == "sent"


def test_a_broken_list_can_be_put_right() -> None:
    listed("virgo", rule="astrology")
    draft = new_draft(TermListVersion.objects.get(state="live"), marketer())
    with pytest.raises(Refused, match="There is no rule type 'astrology'"):
        submit(draft, marketer(), now=NOW)
    draft.terms.all().delete()
    publish(draft)
    assert TermListVersion.objects.get(state="live") == draft


def test_a_first_list_is_tried_with_nothing_in_force() -> None:
    terms = TermList.objects.create(key="first", label="First")
    draft = start_draft(terms, marketer())
    assert isinstance(draft, TermListVersion)
    write_list(draft, [TermSpec("rider", "en", "term", "jargon", "error")], {}, "First.")
    publish(draft)
    assert draft.ratchet.finished_at is not None


def _fields(row: LintWaiver) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name != "id"}


def _edition() -> Edition:
    return load(LiveEdition.objects.get().edition.hash).edition


def test_what_goes_live_while_a_version_waits_is_tried_at_its_approval(live: None) -> None:
    draft = draft_with("XQV")
    submit(draft, marketer(), now=NOW)
    assert list(places_of(draft.ratchet)) == []
    live_template("other", parts={"en": {"sms": "Your XQV is here."}})
    draft.refresh_from_db()
    approve(draft, reviewer(), now=NOW)
    assert set(LintWaiver.objects.values_list("scope_key", "surface")) == {("other", "XQV")}
