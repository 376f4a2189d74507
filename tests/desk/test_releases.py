"""The pages of releases and of what drafts change: what they show, what their buttons do, and to whom they are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brand_assets.models import BrandVersion
from commhub.approval.drafts import new_draft
from commhub.approval.releases import add, begin
from commhub.blast.models import BlastEntry, BlastPair
from commhub.publish.models import Release, ReleaseState
from commhub.publish.pictures import keep
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion
from tests.factories import (
    UserFactory,
    block_draft,
    brand_draft,
    layout_draft,
    live_template,
    marketer,
    publish,
    reviewer,
)

Login = Callable[[User], Client]
PARTS = {"sms": 'Your policy renews. {% include "contact-us" %}'}


@pytest.fixture(scope="module")
def live_block(module_db: None) -> Version:
    """A live block that a live text message includes."""
    brand = publish(brand_draft()).brand
    publish(layout_draft(brand, "sms"))
    live: Version = publish(block_draft())
    live_template(parts={"en": PARTS}, variables=())
    return live


@pytest.fixture
def block(db: None, live_block: Version) -> ContentBlockVersion:
    """A draft of that block."""
    draft = new_draft(live_block, marketer())
    draft.texts.update(source="Call us on 0808 157 0999.")
    assert isinstance(draft, ContentBlockVersion)
    return draft


@pytest.fixture
def release(block: ContentBlockVersion) -> Release:
    """A release with that draft and one of the brand."""
    found = begin("Spring cleaning", "The new number.", marketer(), now=timezone.now())
    add(found, block, marketer(), now=timezone.now())
    tokens = new_draft(BrandVersion.objects.get(state=State.LIVE), marketer())
    add(found, tokens, marketer(), now=timezone.now())
    return found


def do(client: Client, release: Release, action: str, **data: str) -> Any:
    return client.post(reverse("admin:desk_release_act", args=[release.pk, action]), data, follow=True)


def said(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


# ---- releases ------------------------------------------------------------------------------------------------------


def test_a_release_is_begun_filled_submitted_and_approved(login: Login, block: ContentBlockVersion) -> None:
    author = login(marketer())
    answer = author.post(
        reverse("admin:desk_new_release"),
        {"name": "New number", "note": "It changed.", "version": f"content-block:{block.pk}"},
        follow=True,
    )
    found = Release.objects.get(name="New number")
    assert said(answer) == ["Content-block contact-us v2 is in the release “New number”."]
    assert [one.version for one in answer.context["members"]] == [block]
    assert answer.context["members"][0].changed == ["en"]

    assert said(do(author, found, "submit", comment="Before Friday.")) == [
        "“New number” is now waiting for its reviewers."
    ]
    page = do(login(reviewer()), found, "approve", comment="Right.")

    found.refresh_from_db()
    assert found.state == ReleaseState.PUBLISHED
    assert said(page) == [f"“New number” is live, as release {found.number}."]
    assert "Before Friday." in page.content.decode()


def test_a_release_waits_for_its_day_and_can_be_stopped(login: Login, release: Release) -> None:
    author = login(marketer())
    answer = do(author, release, "change", name="Spring", note="", effective_at="2099-03-01T08:00")
    assert said(answer) == ["Saved."]
    release.refresh_from_db()
    assert release.effective_at == datetime(2099, 3, 1, 8, 0, tzinfo=UTC)

    do(author, release, "submit")
    page = do(login(reviewer()), release, "approve")

    release.refresh_from_db()
    assert release.state == ReleaseState.SCHEDULED
    assert said(page) == ["“Spring” is approved and goes live on 1 March 2099 at 08:00 UTC."]
    assert "Goes live on Sunday 1 March 2099 at 08:00." in page.content.decode()

    assert said(do(author, release, "stop")) == ["Say why it is stopped: whoever wrote it has to know."]
    do(author, release, "stop", comment="Not this spring.")
    release.refresh_from_db()
    assert release.state == ReleaseState.STOPPED


def test_a_release_is_rolled_back_with_a_reason(login: Login, release: Release) -> None:
    do(login(marketer()), release, "submit")
    judge = login(reviewer())
    do(judge, release, "approve")

    page = do(judge, release, "roll-back", comment="The number was wrong.")
    back = Release.objects.latest("number")
    assert said(page) == [f"What “Spring cleaning” had replaced is live again, as release {back.number}."]
    assert page.context["release"] == back


def test_a_day_that_is_none_is_refused(login: Login, release: Release) -> None:
    answer = do(login(marketer()), release, "change", name="Spring", effective_at="2099-13-45")
    assert said(answer) == ["“2099-13-45” is not a day and time, such as 2026-12-01 08:00."]


def test_a_version_is_taken_out_and_withdrawn_with_the_others(
    login: Login, release: Release, block: ContentBlockVersion
) -> None:
    author = login(marketer())
    assert said(do(author, release, "remove", version=f"content-block:{block.pk}")) == [
        "Content-block contact-us v2 is taken out."
    ]
    do(author, release, "add", version=f"content-block:{block.pk}")
    do(author, release, "submit")
    assert said(do(author, release, "withdraw")) == ["“Spring cleaning” is being put together again."]


def test_a_draft_is_put_into_a_release_from_its_own_page(login: Login, block: ContentBlockVersion) -> None:
    author = login(marketer())
    page = author.get(reverse("admin:desk_version", args=["content-block", block.pk]))
    assert "Put it into a release" in page.content.decode()

    answer = author.post(
        reverse("admin:desk_put_into", args=["content-block", block.pk]),
        {"release": "", "name": "Rebrand"},
        follow=True,
    )

    assert answer.context["release"].name == "Rebrand"
    assert "It is in the release" in author.get(
        reverse("admin:desk_version", args=["content-block", block.pk])
    ).content.decode()  # fmt: skip


def test_the_list_shows_what_is_on_its_way_and_what_was_published(login: Login, release: Release) -> None:
    page = login(marketer()).get(reverse("admin:desk_releases"))

    assert [(label, [one.name for one, _ in found]) for label, found in page.context["opened"]] == [
        ("Being put together", ["Spring cleaning"])
    ]
    numbers = [one.number for one in page.context["published"]]
    assert numbers == sorted(numbers, reverse=True)
    assert reverse("admin:desk_releases") in login(marketer()).get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("action", ["submit", "change", "add", "remove"])
def test_reviewers_do_not_put_releases_together(
    login: Login, release: Release, block: ContentBlockVersion, action: str
) -> None:
    answer = do(login(reviewer()), release, action, version=f"content-block:{block.pk}", name="Mine")
    assert answer.status_code == 403
    release.refresh_from_db()
    assert (release.state, release.name, release.members.count()) == (ReleaseState.DRAFT, "Spring cleaning", 2)


def test_reviewers_do_not_begin_releases(login: Login, block: ContentBlockVersion) -> None:
    client = login(reviewer())
    assert client.post(reverse("admin:desk_new_release"), {"name": "Mine"}).status_code == 403
    put = client.post(reverse("admin:desk_put_into", args=["content-block", block.pk]), {"name": "Mine"})
    assert put.status_code == 403
    assert not Release.objects.filter(name="Mine").exists()


@pytest.mark.parametrize("action", ["approve", "reject", "roll-back"])
def test_marketers_do_not_decide(login: Login, release: Release, action: str) -> None:
    author = login(marketer())
    do(author, release, "submit")
    assert do(author, release, action, comment="Mine.").status_code == 403
    release.refresh_from_db()
    assert release.state == ReleaseState.IN_REVIEW


def test_who_wrote_a_member_cannot_approve_the_release(login: Login, release: Release, block: Version) -> None:
    do(login(marketer()), release, "submit")
    block.editors.add(reviewer())
    page = login(reviewer()).get(reverse("admin:desk_release", args=[release.pk]))
    assert page.context["wrote"] == ["content-block contact-us v2"]
    assert do(login(reviewer()), release, "approve").status_code == 403


@pytest.mark.parametrize("name", ["desk_release", "desk_release_blast"])
def test_who_reads_no_content_reads_no_release(login: Login, release: Release, name: str) -> None:
    nobody = login(UserFactory())
    assert nobody.get(reverse(f"admin:{name}", args=[release.pk])).status_code == 403
    assert nobody.get(reverse("admin:desk_releases")).status_code == 403
    assert nobody.post(reverse("admin:desk_release_blast_work", args=[release.pk])).status_code == 403
    assert nobody.post(reverse("admin:desk_release_prepare", args=[release.pk])).status_code == 403


# ---- making ready in steps -------------------------------------------------------------------------------------------


def test_a_release_is_made_ready_before_the_button(login: Login, release: Release) -> None:
    answer = login(marketer()).post(reverse("admin:desk_release_prepare", args=[release.pk]), {"seconds": "2"})
    assert answer.json() == {"done": 1, "size": 1, "finished": True}
    assert release.editions.count() == 1


# ---- what changes ----------------------------------------------------------------------------------------------------


def test_the_report_is_worked_off_from_the_page(login: Login, block: ContentBlockVersion) -> None:
    client = login(marketer())
    page = client.get(reverse("admin:desk_blast", args=["content-block", block.pk]) + "?bare=1")
    assert (page.context["running"], page.context["read"].progress.done) == (True, 0)

    work = reverse("admin:desk_blast_work", args=["content-block", block.pk])
    client.post(work, headers={"X-Requested-With": "fetch"})
    page = client.post(work, headers={"X-Requested-With": "fetch"})

    assert page.context["running"] is False
    assert [(one.name, one.count) for one in page.context["read"].counted] == [("words", 1)]
    text = page.content.decode()
    assert "<del>0142</del>" in text
    assert "<ins>0999</ins>" in text
    assert "data-blast-work" not in text


def test_entries_are_narrowed_down_and_leafed_through(login: Login, block: ContentBlockVersion) -> None:
    client, address = login(marketer()), reverse("admin:desk_blast", args=["content-block", block.pk])
    client.post(reverse("admin:desk_blast_work", args=["content-block", block.pk]))
    for query, shown in (
        ("group=words", 1),
        ("channel=sms", 1),
        ("channel=print", 0),
        ("locale=de", 0),
        ("page=99", 1),
    ):
        page = client.get(f"{address}?{query}")
        assert sum(len(section["cards"]) for section in page.context["sections"]) == shown, query


def test_a_picture_is_shown_to_those_who_read_the_content(login: Login, block: ContentBlockVersion) -> None:
    client = login(marketer())
    client.post(reverse("admin:desk_blast_work", args=["content-block", block.pk]))
    entry = BlastEntry.objects.select_related("pair").get()
    keep("changes/of-a-test.png", b"picture")
    BlastPair.objects.update(pictures=[["changes/of-a-test.png", "", "", 0]])

    def picture(key: str, side: int) -> str:
        return reverse("admin:desk_blast_picture", args=[entry.pk, key, 0, side])

    own = entry.pair.key[:12]
    answer = client.get(picture(own, 0))
    assert (answer.content, answer["Content-Type"]) == (b"picture", "image/png")
    assert client.get(picture("another", 0)).status_code == 404
    assert client.get(picture(own, 2)).status_code == 404
    assert login(UserFactory()).get(picture(own, 0)).status_code == 403
    whole = client.get(reverse("admin:desk_blast_entry", args=[entry.pk]))
    assert "Side by side" in whole.content.decode()
    assert login(UserFactory()).get(reverse("admin:desk_blast_entry", args=[entry.pk])).status_code == 403


def test_the_page_of_a_draft_has_the_report(login: Login, block: ContentBlockVersion) -> None:
    page = login(marketer()).get(reverse("admin:desk_version", args=["content-block", block.pk])).content.decode()
    assert "What this changes" in page
    assert reverse("admin:desk_blast", args=["content-block", block.pk]) in page


def test_what_is_over_shows_what_was_found_out_then(login: Login, block: ContentBlockVersion) -> None:
    client = login(marketer())
    client.post(reverse("admin:desk_blast_work", args=["content-block", block.pk]))
    publish(block)

    page = client.get(reverse("admin:desk_blast", args=["content-block", block.pk]))

    assert (page.context["running"], page.context["read"].total) == (False, 1)
    assert client.get(reverse("admin:desk_blast", args=["term-list", 1])).status_code == 404
