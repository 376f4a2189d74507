"""A marketer writes a draft: saving, previewing and mistakes."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from brand_assets.models import Brand
from commhub.versions import State
from templates_store.models import Template, TemplateVersion
from tests.factories import CategoryFactory, listed, live_brand, marketer

Login = Callable[[User], Client]


def edit_url(version: TemplateVersion) -> str:
    return reverse("admin:desk_edit", args=["template", version.pk])


def form_of(client: Client, version: TemplateVersion, **changes: Any) -> dict[str, Any]:
    """The form as the page shows it, with some fields changed; dots in the names stand for colons."""
    form = client.get(edit_url(version)).context["form"]
    values = {field.html_name: field.value() or "" for field in form}
    return {**values, **{name.replace("__", ":"): value for name, value in changes.items()}}


def test_a_marketer_starts_a_template_and_lands_in_its_first_draft(login: Login, db: None) -> None:
    client = login(marketer())
    brand, category = live_brand(channels=("sms",)), CategoryFactory()

    answer = client.post(
        reverse("admin:templates_store_template_add"),
        {"name": "Welcome", "key": "welcome", "description": "", "category": category.pk, "brands": [brand.pk]},
    )

    draft = Template.objects.get(key="welcome").versions.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, edit_url(draft))
    assert (draft.number, draft.state, draft.author) == (1, State.DRAFT, marketer())
    assert client.get(edit_url(draft)).status_code == 200


def test_saving_keeps_the_text_as_written_and_notes_who_wrote_it(login: Login, draft: TemplateVersion) -> None:
    other = marketer("another-marketer")
    client = login(other)

    answer = client.post(
        edit_url(draft),
        form_of(client, draft, part__en__body="  Dear all,\r\n\r\nit renews. ", part__en__sms=" ", note="Shorter."),
    )

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.parts.get(name="body").source == "  Dear all,\n\nit renews. "
    assert not draft.parts.filter(name="sms").exists()
    assert draft.note == "Shorter."
    assert set(draft.editors.all()) == {marketer(), other}


def test_a_language_is_added_with_its_own_fields(login: Login, draft: TemplateVersion) -> None:
    client = login(marketer())

    answer = client.post(edit_url(draft), form_of(client, draft, then="add-locale", new_locale="zh-Hans"))
    fields = client.get(answer.headers["Location"]).context["form"].fields
    client.post(edit_url(draft), form_of(client, draft, **{"part__zh-Hans__subject": "续保"}))

    assert "part:zh-Hans:body" in fields
    assert draft.parts.get(locale="zh-Hans").source == "续保"


def test_a_word_that_is_no_language_is_refused(login: Login, draft: TemplateVersion) -> None:
    client = login(marketer())

    answer = client.post(edit_url(draft), form_of(client, draft, then="add-locale", new_locale="Chinese"), follow=True)

    assert "&#x27;Chinese&#x27; is not a language tag" in answer.content.decode()


def test_a_mistake_in_the_variables_is_told_with_its_line_and_nothing_is_saved(
    login: Login, draft: TemplateVersion
) -> None:
    client = login(marketer())
    before = draft.hash_content()
    wrong = '[\n  {"name": "premium", "type": "money"},\n  {"name": "due", "type": "day"}\n]'

    answer = client.post(edit_url(draft), form_of(client, draft, variables=wrong, part__en__body="Lost?"))

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Line 3, column 27: Variable 'due' has the type 'day'; the types are" in page
    assert "Lost?" in page
    draft.refresh_from_db()
    assert draft.hash_content() == before


def test_the_preview_saves_and_shows_every_channel(login: Login, letters: Brand, draft: TemplateVersion) -> None:
    client = login(marketer())

    answer = client.post(
        edit_url(draft), form_of(client, draft, then="preview", part__en__sms="Pay {{ premium }} now.")
    )

    sheets = answer.context["sheets"]
    assert [(sheet.channel, sheet.error) for sheet in sheets] == [("email", ""), ("sms", ""), ("print", "")]
    assert sheets[1].shown.bubble == "Northlight: Pay £412.50 now."
    assert dict(sheets[1].shown.facts) == {
        "encoding": "GSM-7",
        "characters counted": "28",
        "parts": "1",
        "cost": "0.0400 GBP to GB (sample prices 2026-01)",
    }
    assert "HM-204711" in sheets[0].shown.html
    assert sheets[2].shown.pages[0].picture.startswith("data:image/png;base64,")
    assert draft.parts.get(name="sms").source == "Pay {{ premium }} now."


def test_a_second_save_from_the_same_page_goes_through_after_a_preview(login: Login, draft: TemplateVersion) -> None:
    client = login(marketer())
    values = form_of(client, draft, then="preview", part__en__subject="First")

    seen = client.post(edit_url(draft), values).context["seen"]
    answer = client.post(edit_url(draft), {**values, "then": "", "seen": seen, "part:en:subject": "Second"})

    assert answer.status_code == 302
    assert draft.parts.get(name="subject").source == "Second"


def test_the_preview_tells_the_line_of_what_cannot_be_compiled(login: Login, draft: TemplateVersion) -> None:
    client = login(marketer())

    answer = client.post(
        edit_url(draft), form_of(client, draft, then="preview", part__en__body="Dear you,\n\n{{ nobody }}")
    )

    page = html.unescape(answer.content.decode())
    assert "body (en), line 3: 'nobody' is not declared" in page


def test_the_preview_marks_the_words_of_a_finding_and_says_what_to_say_instead(
    login: Login, letters: Brand, draft: TemplateVersion
) -> None:
    listed("underwriting", locale="*", kind="jargon", suggestion="checking your application")
    client = login(marketer())

    answer = client.post(
        edit_url(draft), form_of(client, draft, then="preview", part__en__body="It is in underwriting now.")
    )

    finding = answer.context["findings"][0]
    assert (finding.before, finding.marked, finding.after) == ("It is in ", "underwriting", " now.")
    assert finding.places == ["northlight, en, E-mail", "northlight, en, Letter"]
    assert "<mark>underwriting</mark>" in answer.content.decode()
    assert "checking your application" in answer.content.decode()


def test_a_version_under_review_is_not_edited_but_shown(login: Login, in_review: TemplateVersion) -> None:
    client = login(marketer())

    answer = client.post(edit_url(in_review), {"part:en:subject": "Too late"})

    assert answer.headers["Location"] == reverse("admin:desk_version", args=["template", in_review.pk])
    assert in_review.parts.get(name="subject").source == "Policy {{ policy_number }} renews"


def test_the_variables_keep_what_was_declared(login: Login, draft: TemplateVersion) -> None:
    client = login(marketer())
    rows = [
        {"name": "papers", "type": "list", "fields": [{"name": "kind", "type": "string"}], "sample": [{"kind": "x"}]}
    ]

    client.post(edit_url(draft), form_of(client, draft, variables=json.dumps(rows)))

    draft.refresh_from_db()
    assert draft.variables == rows


def test_broken_jinja_is_told_at_its_field_with_line_and_column_and_nothing_is_saved(
    login: Login, draft: TemplateVersion
) -> None:
    client = login(marketer())
    before = draft.hash_content()

    answer = client.post(
        edit_url(draft), form_of(client, draft, part__en__body="Dear you,\n\n{% if premium %}", part__en__sms="New.")
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["part:en:body"][0].startswith("Line 3, column 1: ")
    assert draft.hash_content() == before


def test_what_stands_in_the_way_of_a_review_is_told_and_saved(login: Login, draft: TemplateVersion) -> None:
    client = login(marketer())

    answer = client.post(edit_url(draft), form_of(client, draft, part__en__sms="{{ nobody }}"), follow=True)

    assert "In the text message (en), line 1, column 4: " in html.unescape(answer.content.decode())
    assert draft.parts.get(name="sms").source == "{{ nobody }}"


def test_the_dates_of_a_template_are_kept_and_may_not_contradict_each_other(
    login: Login, draft: TemplateVersion
) -> None:
    client = login(marketer())
    dates = {"life-from": "2027-03-01T09:00", "life-until": "2027-06-30T18:30", "life-review-by": "2027-05-31"}

    assert client.post(edit_url(draft), form_of(client, draft, **dates)).status_code == 302
    refused = client.post(edit_url(draft), form_of(client, draft, **{**dates, "life-until": "2027-02-01T00:00"}))

    draft.refresh_from_db()
    assert (str(draft.effective_from), str(draft.until), str(draft.review_by)) == (
        "2027-03-01 09:00:00+00:00",
        "2027-06-30 18:30:00+00:00",
        "2027-05-31",
    )
    assert "no longer be sent before it goes live" in html.unescape(refused.content.decode())
    assert form_of(client, draft)["life-from"].strftime("%Y-%m-%dT%H:%M") == "2027-03-01T09:00"
