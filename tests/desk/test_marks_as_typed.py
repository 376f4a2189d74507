"""What the editor is answered while somebody types: places as browsers count them, what to say instead, and who may ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from commhub.desk.pages.as_typed import MAX_BYTES, Units
from commhub.lint.replacing import replacement
from templates_store.models import TemplateVersion
from tests.factories import UserFactory, listed, marketer, reviewer

Login = Callable[[User], Client]


def ask(client: Client, text: str, channel: str = "markdown", locale: str = "en-GB", **more: Any) -> HttpResponse:
    body = json.dumps({"text": text, "channel": channel, "locale": locale, **more})
    return client.post(reverse("admin:desk_lint"), body, content_type="application/json")  # type: ignore[return-value]


def found(answer: HttpResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)["findings"]  # type: ignore[no-any-return]


def in_units(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@pytest.mark.parametrize("before", ["", "😀 ", "核保 𠮷👩‍👩‍👧 {{ name }} ", "\n\n- **x** é\u0301 "])
def test_a_word_is_found_where_the_browser_counts_it(login: Login, db: None, before: str) -> None:
    listed("underwriting", kind="jargon", suggestion="checking", why="Nobody knows it")
    text = f"{before}It is in underwriting now 😀."

    [one] = found(ask(login(marketer()), text))

    assert in_units(text, one["start"], one["end"]) == "underwriting"
    assert (one["severity"], one["word"], one["instead"]) == ("error", "underwriting", "checking")
    assert "Nobody knows it" in one["message"]


def test_jinja_and_markdown_are_read_as_in_the_template(login: Login, db: None) -> None:
    listed("NIGO", kind="code", suggestion="not complete")
    client = login(marketer())
    assert found(ask(client, "{{ NIGO }} {% if NIGO %}[x](https://example.com/NIGO){% endif %}")) == []
    assert [one["word"] for one in found(ask(client, "**NI**GO and {{ 'NIGO' }}"))] == ["NIGO", "NIGO"]
    assert [one["word"] for one in found(ask(client, "Your {{ x }} is NIGO", "sms"))] == ["NIGO"]
    assert [one["word"] for one in found(ask(client, '<p title="NIGO">NI<b>GO</b></p>', "email_html"))] == [
        "NIGO",
        "NIGO",
    ]


def test_what_a_pattern_says_to_write_is_told_and_not_put_in_its_place(login: Login, db: None) -> None:
    listed("X-[0-9]+", rule="pattern", kind="code", suggestion="what the code stands for")
    listed("NIGO", suggestion="not complete")
    code, word = found(ask(login(marketer()), "Your X-17 is NIGO."))
    assert (code["word"], code["suggestion"], code["instead"]) == ("X-17", "what the code stands for", "")
    assert (word["word"], word["instead"]) == ("NIGO", "not complete")


def test_another_language_has_other_rules(login: Login, db: None) -> None:
    listed("deductible", kind="jargon", suggestion="excess")
    assert len(found(ask(login(marketer()), "le deductible", locale="en"))) == 1
    assert found(ask(login(marketer()), "le deductible", locale="fr-FR")) == []


def test_who_may_not_write_may_not_ask(login: Login, db: None) -> None:
    listed("NIGO")
    assert ask(login(reviewer()), "NIGO").status_code == 403
    assert ask(login(UserFactory(username="nobody", is_staff=False)), "NIGO").status_code == 302
    assert ask(Client(), "NIGO").status_code == 302
    assert login(marketer()).get(reverse("admin:desk_lint")).status_code == 405


def test_a_question_from_another_site_is_refused(login: Login, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(marketer())
    assert ask(client, "NIGO").status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ("no json", 422, "is not JSON"),
        ("[" * 100_000, 422, "is not JSON"),
        ('{"text": "x"}', 422, "text, channel and locale"),
        ('{"text": 1, "channel": "sms", "locale": "en"}', 422, "text, channel and locale"),
        ('{"text": "x", "channel": "fax", "locale": "en"}', 422, "There is no channel 'fax'"),
        ('{"text": "x", "channel": "sms", "locale": "English"}', 422, "'English' is not a language tag"),
        ('"' + "x" * MAX_BYTES + '"', 413, "too long to be checked as you type"),
    ],
)
def test_a_question_that_makes_no_sense_is_told(login: Login, db: None, body: str, status: int, problem: str) -> None:
    listed("NIGO")
    answer = login(marketer()).post(reverse("admin:desk_lint"), body, content_type="application/json")
    assert answer.status_code == status
    assert problem in json.loads(answer.content)["problem"]


def test_lone_surrogates_and_control_characters_are_answered(login: Login, db: None) -> None:
    listed("NIGO", kind="code")
    body = '{"text": "\\ud800 \\u0000\\u0007 NIGO", "channel": "sms", "locale": "en"}'
    answer = login(marketer()).post(reverse("admin:desk_lint"), body, content_type="application/json")
    assert [(one["start"], one["end"]) for one in found(answer)] == [(5, 9)]


def test_a_linter_that_cannot_check_says_so(login: Login, db: None) -> None:
    answer = ask(login(marketer()), "NIGO")  # there is no term list
    assert answer.status_code == 503
    assert "no live term list" in json.loads(answer.content)["problem"]


def test_the_fields_of_a_draft_say_how_they_are_read(login: Login, draft: TemplateVersion) -> None:
    form = login(marketer()).get(reverse("admin:desk_edit", args=["template", draft.pk])).context["form"]
    asked = {
        name: (one.widget.attrs.get("data-lint"), one.widget.attrs.get("lang")) for name, one in form.fields.items()
    }
    assert asked["part:en:body"] == ("markdown", "en")
    assert asked["part:en:sms"] == ("sms", "en")
    assert asked["part:en:email-html"] == ("email_html", "en")
    assert asked["part:en:sms-budget"] == (None, "en")
    assert asked["variables"] == (None, None)


def test_places_are_counted_in_code_units() -> None:
    assert [Units("a😀b𠮷").at(place) for place in range(5)] == [0, 1, 3, 4, 6]
    assert [Units("核é").at(place) for place in range(3)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("surface", "written", "before", "line", "wanted"),
    [
        ("nigo", "NIGO", "your form is ", "your form is  now", "not complete"),
        ("NIGO", "NIGO", "your form is ", "your form is  now", "not complete"),
        ("Nigo", "nigo", "your form is ", "your form is  now", "Not complete"),
        ("NIGO", "nigo", "your form is ", "your form is  now", "NOT COMPLETE"),
        ("NIGO", "NIGO", "YOUR FORM IS ", "YOUR FORM IS  NOW", "NOT COMPLETE"),
        ("NIGO", "NIGO", "", " is your form", "Not complete"),
        ("nigo", "NIGO", "That is it. ", "That is it.  forms", "Not complete"),
        ("nigo", "nigo", "## ", "##  forms", "Not complete"),
        ("nigo", "nigo", "one\n\n", " forms", "Not complete"),
        ("nigo", "nigo", "- ", "-  forms", "Not complete"),
        ("nigo", "nigo", "your\n", " forms", "not complete"),
        ("nigo", "nigo", "about 3.", "about 3. forms", "not complete"),
        ("Nigo", "Nigo", "see the ", "see the  form", "not complete"),
        ("核保", "核保", "", "", "not complete"),
    ],
)
def test_the_suggestion_is_written_as_large_as_the_word(
    surface: str, written: str, before: str, line: str, wanted: str
) -> None:
    assert replacement(surface, "not complete", written=written, before=before, line=line) == wanted


def test_without_a_suggestion_there_is_none() -> None:
    assert replacement("NIGO", "", before="") == ""
