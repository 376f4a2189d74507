"""A reviewer sees the queue, what changed, the findings and the proofs, and decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brand_assets.models import Brand
from commhub.approval.models import Review
from commhub.approval.submit import submit
from commhub.desk.pages.page import POLICY
from commhub.lint.models import TermListVersion
from commhub.versions import State, Version
from templates_store.models import TemplateVersion
from tests.factories import block_draft, brand_draft, listed, live_brand, marketer, reviewer, template_draft

Login = Callable[[User], Client]


def act(client: Client, version: Version, action: str, comment: str = "") -> str:
    """Press a button; the page that follows."""
    url = reverse("admin:desk_act", args=[version.kind, version.pk, action])
    return client.post(url, {"comment": comment}, follow=True).content.decode()


def page_of(client: Client, version: Version) -> str:
    return client.get(reverse("admin:desk_version", args=[version.kind, version.pk])).content.decode()


def test_the_queue_lists_every_kind_with_the_oldest_first(login: Login, in_review: TemplateVersion) -> None:
    listed("workday", kind="jargon", severity="warning")
    block = block_draft(en="Call us on a workday.")
    submit(block, marketer(), now=timezone.now() - timedelta(days=5))
    brand = brand_draft("harbour")
    submit(brand, marketer(), now=timezone.now())

    waiting = login(reviewer()).get(reverse("admin:desk_queue")).context["waiting"]

    assert [(one.kind, str(one.version), one.who) for one in waiting] == [
        ("Content block", "contact-us v1", "mara-marketer"),
        ("Template", "Renewal notice v2", "mara-marketer"),
        ("Brand", "Harbour v1", "mara-marketer"),
    ]
    assert [(one.errors, one.warnings, one.mine) for one in waiting] == [(0, 0, False)] * 3


def test_the_queue_counts_the_findings_of_each_version(login: Login, draft: TemplateVersion) -> None:
    listed("premium band", kind="jargon", severity="warning")
    draft.parts.filter(name="body").update(source="Your premium band is new.")
    submit(draft, marketer(), now=timezone.now())

    waiting = login(reviewer()).get(reverse("admin:desk_queue")).context["waiting"]

    assert [(one.errors, one.warnings) for one in waiting] == [(0, 1)]


def test_the_page_shows_what_changed_against_the_live_version(login: Login, in_review: TemplateVersion) -> None:
    answer = login(reviewer()).get(reverse("admin:desk_version", args=["template", in_review.pk]))

    page = answer.content.decode()
    assert [(change.place, change.verdict) for change in answer.context["changes"]] == [("en · body", "changed")]
    assert "<del>renews</del>" in page
    assert "<ins>is renewed</ins>" in page
    assert answer.context["unchanged"] == ["en · sms", "en · subject", "brands", "variables"]
    assert "Say the amount first." in page
    assert "Please look before Friday." in page


def test_approving_puts_the_version_live_and_keeps_the_comment(login: Login, in_review: TemplateVersion) -> None:
    page = act(login(reviewer()), in_review, "approve", "Clear and kind.")

    in_review.refresh_from_db()
    review = Review.objects.get(action="approve", version_id=in_review.pk, subject="template")
    assert "Template renewal-notice v2 is approved and live." in page
    assert in_review.state == State.LIVE
    assert (review.actor, review.comment) == (reviewer(), "Clear and kind.")


def test_a_rejection_needs_a_comment(login: Login, in_review: TemplateVersion) -> None:
    act(login(reviewer()), in_review, "reject", "  ")

    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW


def test_the_author_finds_a_rejection_with_its_reason_on_the_front_page(
    login: Login, in_review: TemplateVersion
) -> None:
    act(login(reviewer()), in_review, "reject", "Say when the payment is taken.")

    page = login(marketer()).get(reverse("admin:index"))

    assert [(str(own.version), own.reason, own.by) for own in page.context["rejected"]] == [
        ("Renewal notice v2", "Say when the payment is taken.", "remy-reviewer")
    ]
    assert "Say when the payment is taken." in page.content.decode()


def test_the_front_page_says_that_nothing_is_sent_without_a_term_list(login: Login, in_review: TemplateVersion) -> None:
    assert login(marketer()).get(reverse("admin:index")).context["unchecked"] == ""
    TermListVersion.objects.all().delete()

    page = login(marketer()).get(reverse("admin:index")).content.decode()

    assert "There is no live term list, so that nothing can be checked and nothing is sent." in page


def test_a_new_draft_after_a_rejection_takes_it_off_the_front_page(login: Login, in_review: TemplateVersion) -> None:
    act(login(reviewer()), in_review, "reject", "Too long.")
    client = login(marketer())

    client.post(reverse("admin:desk_copy", args=["template", in_review.pk]))

    context = client.get(reverse("admin:index")).context
    assert context["rejected"] == []
    assert [str(own.version) for own in context["drafts"]] == ["Renewal notice v3"]


def test_the_author_withdraws_and_goes_on_editing(login: Login, in_review: TemplateVersion) -> None:
    act(login(marketer()), in_review, "withdraw")

    in_review.refresh_from_db()
    assert in_review.state == State.DRAFT


def test_a_refused_submit_shows_the_words_that_stand_in_its_way(login: Login, draft: TemplateVersion) -> None:
    listed("XK7", kind="code", locale="*", suggestion="the reason in words")
    draft.parts.filter(name="sms").update(source="Reason XK7.")
    url = reverse("admin:desk_act", args=["template", draft.pk, "submit"])

    answer = login(marketer()).post(url)

    assert answer.status_code == 409
    assert "<mark>XK7</mark>" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_an_author_of_two_roles_sees_why_the_button_is_missing(login: Login, in_review: TemplateVersion) -> None:
    both = reviewer()
    in_review.editors.add(both)

    page = page_of(login(both), in_review)

    assert "You wrote or edited this version, so somebody else has to approve it." in page
    assert "Approve and put live" not in page
    assert "Reject with this comment" in page


def test_the_proofs_show_every_channel_sealed(login: Login, letters: Brand, in_review: TemplateVersion) -> None:
    answer = login(reviewer()).get(reverse("admin:desk_proofs", args=["template", in_review.pk]), {"bare": 1})

    page = answer.content.decode()
    assert [sheet.label for sheet in answer.context["sheets"]] == ["E-mail", "Text message", "Letter"]
    assert page.count('<iframe sandbox=""') == 2
    assert page.count("<iframe") == 2
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "script-src 'self'" in POLICY
    assert "'unsafe-inline'" not in POLICY.split("script-src")[1].split(";")[0]


def test_a_designers_script_never_leaves_the_sandboxed_frame(login: Login, db: None) -> None:
    live_brand(channels=("email", "sms"))
    hostile = template_draft(
        "hostile",
        parts={"en": {"subject": "<script>alert(1)</script>", "sms": "<img src=x onerror=alert(2)>"}},
    )

    address = reverse("admin:desk_proofs", args=["template", hostile.pk])
    client = login(reviewer())
    pages = [client.get(address, asked) for asked in ({"bare": 1}, {"channel": "sms", "set": "Declared samples"})]
    pages.append(client.post(f"{address}make/", {"channel": "sms"}, headers={"X-Requested-With": "fetch"}))

    for page in (answer.content.decode() for answer in pages):
        assert "<img src=x" not in page
        assert "&lt;img src=x onerror=alert(2)&gt;" in page
        assert "<script>alert" not in page


def test_a_block_is_reviewed_on_the_templates_that_use_it(login: Login, db: None) -> None:
    live_brand(channels=("email", "sms"))
    first = block_draft(en="Call us on 0808.")
    submit(first, marketer(), now=timezone.now())
    act(login(reviewer()), first, "approve")
    using = template_draft(
        "with-block", parts={"en": {"subject": "Help", "body": '{% include "contact-us" %}', "sms": "Hello."}}
    )
    submit(using, marketer(), now=timezone.now())
    act(login(reviewer()), using, "approve")
    second = block_draft(en="Write to us.")
    submit(second, marketer(), now=timezone.now())

    context = (
        login(reviewer()).get(reverse("admin:desk_proofs", args=["content-block", second.pk]), {"bare": 1}).context
    )

    assert context["templates"] == ["with-block"]
    assert "Write to us." in context["sheets"][0].shown.html


def test_a_page_of_a_kind_that_does_not_exist_is_not_found(login: Login, db: None) -> None:
    assert login(reviewer()).get("/admin/desk/poster/1/").status_code == 404
    assert login(reviewer()).get(reverse("admin:desk_version", args=["template", 999])).status_code == 404
