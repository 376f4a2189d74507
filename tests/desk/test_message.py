"""The page of a message: decision, findings, attempts, and its exact content made again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brand_assets.models import Brand
from commhub.record.erase import erase
from commhub.record.models import Message
from tests.factories import DATA, listed, marketer, reviewer

Login = Callable[[User], Client]
Sent = Callable[..., Message]


def url(message: Message) -> str:
    return reverse("admin:record_message_change", args=[message.pk])


def test_an_email_is_shown_with_the_bytes_that_were_sent(login: Login, send: Sent) -> None:
    message = send("email", key="C-2001", name="Priya Rao")

    for person in (marketer(), reviewer()):
        answer = login(person).get(url(message))
        page = answer.content.decode()
        again = answer.context["again"]
        assert again.same is True
        assert again.shown.sha256 == message.output_hash
        assert "Dear Priya Rao" in again.shown.html
        assert "same bytes as sent" in page
        assert "Policy HM-204711 renews" in page
        assert "C-2001" in page
        assert "no-store" in answer.headers["Cache-Control"]


def test_every_channel_that_was_considered_stands_there_with_its_reason(
    login: Login, letters: Brand, send: Sent
) -> None:
    message = send("", contacts={"phone": "+447700900123"})

    answer = login(reviewer()).get(url(message))

    weighed = {one.label: (one.word, one.code) for one in answer.context["weighed"]}
    assert weighed["Text message"][0] == "Chosen"
    assert weighed["E-mail"] == ("Ruled out", "no-contact-point")
    assert weighed["Letter"] == ("Ruled out", "no-contact-point")
    assert [attempt.outcome for attempt in answer.context["attempts"]] == ["accepted"]
    assert next(event.kind for event in answer.context["events"]) == "accepted"


def test_a_blocked_message_shows_the_words_and_the_field_that_brought_them(login: Login, send: Sent) -> None:
    listed("XK7", kind="code", locale="*", suggestion="the reason in words")
    message = send("sms", {**DATA, "policy_number": "see XK7"})

    answer = login(marketer()).get(url(message))

    finding = answer.context["findings"][0]
    assert message.state == "blocked"
    assert (finding.severity, finding.marked, finding.data_field) == ("error", "XK7", "/data/policy_number")
    page = answer.content.decode()
    assert "<mark>XK7</mark>" in page
    assert "What it would have said" in page
    assert "same bytes as recorded" in page


def test_content_that_comes_out_otherwise_is_said_loudly(login: Login, send: Sent) -> None:
    message = send("sms")
    Message.objects.filter(pk=message.pk).update(output_hash="f" * 64)

    page = login(reviewer()).get(url(message)).content.decode()

    assert "Not the same bytes." in page
    assert "same bytes as sent" not in page


def test_a_message_without_a_channel_says_that_there_was_no_content(login: Login, send: Sent) -> None:
    message = send("", contacts={})

    page = login(reviewer()).get(url(message)).content.decode()

    assert message.state == "undeliverable"
    assert "No channel was chosen, so there never was any content." in page


def test_the_letter_opens_as_pdf_and_its_pages_are_pictures(login: Login, letters: Brand, send: Sent) -> None:
    message = send("print")
    client = login(reviewer())

    answer = client.get(reverse("admin:desk_message_document", args=[message.pk]))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert len(client.get(url(message)).context["again"].shown.pages) == 1


def test_only_a_letter_has_a_pdf(login: Login, send: Sent) -> None:
    sms = send("sms")
    client = login(reviewer())

    assert client.get(reverse("admin:desk_message_document", args=[sms.pk])).status_code == 404
    assert client.get(reverse("admin:desk_message_document", args=[uuid.uuid4()])).status_code == 404


def test_messages_are_found_by_customer_send_and_message(login: Login, send: Sent) -> None:
    first, second = send("sms", key="C-3001"), send("email", key="C-4001")
    client = login(reviewer())

    def found(query: str) -> set[uuid.UUID]:
        answer = client.get(reverse("admin:record_message_changelist") + query)
        return {message.pk for message in answer.context["cl"].result_list}

    assert found("") == {first.pk, second.pk}
    assert found("?q=c-30") == {first.pk}
    assert found(f"?q={second.send_id}") == {second.pk}
    assert found(f"?q={first.pk}") == {first.pk}
    assert found("?channel=email") == {second.pk}
    assert found("?state__exact=blocked") == set()
    assert found("?template=renewal-notice") == {first.pk, second.pk}


def test_the_front_page_counts_what_was_sent_and_lists_what_was_stopped(login: Login, send: Sent) -> None:
    send("sms")
    send("sms")
    stopped = send("", contacts={})

    context = login(marketer()).get(reverse("admin:index")).context

    assert {figure.label: figure.count for figure in context["figures"]} == {
        "E-mail sent today": 0,
        "Text message sent today": 2,
        "Letter sent today": 0,
        "Queued or in work": 0,
        "Held for a person": 0,
        "Stopped today": 1,
        "Unlisted words": 0,
    }
    assert [message.pk for message in context["stopped"]] == [stopped.pk]


def test_a_message_whose_data_was_erased_shows_what_is_kept(login: Login, send: Sent) -> None:
    message = send("email", name="Priya Rao")
    erase([message.send_id], by="the data protection officer", now=timezone.now())

    page = login(reviewer()).get(url(message)).content.decode()

    assert "The content cannot be made again: What this message said was erased on" in page
    assert "The person&#x27;s data was erased by the data protection officer; the hash is kept." in page
    assert message.send.edition_hash in page
    assert message.output_hash in page
    for gone in ("Priya", "alex.morgan@example.com", "HM-204711"):
        assert gone not in page
