"""Releases: what is reviewed together, whose approval counts, and that only what was seen goes live."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User

from brand_assets.models import Brand
from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft, note_edit
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.groups import LEGAL_REVIEWERS, REVIEWERS
from commhub.approval.models import ApprovalPolicy, ApprovalStep, Review
from commhub.approval.reject import reject
from commhub.approval.releases import (
    add,
    approve_release,
    begin,
    reject_release,
    remove,
    submit_release,
    withdraw_release,
)
from commhub.approval.retire import retire
from commhub.approval.seen import life_and_languages, seen_of
from commhub.approval.standing import progress_of
from commhub.approval.submit import submit
from commhub.approval.withdraw import withdraw
from commhub.audit.models import AuditEntry
from commhub.lint.store.waivers import in_force
from commhub.publish.models import LiveEdition, Release, ReleaseEdition, ReleaseState
from commhub.publish.prepare import make_ready
from commhub.publish.releases import members_of
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, Layout, TemplateVersion
from tests.factories import (
    block_draft,
    layout_draft,
    live_brand,
    live_template,
    marketer,
    publish,
    reviewer,
    template_draft,
)
from tests.store import NOW

pytestmark = pytest.mark.django_db
SMS = {"en": {"sms": "{{ brand.name }} {% include 'footer' %}"}}


@pytest.fixture
def brand() -> Brand:
    return live_brand(channels=("sms",))


@pytest.fixture
def footer(brand: Brand) -> ContentBlockVersion:
    return publish(block_draft("footer", en="Call us."))


@pytest.fixture
def notice(brand: Brand, footer: ContentBlockVersion) -> TemplateVersion:
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


def rebrand(*members: Version, name: str = "Rebrand") -> Release:
    release = begin(name, "We are called otherwise.", marketer(), now=NOW)
    for version in members:
        add(release, version, marketer(), now=NOW)
    return release


def said() -> str:
    """What the one live edition says by text message."""
    return str(json.loads(LiveEdition.objects.get().edition.content)["channels"]["sms"]["text"])


def ask_legal_too() -> User:
    """From now on a legal reviewer must approve after the compliance reviewer; answers that person."""
    policy = ApprovalPolicy.objects.create(name="Legal reads everything")
    ApprovalStep.objects.create(policy=policy, order=2, role=Group.objects.get(name=LEGAL_REVIEWERS))
    lena = reviewer("lena-legal")
    lena.groups.set([Group.objects.get(name=LEGAL_REVIEWERS)])
    return User.objects.get(pk=lena.pk)


def states(*versions: Version) -> set[str]:
    for version in versions:
        version.refresh_from_db()
    return {version.state for version in versions}


def test_members_go_live_together_or_not_at_all(notice: TemplateVersion) -> None:
    block, tokens = next_footer("Write to us."), next_brand("Southlight")
    release = rebrand(block, tokens)
    submit_release(release, marketer(), now=NOW)
    assert states(block, tokens) == {State.IN_REVIEW}
    assert said() == "Northlight: Northlight Call us."
    reviews = approve_release(release, reviewer(), now=NOW, comment="All seen.")
    assert states(block, tokens) == {State.LIVE}
    assert said() == "Northlight: Southlight Write to us."
    release.refresh_from_db()
    pointer = LiveEdition.objects.get()
    assert (release.state, pointer.release) == (ReleaseState.PUBLISHED, release)
    assert release.number == Release.objects.exclude(number=None).count()
    assert {(review.subject, review.release, review.role) for review in reviews} == {
        ("brand", release, REVIEWERS),
        ("content-block", release, REVIEWERS),
    }


def test_a_decision_keeps_what_was_seen_and_all_that_went_into_it(notice: TemplateVersion) -> None:
    release = rebrand(next_footer("Write to us."))
    submit_release(release, marketer(), now=NOW)
    (review,) = approve_release(release, reviewer(), now=NOW)
    edition = LiveEdition.objects.get().edition
    (proof,) = review.proofs
    assert len(proof.pop("sha256")) == 64
    assert proof == {
        "edition": edition.hash,
        "template": "notice",
        "brand": "northlight",
        "locale": "en",
        "channel": "sms",
        "test_set": "Declared samples",
    }
    assert review.manifest == edition.manifest["inputs"]
    assert {one["subject"] for one in review.manifest} == {"brand", "content-block", "layout", "template"}
    assert review.standing["complete"] is True
    assert ReleaseEdition.objects.get(release=release).approved


def test_every_action_is_one_sentence_in_the_audit_log(notice: TemplateVersion) -> None:
    release = rebrand(next_footer("Write to us."), next_brand("Southlight"))
    submit_release(release, marketer(), now=NOW)
    approve_release(release, reviewer(), now=NOW)
    sentences = list(
        AuditEntry.objects.filter(key=str(release.pk)).order_by("number").values_list("sentence", flat=True)
    )
    release.refresh_from_db()
    said_by = f"remy-reviewer ({REVIEWERS})"
    assert sentences == [
        "mara-marketer began the release “Rebrand”.",
        "mara-marketer put content-block footer v2 into “Rebrand”.",
        "mara-marketer put brand northlight v2 into “Rebrand”.",
        "mara-marketer submitted the release “Rebrand” of 2 versions for review.",
        f"remy-reviewer approved the release “Rebrand” of 2 versions as {REVIEWERS}. Approved by {said_by}.",
        f"Release {release.number} “Rebrand” went live: brand northlight v2, content-block footer v2, with 1 edition.",
    ]


def test_one_that_does_not_compile_stops_all_and_every_place_is_named(notice: TemplateVersion, brand: Brand) -> None:
    publish(template_draft("second", parts=SMS, variables=[], brands=[brand]))
    block, tokens = next_footer("Call {{ telephone }}."), next_brand("Southlight")
    release = rebrand(block, tokens)
    with pytest.raises(Refused) as refused:
        submit_release(release, marketer(), now=NOW)
    for template in ("notice", "second"):
        assert f"{template}, northlight en: content block footer (en), line 1: 'telephone' is not declared" in str(
            refused.value
        )
    assert states(block, tokens) == {State.DRAFT}
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT
    assert not Review.objects.filter(release=release).exists()


def test_a_refused_submit_of_one_version_leaves_no_release_behind(notice: TemplateVersion) -> None:
    with pytest.raises(Refused):
        submit(next_footer("Call {{ telephone }}."), marketer(), now=NOW)
    assert not Release.objects.exclude(state=ReleaseState.PUBLISHED).exists()


def test_it_stays_in_review_until_the_last_one_that_a_policy_asks_for(notice: TemplateVersion) -> None:
    legal = ask_legal_too()
    block = next_footer("Write to us.")
    submit(block, marketer(), now=NOW)
    with pytest.raises(NotAllowed, match=r"not yet your turn[.] Waits for Compliance reviewers, then Legal reviewers"):
        approve(block, legal, now=NOW)
    review = approve(block, reviewer(), now=NOW)
    assert (review.standing["complete"], states(block)) == (False, {State.IN_REVIEW})
    assert said() == "Northlight: Northlight Call us."
    with pytest.raises(NotAllowed, match="one person counts once"):
        approve(block, reviewer(), now=NOW)
    approve(block, legal, now=NOW)
    assert (states(block), said()) == ({State.LIVE}, "Northlight: Northlight Write to us.")


def test_without_a_policy_nothing_is_approved(notice: TemplateVersion) -> None:
    block = next_footer("Write to us.")
    submit(block, marketer(), now=NOW)
    ApprovalPolicy.objects.update(active=False)
    with pytest.raises(Refused, match="No approval policy covers a content block"):
        approve(block, reviewer(), now=NOW)
    assert states(block) == {State.IN_REVIEW}


def test_what_was_approved_before_something_else_went_live_is_asked_for_anew(notice: TemplateVersion) -> None:
    legal = ask_legal_too()
    block = next_footer("Write to us.")
    submit(block, marketer(), now=NOW)
    approve(block, reviewer(), now=NOW)
    tokens = next_brand("Southlight")
    submit(tokens, marketer(), now=NOW)
    approve(tokens, reviewer(), now=NOW)
    approve(tokens, legal, now=NOW)

    with pytest.raises(NotAllowed, match="not yet your turn"):
        approve(block, legal, now=NOW)
    release = Release.objects.get(state=ReleaseState.IN_REVIEW)
    members = members_of(release)
    progress = progress_of(release, members, make_ready(release, members, in_force(NOW), NOW))
    assert progress.counted == ()
    assert progress.sentence() == (
        "Waits for Compliance reviewers, then Legal reviewers. What remy-reviewer approved has changed since: something "
        "that it stands on went live meanwhile, so that the proofs are no longer the same. It must be approved anew."
    )
    later = NOW + timedelta(hours=1)
    approve(block, reviewer(), now=later)
    approve(block, legal, now=later)
    assert said() == "Northlight: Southlight Write to us."


def test_nobody_who_wrote_any_member_approves_the_release(notice: TemplateVersion) -> None:
    boss = User.objects.create_superuser("boss", password="a-long-test-password")
    boss.groups.add(Group.objects.get(name=REVIEWERS))
    block, tokens = next_footer("Write to us."), next_brand("Southlight")
    note_edit(tokens, boss)
    release = rebrand(block, tokens)
    submit_release(release, marketer(), now=NOW)
    with pytest.raises(NotAllowed, match="You wrote or edited this version"):
        approve_release(release, boss, now=NOW)


def test_a_version_is_in_one_open_release_and_decided_there(notice: TemplateVersion) -> None:
    block, tokens = next_footer("Write to us."), next_brand("Southlight")
    release, other = rebrand(block, tokens), begin("Other", "", marketer(), now=NOW)
    with pytest.raises(Refused, match="is in this release already"):
        add(release, block, marketer(), now=NOW)
    with pytest.raises(Refused, match="is in the release “Rebrand” already; take it out there first"):
        add(other, block, marketer(), now=NOW)
    with pytest.raises(Refused, match="in the release “Rebrand” with one other; they are decided together there"):
        submit(block, marketer(), now=NOW)
    remove(release, block, marketer(), now=NOW)
    add(other, block, marketer(), now=NOW)
    assert [len(members_of(one)) for one in (release, other)] == [1, 1]
    submit_release(release, marketer(), now=NOW)
    with pytest.raises(Refused, match="“Rebrand” is in review; only a release that is being put together can change"):
        add(release, block, marketer(), now=NOW)


def test_a_version_that_was_withdrawn_alone_can_join_a_release(notice: TemplateVersion) -> None:
    block = next_footer("Write to us.")
    submit(block, marketer(), now=NOW)
    withdraw(block, marketer(), now=NOW)
    block.refresh_from_db()
    release = rebrand(block)
    assert members_of(release) == [block]


def test_rejecting_and_withdrawing_take_all_members_along(notice: TemplateVersion) -> None:
    block, tokens = next_footer("Write to us."), next_brand("Southlight")
    release = rebrand(block, tokens)
    submit_release(release, marketer(), now=NOW)
    with pytest.raises(NotAllowed):
        withdraw_release(release, reviewer(), now=NOW)
    withdraw_release(release, marketer(), now=NOW)
    assert states(block, tokens) == {State.DRAFT}
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT
    submit_release(release, marketer(), now=NOW)
    with pytest.raises(Refused, match="Say why"):
        reject_release(release, reviewer(), now=NOW, comment=" ")
    reject_release(release, reviewer(), now=NOW, comment="Too loud")
    assert states(block, tokens) == {State.REJECTED}
    release.refresh_from_db()
    assert (release.state, release.reason) == (ReleaseState.REJECTED, "Too loud")


def test_a_rejection_keeps_what_was_seen_and_compiles_nothing(
    notice: TemplateVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    block, tokens = next_footer("Write to us."), next_brand("Southlight")
    release = rebrand(block, tokens)
    submit_release(release, marketer(), now=NOW)

    def compiled_anew(*_: object, **__: object) -> None:
        raise AssertionError("a rejection compiles nothing")

    monkeypatch.setattr("commhub.publish.prepare.compile_version", compiled_anew)
    reviews = reject_release(release, reviewer(), now=NOW, comment="Too loud")
    hashes = set(ReleaseEdition.objects.filter(release=release).values_list("edition__hash", flat=True))
    for review in reviews:
        submitted = Review.objects.get(action="submit", subject=review.subject, version_id=review.version_id)
        assert {proof["edition"] for proof in review.proofs} == hashes
        assert (review.proofs, review.manifest, review.findings) == (
            submitted.proofs,
            submitted.manifest,
            submitted.findings,
        )
        assert review.standing == submitted.standing
        assert review.role == REVIEWERS


def test_a_rejection_of_what_compiles_no_more_keeps_what_was_seen_when_it_was_submitted(
    notice: TemplateVersion,
) -> None:
    other = publish(block_draft("other", en="Bye."))
    draft = next_footer("Write to us. {% include 'other' %}")
    submit(draft, marketer(), now=NOW)
    submitted = Review.objects.get(action="submit", subject=draft.kind, version_id=draft.pk)
    ContentBlockVersion.objects.filter(pk=other.pk).update(state=State.RETIRED)  # past all doors
    review = reject(draft, reviewer(), now=NOW, comment="The other block is gone.")
    assert review.proofs == submitted.proofs != []
    assert review.manifest == submitted.manifest != []


def test_nobody_rejects_what_has_changed_since_they_saw_it(notice: TemplateVersion) -> None:
    block = next_footer("Write to us.")
    release = rebrand(block)
    submit_release(release, marketer(), now=NOW)
    seen = seen_of(release)
    withdraw_release(release, marketer(), now=NOW)
    block.texts.update(source="Write to me.")
    submit_release(release, marketer(), now=NOW)
    with pytest.raises(Refused, match="changed since you opened this page"):
        reject_release(release, reviewer(), now=NOW, comment="Too loud", seen=seen)
    assert states(block) == {State.IN_REVIEW}
    reject_release(release, reviewer(), now=NOW, comment="Too loud", seen=seen_of(release))
    assert states(block) == {State.REJECTED}


def test_days_and_languages_are_part_of_what_somebody_saw(notice: TemplateVersion) -> None:
    draft = new_draft(notice, marketer())
    release, content = rebrand(draft), draft.hash_content()
    found = [seen_of(release)]
    soon = NOW + timedelta(days=9)
    for change in (
        {"effective_from": soon},
        {"review_by": soon.date()},
        {"until": soon},
        {"source_locale": "en"},
        {"required_locales": ["en", "cy"]},
    ):
        TemplateVersion.objects.filter(pk=draft.pk).update(**change)
        found.append(seen_of(release))
    Release.objects.filter(pk=release.pk).update(effective_at=soon)
    release.refresh_from_db()
    found.append(seen_of(release))
    assert len(set(found)) == 7
    draft.refresh_from_db()
    assert draft.hash_content() == content
    assert life_and_languages(draft) == {
        "goes live not before": f"{soon:%Y-%m-%d %H:%M} UTC",
        "not sent after": f"{soon:%Y-%m-%d %H:%M} UTC",
        "to be looked at again by": f"{soon:%Y-%m-%d}",
        "written first in": "en",
        "does not go live without": "en, cy",
    }


def test_an_approval_before_a_withdrawal_no_longer_counts(notice: TemplateVersion) -> None:
    legal = ask_legal_too()
    block = next_footer("Write to us.")
    submit(block, marketer(), now=NOW)
    approve(block, reviewer(), now=NOW)
    withdraw(block, marketer(), now=NOW)
    submit(block, marketer(), now=NOW)
    with pytest.raises(NotAllowed, match="not yet your turn"):
        approve(block, legal, now=NOW)


def test_a_block_that_is_needed_in_review_cannot_vanish_unseen(notice: TemplateVersion) -> None:
    other = publish(block_draft("other", en="Bye."))
    draft = next_footer("Write to us. {% include 'other' %}")
    submit(draft, marketer(), now=NOW)
    with pytest.raises(Refused, match="content-block other v1 is still used by"):
        retire(other, reviewer(), now=NOW)
    ContentBlockVersion.objects.filter(pk=other.pk).update(state=State.RETIRED)  # past all doors
    with pytest.raises(Refused, match="other"):
        approve(draft, reviewer(), now=NOW)
    assert said() == "Northlight: Northlight Call us."
    reject(draft, reviewer(), now=NOW, comment="The other block is gone.")


def test_a_first_layout_adds_its_channel_to_what_is_live(notice: TemplateVersion, brand: Brand) -> None:
    assert Layout.objects.count() == 1
    before = LiveEdition.objects.get().edition
    second = live_template(
        "second", parts={"en": {**SMS["en"], "subject": "Hello", "body": "Text."}}, variables=[], brands=[brand]
    )
    pointer = LiveEdition.objects.get(template=second)
    assert set(json.loads(pointer.edition.content)["channels"]) == {"sms"}
    publish(layout_draft(brand, "email"))
    pointer.refresh_from_db()
    assert set(json.loads(pointer.edition.content)["channels"]) == {"sms", "email"}
    assert LiveEdition.objects.get(template__key="notice").edition == before
