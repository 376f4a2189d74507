"""Two people write in one draft: the second is told, and nobody's text is lost, in whatever order they save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from templates_store.models import TemplateVersion
from tests.desk.test_draft import edit_url, form_of
from tests.factories import marketer

Login = Callable[[User], Client]
AS_IT_WAS = "Policy {{ policy_number }} renews"


def subject_of(draft: TemplateVersion) -> str:
    return draft.parts.get(name="subject", locale="en").source


@pytest.mark.parametrize(("first", "second"), [("Anna", "Bert"), ("Bert", "Anna")])
def test_the_second_is_shown_both_texts_and_nothing_is_stored(
    login: Login, draft: TemplateVersion, first: str, second: str
) -> None:
    one, two = login(marketer(first.lower())), login(marketer(second.lower()))
    forms = {
        name: form_of(client, draft, part__en__subject=f"{name} was here")
        for name, client in ((first, one), (second, two))
    }
    assert one.post(edit_url(draft), forms[first]).status_code == 302

    answer = two.post(edit_url(draft), forms[second])

    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"Meanwhile {first.lower()} saved template renewal-notice v2." in page
    assert f'<td class="left"><del>{first}</del> was here</td>' in page
    assert f'<td class="right"><ins>{second}</ins> was here</td>' in page
    assert answer.context["form"]["part:en:subject"].value() == f"{second} was here"
    assert subject_of(draft) == f"{first} was here"


@pytest.mark.parametrize(
    ("choice", "text", "stored"),
    [("mine", "Mine", "Mine"), ("theirs", "Mine", "Theirs"), ("mine", "Theirs and mine", "Theirs and mine")],
)
def test_one_keeps_ones_own_takes_theirs_or_makes_one_of_both(
    login: Login, draft: TemplateVersion, choice: str, text: str, stored: str
) -> None:
    two = login(marketer())
    my_form = form_of(two, draft, part__en__subject="Mine")
    save(login, draft, part__en__subject="Theirs")
    shown = again(two.post(edit_url(draft), my_form))

    answer = two.post(edit_url(draft), {**shown, "part:en:subject": text, "choice:part:en:subject": choice})

    assert answer.status_code == 302
    assert subject_of(draft) == stored


def test_what_only_one_of_them_changed_comes_together_by_itself(login: Login, draft: TemplateVersion) -> None:
    two = login(marketer())
    my_form = form_of(two, draft, part__en__subject="Mine")
    save(login, draft, part__en__sms="Theirs.", part__de__subject="Ihre Police")

    answer = two.post(edit_url(draft), my_form)

    together = answer.context["together"]
    assert together.apart == []
    assert together.mine == ["en: Subject"]
    assert together.theirs == ["de: Subject", "en: Text message"]
    two.post(edit_url(draft), again(answer))
    assert {(part.locale, part.name): part.source for part in draft.parts.exclude(name="body")} == {
        ("de", "subject"): "Ihre Police",
        ("en", "sms"): "Theirs.",
        ("en", "subject"): "Mine",
    }


def test_a_third_save_in_between_is_told_as_well(login: Login, draft: TemplateVersion) -> None:
    two = login(marketer())
    my_form = form_of(two, draft, part__en__subject="Mine")
    save(login, draft, part__en__subject="Theirs")
    shown = again(two.post(edit_url(draft), my_form))
    save(login, draft, part__en__subject="Theirs once more")

    answer = two.post(edit_url(draft), shown)

    assert answer.status_code == 409
    assert "<del>Theirs once more</del>" in answer.content.decode()
    assert subject_of(draft) == "Theirs once more"


def test_a_text_of_mine_that_is_wrong_is_told_with_both(login: Login, draft: TemplateVersion) -> None:
    two = login(marketer())
    my_form = form_of(two, draft, variables="[1]", part__en__subject="Mine")
    save(login, draft, part__en__subject="Theirs")

    answer = two.post(edit_url(draft), my_form)

    assert answer.status_code == 409
    assert answer.context["form"].errors["variables"]
    assert [one.name for one in answer.context["together"].apart] == ["part:en:subject"]
    assert answer.context["form"]["variables"].value() == "[1]"


def test_the_preview_tells_it_and_saves_nothing(login: Login, draft: TemplateVersion) -> None:
    two = login(marketer())
    my_form = form_of(two, draft, part__en__subject="Mine", then="preview")
    save(login, draft, part__en__subject="Theirs")

    page = two.post(edit_url(draft), my_form).content.decode()

    assert "Not saved yet." in page
    assert "Meanwhile another-marketer saved template renewal-notice v2." in page
    assert subject_of(draft) == "Theirs"


def save(login: Login, draft: TemplateVersion, **changes: Any) -> None:
    """Somebody else opens the draft, changes something and saves it."""
    client = login(marketer("another-marketer"))
    assert client.post(edit_url(draft), form_of(client, draft, **changes)).status_code == 302


def again(answer: Any) -> dict[str, Any]:
    """The form that the page of both texts shows."""
    return {field.html_name: field.value() or "" for field in answer.context["form"]}
