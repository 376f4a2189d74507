"""Any two versions of a thing, word by word: what they say, and what customers read in them."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from brand_assets.models import Brand
from commhub.approval.drafts import new_draft
from commhub.desk.diff import Change
from commhub.desk.kinds import KINDS, LIFE
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, Template, TemplateVersion
from tests.factories import block_draft, live_brand, live_rules, live_template, marketer, publish, template_draft

Login = Callable[[User], Client]


def page_of(client: Client, after: Version, before: Version) -> Any:
    return client.get(reverse("admin:desk_compare", args=[after.kind, after.pk, before.pk]))


def marked(change: Change) -> tuple[list[str], list[str]]:
    """The words of a change that are gone, and those that are new."""
    gone = [piece.text for row in change.rows for piece in row.left.pieces if piece.changed]
    return gone, [piece.text for row in change.rows for piece in row.right.pieces if piece.changed]


def test_two_versions_of_a_template_in_source_and_in_what_customers_read(
    login: Login, letters: Brand, draft: TemplateVersion
) -> None:
    draft.parts.filter(name="sms").update(source="Policy {{ policy_number }} ended. You pay {{ premium }}.")
    draft.parts.filter(name="body").update(source="Dear {{ recipient.name }},\n\nyou **owe** {{ premium }}.")
    live = draft.template.versions.get(state=State.LIVE)
    client = login(marketer())

    answer = page_of(client, draft, live)
    step = client.get(reverse("admin:desk_compare_words", args=["template", draft.pk, live.pk, draft.pk]))

    assert [change.place for change in answer.context["changes"]] == ["en · body", "en · sms"]
    found = {change.place: marked(change) for change in step.context["changes"]}
    assert set(found) == {
        "Northlight, en, E-mail: body",
        "Northlight, en, Text message: sms",
        "Northlight, en, Letter: page",
    }
    assert found["Northlight, en, Text message: sms"] == (["renews"], ["ended"])
    assert "£412.50" in html.unescape(step.content.decode())


def test_the_other_way_round_is_the_other_way_round(login: Login, draft: TemplateVersion) -> None:
    draft.parts.filter(name="sms").update(source="Policy {{ policy_number }} ended. You pay {{ premium }}.")
    live = draft.template.versions.get(state=State.LIVE)

    answer = page_of(login(marketer()), live, draft)

    assert marked(answer.context["changes"][0]) == (["ended"], ["renews"])


def test_a_block_is_compared_in_every_live_template_that_uses_it(login: Login, db: None) -> None:
    brand = live_brand(channels=("sms",))
    first = publish(block_draft("help", en="Call us."))
    for key in ("b-notice", "a-notice"):
        parts = {"en": {"sms": "Hello. {% include 'help' %}"}}
        publish(template_draft(key, parts, variables=[], brands=[brand]))
    draft = new_draft(ContentBlockVersion.objects.get(), marketer())
    draft.texts.update(source="Write to us.")
    client = login(marketer())

    steps = page_of(client, draft, first).context["steps"]
    answer = client.get(reverse("admin:desk_compare_words", args=["content-block", draft.pk, first.pk, steps[0].pk]))

    assert [step.template.key for step in steps] == ["a-notice", "b-notice"]
    assert [(change.place, marked(change)) for change in answer.context["changes"]] == [
        ("Northlight, en, Text message: sms", (["Call"], ["Write to"]))
    ]


def test_what_cannot_be_made_is_told_instead_of_words(login: Login, draft: TemplateVersion) -> None:
    draft.parts.filter(name="sms").update(source="{{ nobody }}")
    live = draft.template.versions.get(state=State.LIVE)
    url = reverse("admin:desk_compare_words", args=["template", draft.pk, live.pk, draft.pk])

    page = html.unescape(login(marketer()).get(url).content.decode())

    assert "This cannot be made: sms (en), line 1: 'nobody' is not declared" in page


def test_the_pickers_lead_to_the_versions_that_were_chosen(login: Login, draft: TemplateVersion) -> None:
    live = draft.template.versions.get(state=State.LIVE)
    choose = reverse("admin:desk_compare_choose", args=["template", draft.pk])

    answer = login(marketer()).get(choose, {"before": draft.pk, "after": live.pk})

    assert answer.headers["Location"] == reverse("admin:desk_compare", args=["template", live.pk, draft.pk])


def test_versions_of_different_things_are_not_compared(login: Login, draft: TemplateVersion) -> None:
    other = Template.objects.get(pk=live_template("claim-update").pk).versions.get()

    assert page_of(login(marketer()), draft, other).status_code == 404


def test_rules_are_compared_and_read_by_no_customer(login: Login, db: None) -> None:
    first = live_rules({"name": "Legal", "channels": ["print"]})
    second = live_rules({"name": "Legal", "channels": ["print", "email"]})

    answer = page_of(login(marketer()), second, first)

    assert [(change.place, marked(change)) for change in answer.context["changes"]] == [
        ("Legal", ([], [", then email"]))
    ]
    assert answer.context["steps"] == []
    assert "What customers read" not in answer.content.decode()


def test_days_and_languages_are_compared_like_the_content(db: None) -> None:
    sources = KINDS["template"].sources
    version = live_template("dated", parts={"en": {"sms": "Hello."}}, variables=[]).versions.get()
    assert LIFE not in sources(version)
    version.until = datetime(2027, 1, 31, 12, tzinfo=UTC)
    version.required_locales = ["en", "cy"]
    assert sources(version)[LIFE] == "not sent after: 2027-01-31 12:00 UTC\ndoes not go live without: en, cy"
