"""The languages of a draft in its form: state, source beside, what stands in, what is out of date, what is required."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from commhub.desk.kinds import edit_url, version_url
from commhub.versions import Version
from templates_store.models import Template, TemplateVersion
from templates_store.translations import hash_of_text
from tests.factories import PARTS, administrator, block_draft, brand_draft, live_brand, marketer, template_draft

Login = Callable[[User], Client]
WELSH = {"subject": "Polisi {{ policy_number }}", "body": "Mae polisi {{ policy_number }}: {{ premium }}."}


@pytest.fixture
def version(db: None) -> TemplateVersion:
    live_brand(default_locale="en")
    return template_draft(parts={"cy": WELSH, "en": PARTS})


def save(client: Client, version: Version, **changes: Any) -> int:
    form = client.get(edit_url(version)).context["form"]
    values = {field.html_name: field.value() or "" for field in form}
    return client.post(edit_url(version), values | changes).status_code


def test_from_the_source_to_still_right(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    page = client.get(edit_url(version)).content.decode()
    assert "customers get the English (en) text in its place" in page  # no Welsh text message
    tabs = [tab for tab in client.get(edit_url(version)).context["tabs"] if tab.badges]
    assert [(tab.title, tab.badges) for tab in tabs] == [("en", [("good", "complete")]), ("cy", [("good", "complete")])]

    assert save(client, version) == 302  # the brand's language is offered as the source, and kept
    version.refresh_from_db()
    assert version.source_locale == "en"
    tabs = [tab for tab in client.get(edit_url(version)).context["tabs"] if tab.badges]
    assert [(tab.title, tab.badges) for tab in tabs] == [
        ("en", [("source", "source")]),
        ("cy", [("lacks", "missing 1 part")]),
    ]

    changed = "Dear {{ recipient.name }},\n\nit renews. You pay {{ premium }}."
    assert save(client, version, **{"part:en:body": changed}) == 302
    assert version.parts.get(locale="cy", name="body").made_from == hash_of_text(PARTS["body"])
    page = client.get(edit_url(version)).content.decode()
    assert "its earlier wording is not kept" in page
    assert 'name="right:cy:body"' in page
    assert "cy · body" in client.get(version_url(version)).content.decode()
    late = client.get(reverse("admin:templates_store_template_changelist"), {"translations": "late"})
    assert list(late.context["cl"].queryset) == list(Template.objects.all())

    assert save(client, version, **{"right:cy:body": "on"}) == 302
    assert version.parts.get(locale="cy", name="body").made_from == hash_of_text(changed)
    assert 'name="right:cy:body"' not in client.get(edit_url(version)).content.decode()
    late = client.get(reverse("admin:templates_store_template_changelist"), {"translations": "late"})
    assert list(late.context["cl"].queryset) == []


def test_a_language_is_required_and_shown_before_it_is_written(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    assert save(client, version, **{"required:cy:here": "on"}) == 302
    version.refresh_from_db()
    assert version.required_locales == ["cy"]
    version.parts.filter(locale="cy").delete()
    tabs = {tab.title: tab.badges for tab in client.get(edit_url(version)).context["tabs"]}
    assert tabs["cy"] == [("lacks", "not written"), ("required", "required")]
    answer = client.post(
        reverse("admin:desk_act", args=["template", version.pk, "submit"]), {"comment": ""}, follow=True
    )
    assert "cy is required, and the part body (E-mail) is not written in it." in answer.content.decode()
    assert save(client, version, **{"required:cy:here": ""}) == 302
    version.refresh_from_db()
    assert version.required_locales == []


def test_the_source_stands_beside_a_new_language(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    save(client, version)
    form = client.get(f"{edit_url(version)}?locale=de").context["form"]
    field = form.fields["part:de:body"]
    assert (field.initial, field.beside.locale, field.beside.text) == ("", "en", PARTS["body"])
    assert form.fields["part:en:body"].beside is None
    assert form.fields["part:cy:body"].beside.wanted is False


def test_a_form_that_was_sent_without_languages_changes_nothing_of_them(login: Login, version: TemplateVersion) -> None:
    client = login(marketer())
    save(client, version, **{"required:en:here": "on"})
    form = client.get(edit_url(version)).context["form"]
    names = [field.html_name for field in form if not field.html_name.startswith(("required:", "source_locale"))]
    assert client.post(edit_url(version), {name: form[name].value() or "" for name in names}).status_code == 302
    version.refresh_from_db()
    assert (version.source_locale, version.required_locales) == ("en", ["en"])


def test_a_block_has_a_source_too(login: Login, db: None) -> None:
    client, block = login(marketer()), block_draft("help", en="Ring us.", cy="Ffoniwch ni.")
    assert save(client, block, source_locale="en") == 302
    assert save(client, block, **{"text:en:source": "Ring us at any time."}) == 302
    assert block.texts.get(locale="cy").made_from == hash_of_text("Ring us.")
    assert save(client, block, **{"right:cy:source": "on"}) == 302
    assert block.texts.get(locale="cy").made_from == hash_of_text("Ring us at any time.")


@pytest.mark.django_db
def test_the_language_of_a_brand_is_chosen_until_a_version_was_submitted(login: Login) -> None:
    client = login(administrator())
    for brand, chosen in ((brand_draft("harbour").brand, True), (live_brand(), False)):
        page = client.get(reverse("admin:brand_assets_brand_change", args=[brand.pk])).content.decode()
        assert ('name="default_locale"' in page) is chosen
