"""Unlisted words in the desk: shown, decided about, looked for again, reported; and the page behind the customers' link."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commhub.desk.pages.suspects import marked
from commhub.lint.discovery.rows import ClearAnswer, Suspect, SuspectState, UnclearReport
from commhub.lint.discovery.rows_queue import remember
from commhub.lint.models import Term
from commhub.record.models import Message
from commhub.suspects.answers import token_for
from templates_store.models import TemplateVersion
from tests.factories import listed, live_brand, live_template, marketer, reviewer
from tests.lint.test_discovery_queue import found

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
JSON_PLEASE = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def suspect(db: None) -> Suspect:
    listed("rider")
    remember([found()], timezone.now(), everything=False)
    return Suspect.objects.get()


def text_of(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def decide(client: Client, suspect: Suspect, decision: str, **more: str) -> dict[str, object]:
    url = reverse("admin:desk_decide_suspect", args=[suspect.pk])
    answer = client.post(url, {"decision": decision, **more}, **JSON_PLEASE)  # type: ignore[arg-type]
    return {"status": answer.status_code, **answer.json()}


def test_the_page_shows_the_word_why_where_and_in_which_sentence(login: Login, suspect: Suspect) -> None:
    remember(
        [found("goverment", kind="misspelling", near="government", language="en")], timezone.now(), everything=False
    )
    page = text_of(login(marketer()).get(reverse("admin:desk_suspects")))
    assert "Rare in the language at large; in 6 documents, never explained." in page
    assert "Our <mark>subrogation</mark> unit writes." in page
    assert 'data-key="b"' in page
    assert '<option value="main" selected>Main list</option>' in page
    only = login(marketer()).get(reverse("admin:desk_suspects") + "?kind=misspelling")
    assert [one.row.key for one in only.context["shown"]] == ["goverment"]


def test_one_key_decides_and_says_what_it_did(login: Login, suspect: Suspect) -> None:
    client = login(marketer())
    done = decide(client, suspect, "block", term_list="main")
    row = Term.objects.get(text="subrogation")
    assert done == {
        "status": 200,
        "told": "“subrogation” is a row of the draft of Main list now.",
        "url": reverse("admin:desk_terms", args=[row.version_id]) + "?q=subrogation",
        "waiting": 0,
    }
    assert decide(client, suspect, "undo")["waiting"] == 1
    refused = decide(login(reviewer()), suspect, "block", term_list="main")
    assert (refused["status"], Suspect.objects.get().state) == (409, SuspectState.OPEN)
    url = reverse("admin:desk_decide_suspect", args=[suspect.pk])
    back = client.post(url, {"decision": "later", "back": "https://elsewhere.example/"})
    assert back.headers["Location"] == reverse("admin:desk_suspects")
    listed_page = text_of(client.get(reverse("admin:desk_suspects") + "?state=decided"))
    assert "Let it wait again" in listed_page
    assert client.post(url, {"decision": "eat"}).status_code == 404


def test_whoever_reads_no_lists_sees_no_queue(login: Login, suspect: Suspect) -> None:
    stranger = User.objects.create_user("stranger", is_staff=True)
    client = login(stranger)
    assert client.get(reverse("admin:desk_suspects")).status_code == 403
    assert client.post(reverse("admin:desk_look_again")).status_code == 403
    assert client.post(reverse("admin:desk_report_word"), {"word": "x"}).status_code == 403


def test_looking_again_reads_what_is_live(login: Login) -> None:
    listed("rider")
    live_template(
        parts={"en": {"subject": "News", "body": "Our subrogation unit writes soon."}},
        variables=(),
        brands=[live_brand(channels=("email",))],
    )
    said = text_of(login(marketer()).post(reverse("admin:desk_look_again"), follow=True))
    assert "Looked through 1 of our messages and samples." in said
    assert [(row.key, row.used) for row in Suspect.objects.all()] == [("subrogation", [["renewal-notice", 1]])]


def test_a_word_is_reported_from_a_template_with_its_place(login: Login, draft: TemplateVersion) -> None:
    client = login(reviewer())
    url = reverse("admin:desk_version", args=["template", draft.pk])
    page = client.get(url)
    assert "Report an unclear word" in text_of(page)
    place = page.context["report_place"]
    answer = client.post(
        reverse("admin:desk_report_word"),
        {"word": " Excess  waiver ", "locale": "en", "place": place, "note": "My aunt asked.", "back": url},
    )
    assert answer.headers["Location"] == url
    report = UnclearReport.objects.get()
    assert (report.suspect.key, report.suspect.language, report.place) == ("excess waiver", "en", place)
    assert (report.note, report.by) == ("My aunt asked.", reviewer())
    client.post(reverse("admin:desk_report_word"), {"word": "  ", "back": url})
    assert Suspect.objects.count() == 1


def test_a_customer_answers_behind_the_link_without_a_login(login: Login, send: Callable[..., Message]) -> None:
    cache.clear()
    message = send("email")
    link = login(marketer()).get(reverse("admin:record_message_change", args=[message.pk])).context["clear_link"]
    path = "/clear/" + link.split("/clear/")[1]
    anybody = Client(enforce_csrf_checks=True)

    page = anybody.get(path)
    assert (page.status_code, page.headers["Referrer-Policy"], page.cookies) == (200, "no-referrer", {})
    assert "Was our message clear?" in text_of(page)
    assert ClearAnswer.objects.count() == 0  # a mail scanner that follows links answers nothing
    assert anybody.post(path, {}).status_code == 200
    assert ClearAnswer.objects.count() == 0

    thanks = anybody.post(path, {"clear": "no", "words": "the excess waiver"})
    assert "Thank you." in text_of(thanks)
    row = ClearAnswer.objects.get()
    assert (row.clear, row.words, row.template_key) == (False, "the excess waiver", "renewal-notice")

    queue = text_of(login(reviewer()).get(reverse("admin:desk_suspects")))
    assert "the excess waiver" in queue
    login(reviewer()).post(reverse("admin:desk_seen_answer", args=[row.digest]))
    assert "the excess waiver" not in text_of(login(reviewer()).get(reverse("admin:desk_suspects")))


def test_the_link_of_nothing_and_an_old_one_are_told_in_words(send: Callable[..., Message]) -> None:
    cache.clear()
    assert Client().get("/clear/nothing/").status_code == 404
    old = token_for(send("email"), timezone.now() - timedelta(days=61))
    answer = Client().get(f"/clear/{old}/")
    assert (answer.status_code, "This link is too old." in text_of(answer)) == (404, True)


def test_a_word_is_marked_in_any_capitals_and_values_are_gaps() -> None:
    assert marked("Our Subrogation of \ufffc.", "subrogation") == [
        ("Our ", False),
        ("Subrogation", True),
        (" of […].", False),
    ]
    assert marked("Nothing here.", "subrogation") == [("Nothing here.", False)]
