"""What happens by the clock: releases that wait for their day, templates that end, and the way back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from brand_assets.models import Brand
from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.history import reviews_of
from commhub.approval.releases import (
    add,
    approve_release,
    begin,
    publish_due,
    roll_back,
    stop_release,
    submit_release,
)
from commhub.approval.submit import submit
from commhub.audit.models import AuditEntry
from commhub.intake import Caller, IntakeError, SendRequest, accept
from commhub.publish.golive import CannotPublish
from commhub.publish.models import LiveEdition, Release, ReleaseEdition, ReleaseState
from commhub.publish.prepare import prepare
from commhub.publish.switch import NotPrepared, switch
from commhub.record.models import Send
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, TemplateVersion
from tests.factories import (
    administrator,
    block_draft,
    live_brand,
    live_template,
    marketer,
    publish,
    reviewer,
    template_draft,
)

pytestmark = pytest.mark.django_db
SMS = {"en": {"sms": "{{ brand.name }} {% include 'footer' %}"}}
NOW = datetime(2099, 3, 2, 10, 0, tzinfo=UTC)
"""After all that the factories publish, which do it by the real clock."""
DAY = NOW + timedelta(days=3)


@pytest.fixture
def notice() -> TemplateVersion:
    brand = live_brand(channels=("sms",))
    publish(block_draft("footer", en="One."))
    return live_template("notice", parts=SMS, variables=[], brands=[brand]).versions.get()


def next_footer(text: str) -> ContentBlockVersion:
    draft = new_draft(ContentBlockVersion.objects.get(state=State.LIVE, block__key="footer"), marketer())
    draft.texts.update(source=text)
    return draft


def next_brand(name: str) -> Version:
    draft = new_draft(Brand.objects.get().versions.get(state=State.LIVE), marketer())
    draft.tokens = {**draft.tokens, "name": name}
    draft.save()
    return draft


def approved(*members: Version, on: bool = False, name: str = "Change") -> Release:
    """A release of these, approved for now or for DAY."""
    release = begin(name, "", marketer(), now=NOW, effective_at=DAY if on else None)
    for version in members:
        add(release, version, marketer(), now=NOW)
    submit_release(release, marketer(), now=NOW)
    approve_release(release, reviewer(), now=NOW)
    release.refresh_from_db()
    return release


def said() -> str:
    return str(json.loads(LiveEdition.objects.get(template__key="notice").edition.content)["channels"]["sms"]["text"])


def state(version: Version) -> str:
    version.refresh_from_db()
    return version.state


# ---- the day --------------------------------------------------------------------------------------------------------


def test_a_release_waits_for_its_day_and_goes_live_however_late(notice: TemplateVersion) -> None:
    block = next_footer("Two.")
    release = approved(block, on=True)
    assert (release.state, state(block), said()) == (
        ReleaseState.SCHEDULED,
        State.SCHEDULED,
        "Northlight: Northlight One.",
    )
    assert publish_due(DAY - timedelta(seconds=1)) == (0, 0)
    assert publish_due(DAY + timedelta(days=30)) == (1, 0)
    release.refresh_from_db()
    assert (release.state, state(block), said()) == (ReleaseState.PUBLISHED, State.LIVE, "Northlight: Northlight Two.")
    assert publish_due(DAY + timedelta(days=31)) == (0, 0)


def test_the_latest_day_of_a_member_counts(notice: TemplateVersion) -> None:
    block, tokens = next_footer("Two."), next_brand("Southlight")
    tokens.effective_from = DAY + timedelta(days=1)
    tokens.save()
    approved(block, tokens, on=True)
    assert publish_due(DAY) == (0, 0)
    assert publish_due(DAY + timedelta(days=1)) == (1, 0)


def test_what_no_longer_fits_on_its_day_is_stopped_with_the_reason(notice: TemplateVersion) -> None:
    other = publish(block_draft("other", en="Bye."))
    block = next_footer("Two. {% include 'other' %}")
    release = approved(block, on=True)
    ContentBlockVersion.objects.filter(pk=other.pk).update(state=State.RETIRED)  # past all doors
    assert publish_due(DAY) == (0, 0)
    release.refresh_from_db()
    assert (release.state, state(block), said()) == (
        ReleaseState.STOPPED,
        State.REJECTED,
        "Northlight: Northlight One.",
    )
    assert release.reason == (
        "Since it was prepared, this went live or was retired: content-block other. This is not what was approved, so "
        "nothing went live."
    )
    assert next(iter(reviews_of(block))).comment == release.reason
    again = new_draft(block, marketer())
    assert again.texts.get().source == "Two. {% include 'other' %}"


def test_what_was_not_seen_together_does_not_go_live_together_by_the_clock(notice: TemplateVersion) -> None:
    block = next_footer("Two.")
    release = approved(block, on=True)
    publish(next_brand("Southlight"))
    assert publish_due(DAY) == (0, 0)
    release.refresh_from_db()
    assert "this went live or was retired: brand northlight" in release.reason
    assert said() == "Northlight: Southlight One."


def test_a_person_stops_it_before_its_day(notice: TemplateVersion) -> None:
    block = next_footer("Two.")
    release = approved(block, on=True)
    with pytest.raises(Refused, match="Say why"):
        stop_release(release, marketer(), now=NOW, comment="")
    stop_release(release, marketer(), now=NOW, comment="The campaign is off.")
    release.refresh_from_db()
    assert (release.state, release.reason, state(block)) == (
        ReleaseState.STOPPED,
        "The campaign is off.",
        State.REJECTED,
    )
    assert publish_due(DAY) == (0, 0)
    with pytest.raises(Refused, match="only what waits can be stopped"):
        stop_release(release, marketer(), now=NOW, comment="Again.")


def test_nothing_can_be_prepared_any_more_once_it_is_decided(notice: TemplateVersion) -> None:
    release = approved(next_footer("Two."), on=True)
    publish(next_brand("Southlight"))
    with pytest.raises(CannotPublish, match="what it puts live is decided"):
        prepare(release, NOW)


def test_only_what_was_approved_is_switched(notice: TemplateVersion) -> None:
    release = begin("Unseen", "", marketer(), now=NOW)
    add(release, next_footer("Two."), marketer(), now=NOW)
    submit_release(release, marketer(), now=NOW)
    with pytest.raises(NotPrepared, match="Nobody has approved Notice v1 / northlight / en as it would be now"):
        switch(release, NOW)
    assert said() == "Northlight: Northlight One."


# ---- the end ----------------------------------------------------------------------------------------------------------


def test_a_template_past_its_end_is_refused_at_once_and_taken_down_by_the_sweep(notice: TemplateVersion) -> None:
    draft = template_draft("offer", parts=SMS, variables=[], brands=[Brand.objects.get()])
    draft.until = DAY
    draft.save()
    submit(draft, marketer(), now=NOW)
    approve(draft, reviewer(), now=NOW)
    request = SendRequest("offer", {}, recipient={"name": "Alex", "phone": "+447700900123"})
    caller = Caller(1, "Shop", test=True)
    accept(request, caller, idempotency_key=None, now=DAY - timedelta(seconds=1))
    with pytest.raises(IntakeError) as refused:
        accept(request, caller, idempotency_key=None, now=DAY)
    assert (refused.value.status, refused.value.code) == (422, "template-ended")
    assert refused.value.problems[0].detail == "template 'offer' is not sent after 5 March 2099, 10:00 UTC"
    assert Send.objects.count() == 1
    assert publish_due(DAY) == (0, 1)
    assert (state(draft), LiveEdition.objects.filter(template__key="offer").exists()) == (State.RETIRED, False)
    assert "is retired" in AuditEntry.objects.get(action="end").sentence


def test_a_version_whose_end_has_passed_is_not_submitted(notice: TemplateVersion) -> None:
    draft = new_draft(notice, marketer())
    draft.until = NOW
    draft.save()
    with pytest.raises(Refused, match="it is not to be sent after 2 March 2099, 10:00 UTC"):
        submit(draft, marketer(), now=NOW)


# ---- the way back -----------------------------------------------------------------------------------------------------


def test_a_release_is_rolled_back_at_once_with_the_very_editions_of_before(notice: TemplateVersion) -> None:
    before = LiveEdition.objects.get().edition
    old = list(ContentBlockVersion.objects.filter(state=State.LIVE))
    block, tokens = next_footer("Two."), next_brand("Southlight")
    release = approved(block, tokens, name="Rebrand")
    back = roll_back(release, administrator(), now=NOW, comment="The new name was taken.")
    assert LiveEdition.objects.get().edition == before
    assert LiveEdition.objects.get().release == back
    assert {state(version) for version in old} == {State.LIVE}
    assert {state(version) for version in (block, tokens)} == {State.RETIRED}
    assert back.number == (release.number or 0) + 1
    assert ReleaseEdition.objects.get(release=back).approved
    sentence = AuditEntry.objects.get(action="roll-back").sentence
    assert sentence.startswith(f"ada-administrator rolled back release {release.number} “Rebrand”")
    again = roll_back(back, reviewer(), now=NOW, comment="It was not taken after all.")
    assert (said(), again.goes_back_to) == ("Northlight: Southlight Two.", release)


def test_there_is_no_way_back_at_once_to_what_nobody_has_seen_together(notice: TemplateVersion) -> None:
    release = approved(next_footer("Two."))
    approved(next_brand("Southlight"))
    with pytest.raises(Refused) as refused:
        roll_back(release, reviewer(), now=NOW, comment="Back.")
    assert str(refused.value) == (
        "Something else has gone live since, so that nobody has approved what would come of it: notice, northlight en. "
        "That takes a new release, with drafts of the older versions and a review of what comes of them."
    )
    assert said() == "Northlight: Southlight Two."


def test_what_was_replaced_since_is_not_rolled_back(notice: TemplateVersion) -> None:
    release = approved(next_footer("Two."))
    approved(next_footer("Three."))
    with pytest.raises(Refused, match="content-block footer v2 of this release is retired by now"):
        roll_back(release, reviewer(), now=NOW, comment="Back.")


def test_the_first_version_of_a_template_is_taken_back_without_a_former_one(notice: TemplateVersion) -> None:
    release = Release.objects.get(members__subject="template", members__version_id=notice.pk)
    roll_back(release, reviewer(), now=NOW, comment="Too early.")
    assert (state(notice), LiveEdition.objects.exists()) == (State.RETIRED, False)


def test_a_block_that_is_in_use_is_not_taken_back_without_a_former_one(notice: TemplateVersion) -> None:
    block = ContentBlockVersion.objects.get()
    release = Release.objects.get(members__subject="content-block", members__version_id=block.pk)
    with pytest.raises(Refused, match="nobody has approved what would come of it: notice, northlight en"):
        roll_back(release, reviewer(), now=NOW, comment="Too early.")
    assert state(block) == State.LIVE


def test_who_may_roll_back_and_that_it_takes_a_reason(notice: TemplateVersion) -> None:
    release = approved(next_footer("Two."))
    with pytest.raises(NotAllowed):
        roll_back(release, marketer(), now=NOW, comment="Back.")
    with pytest.raises(Refused, match="Say why it is rolled back"):
        roll_back(release, reviewer(), now=NOW, comment=" ")


def test_a_draft_against_what_was_rolled_back_is_submitted_anew(notice: TemplateVersion) -> None:
    release = approved(next_footer("Two."))
    block = next_footer("Three.")
    submit(block, marketer(), now=NOW)
    roll_back(release, reviewer(), now=NOW, comment="Back.")
    with pytest.raises(
        Refused, match=r"v3 was submitted to replace v2, and that is no longer the live version[.] Withdraw it"
    ):
        approve(block, reviewer(), now=NOW)
