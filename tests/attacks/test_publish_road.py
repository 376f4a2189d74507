"""Ways to put something live that nobody with the right role approved, or to forge what was seen."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from brand_assets.models import Brand
from brand_assets.rules import Place, Rule, changes_after
from commhub.approval.drafts import new_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.groups import REVIEWERS
from commhub.approval.invitations import invite, send_code
from commhub.approval.life import set_life
from commhub.approval.models import Review
from commhub.approval.people import person_at
from commhub.approval.releases import approve_release, begin, change
from commhub.approval.seen import seen_of
from commhub.approval.submit import submit
from commhub.approval.withdraw import withdraw
from commhub.audit.models import AuditEntry
from commhub.content.item import Item
from commhub.content.packed import from_zip
from commhub.content.problems import BadTree
from commhub.content.shapes.policies import PoliciesShape
from commhub.desk.diff import changes
from commhub.differing import opcodes
from commhub.publish.assets_due import recompile_due
from commhub.publish.models import LiveEdition, Release
from commhub.publish.releases import release_of
from commhub.versions import State
from templates_store.models import ContentBlockVersion
from tests.approval.reviewing import block_in_review, reach
from tests.factories import (
    administrator,
    block_draft,
    listed,
    live_brand,
    live_template,
    marketer,
    publish,
    reviewer,
    template_draft,
)
from tests.publish.test_assets_by_rule import TODAY, at, live_logo, made_brand, picture, with_layouts
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


# ---- what was on the page ----------------------------------------------------------------------------------------------


def submitted(text: str) -> tuple[ContentBlockVersion, Release]:
    listed()
    draft = block_draft("contact-us", en=text)
    submit(draft, marketer(), now=NOW)
    release = release_of(draft)
    assert release is not None
    return draft, release


def test_what_was_changed_behind_a_page_is_not_approved_by_its_button(client: Client) -> None:
    draft, release = submitted("Call us on 0808 157 0142.")
    client.force_login(reviewer())
    page = client.get(f"/admin/desk/content-block/{draft.pk}/").content.decode()
    [seen] = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    withdraw(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    draft.texts.update(source="Call us on 0999 666 0142.")
    submit(draft, marketer(), now=NOW)
    client.post(f"/admin/desk/content-block/{draft.pk}/do/approve/", {"comment": "Fine.", "seen": seen})
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
    assert not Review.objects.filter(action="approve", version_id=draft.pk).exists()
    with pytest.raises(Refused, match="changed since you opened this page"):
        approve_release(release, reviewer(), now=NOW, seen=seen)
    approve_release(release, reviewer(), now=NOW, seen=seen_of(release))
    draft.refresh_from_db()
    assert draft.state == State.LIVE


def test_what_goes_live_beneath_it_is_something_else_than_was_seen() -> None:
    footer = publish(block_draft("footer", en="Call us."))
    parts = {"en": {"sms": "{{ brand.name }} {% include 'footer' %}"}}
    template = live_template("notice", parts=parts, variables=[], brands=[live_brand(channels=("sms",))])
    draft = new_draft(template.versions.get(), marketer())
    draft.parts.update(source="{{ brand.name }} {% include 'footer' %} Goodbye.")
    submit(draft, marketer(), now=NOW)
    release = release_of(draft)
    assert release is not None
    seen = seen_of(release)
    other = new_draft(footer, marketer())
    other.texts.update(source="Do not call us.")
    publish(other)
    with pytest.raises(Refused, match="changed since you opened this page"):
        approve_release(release, reviewer(), now=NOW, seen=seen)
    approve_release(release, reviewer(), now=NOW, seen=seen_of(release))


def test_an_invitation_decides_on_what_its_page_showed(client: Client) -> None:
    draft, release = submitted("Call us on 0808 157 0142.")
    invitation, token = invite(release, reviewer(), "lea@chambers.example", role(), now=timezone.now(), secret="s" * 43)
    send_code(invitation, "204711", now=timezone.now())
    page = client.get(f"/review/{token}/").content.decode()
    [seen] = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    withdraw(draft, marketer(), now=NOW)
    draft.refresh_from_db()
    draft.texts.update(source="Call us on 0999 666 0142.")
    submit(draft, marketer(), now=NOW)
    answer = client.post(f"/review/{token}/", {"code": "204711", "action": "approve", "seen": seen})
    assert "changed since you opened this page" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW


# ---- texts and files that hold a worker up ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 30_000, "b a " * 30_000),
        ("x\n" + "\n" * 60_000 + "y", "z\n" + "\n" * 59_000 + "w"),
        (
            "\n".join(f"{n} " + "so so " * 200 for n in range(60)),
            "\n".join(f"no {n} " + "so so " * 199 for n in range(60)),
        ),
        ("a" * 1_000_000, "b" * 1_000_000),
    ],
)
def test_no_text_makes_the_comparison_of_two_versions_endless(before: str, after: str) -> None:
    began = time.process_time()
    [change] = changes({"body": before}, {"body": after})
    assert change.verdict == "changed"
    assert time.process_time() - began < 10  # each of them took minutes to hours
    assert "".join(before[i:j] for _, i, j, _, _ in opcodes(before, after)) == before
    assert "".join(after[i:j] for _, _, _, i, j in opcodes(before, after)) == after


def packed(method: int) -> bytearray:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("commhub.yaml", "x" * 5_000)
    return bytearray(stream.getvalue())


def test_a_zip_that_is_broken_inside_or_packed_otherwise_is_refused_by_name() -> None:
    broken = packed(zipfile.ZIP_DEFLATED)
    start = broken.index(b"commhub.yaml") + len("commhub.yaml")
    broken[start : start + 10] = bytes(one ^ 0xFF for one in broken[start : start + 10])
    with pytest.raises(BadTree, match="This is not a zip that can be read"):
        from_zip(bytes(broken))
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        with pytest.raises(BadTree, match="packed in a way that is not read"):
            from_zip(bytes(packed(method)))


# ---- days and characters that no database gives back --------------------------------------------------------------------

EAST, WEST = fixed(timedelta(hours=14)), fixed(-timedelta(hours=14))
NEVER = [datetime(1, 1, 1, tzinfo=EAST), datetime(9999, 12, 31, 23, tzinfo=WEST), datetime(1999, 12, 31, tzinfo=UTC)]


@pytest.mark.parametrize("moment", NEVER)
def test_a_moment_that_cannot_be_read_again_is_not_kept(moment: datetime) -> None:
    release = begin("Spring", "", marketer(), now=NOW)
    with pytest.raises(Refused, match="choose one from 2000 to 2199"):
        change(release, "Spring", "", moment, marketer(), now=NOW)
    with pytest.raises(Refused, match="choose one from 2000 to 2199"):
        begin("Summer", "", marketer(), now=NOW, effective_at=moment)
    draft = block_draft()
    with pytest.raises(Refused, match="“Goes live not before” is in the year"):
        set_life(draft, effective_from=moment, until=None, review_by=None)
    with pytest.raises(Refused, match="“To be looked at again by” is in the year"):
        set_life(draft, effective_from=None, until=None, review_by=date.min)
    assert [one.effective_at for one in Release.objects.all()] == [None]


def test_a_file_that_is_valid_to_the_last_day_there_is_does_not_stop_a_compile() -> None:
    rule = Rule("email", valid_until=date.max)
    assert changes_after([rule], lambda one: one, Place("email", "en", on=date(2026, 3, 2))) is None


@pytest.mark.parametrize("where", ["releases/new/", "releases/new/?name=%00"])
def test_a_nul_is_refused_before_it_reaches_a_page(client: Client, where: str) -> None:
    client.force_login(marketer())
    answer = client.post(f"/admin/desk/{where}", {"name": "Spring" if "?" in where else "Spr\0ing"})
    assert (answer.status_code, "NUL character" in answer.content.decode()) == (400, True)
    assert not Release.objects.exists()


# ---- through files -----------------------------------------------------------------------------------------------------


def test_a_policy_that_comes_from_files_is_held_to_the_same_and_is_in_the_log() -> None:
    row = {"name": "Everything", "kinds": [], "categories": [], "brands": [], "locales": [], "channels": []}
    item = Item("policies", "policies", {}, {"rows": []})
    step = {"order": 1, "role": role_name(), "count": 1}
    shape = PoliciesShape()
    for unsound, why in [
        ({"steps": []}, "A policy without a step"),
        ({"steps": [{**step, "count": 0}]}, "asks for nobody"),
        ({"steps": [step], "kinds": ["templates"]}, "There is no kind of content"),
    ]:
        with pytest.raises(BadTree, match=why):
            shape.bring([{**row, "active": True, **unsound}], [], item, administrator(), NOW)
    for active in (True, False):
        shape.bring([{**row, "active": active, "steps": [step]}], [], item, administrator(), NOW)
    entries = AuditEntry.objects.filter(subject="approval-policy", key="Everything").order_by("number")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("policy-added", "ada-administrator"),
        ("policy-changed", "ada-administrator"),
    ]


def role_name() -> str:
    reviewer()  # who makes the roles
    return REVIEWERS


# ---- what happens by itself --------------------------------------------------------------------------------------------


def test_no_other_words_come_along_with_the_file_of_a_new_day() -> None:
    turn = TODAY + timedelta(days=5)
    brand = made_brand()
    before, after = Rule(valid_until=turn - timedelta(days=1)), Rule(valid_from=turn)
    live_logo(brand, (picture("red"), before), (picture("blue"), after))
    with_layouts(brand)
    publish(block_draft("words", en="Call us.", de="Bitte zahlen."))
    parts = {"fr": {"subject": "Bonjour", "body": "Bonjour. {% include 'words' %}"}}
    publish(template_draft("greeting", parts, [], brands=[brand]))
    live = LiveEdition.objects.get().edition.hash
    with pytest.raises(DatabaseError, match="left draft cannot change"), transaction.atomic():
        Brand.objects.filter(pk=brand.pk).update(default_locale="de")  # nobody would approve it
    with connection.cursor() as cursor:  # as somebody who owns the database and takes its guard off
        of_it = " ON brand_assets_brand" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER brand_assets_brand_frozen_update{of_it}")
    Brand.objects.filter(pk=brand.pk).update(default_locale="de")
    assert recompile_due(at(turn)).switched == ()
    assert LiveEdition.objects.get().edition.hash == live
    Brand.objects.filter(pk=brand.pk).update(default_locale="en")
    assert len(recompile_due(at(turn)).switched) == 1
