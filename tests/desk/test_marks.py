"""Marks in what the desk shows of a message: on a letter's pages, in a text message, in an e-mail and in its text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from brand_assets.models import Brand
from commhub.contracts import Finding, Readable, Rendered
from commhub.desk.marks import Bit, Marks, Moved
from commhub.record.models import Message
from tests.factories import DATA, listed, reviewer

Login = Callable[[User], Client]
Sent = Callable[..., Message]


def finding(text: str, word: str, part: str = "body", after: int = 0, **more: str) -> Finding:
    start = text.index(word, after)
    known = {
        "rule": f"en.term.{word}",
        "kind": "jargon",
        "severity": "error",
        "message": f"'{word}' is jargon; say it.",
    }
    return Finding(**{**known, **more}, part=part, start=start, end=start + len(word), surface=word)  # type: ignore[arg-type]


def mail(html: str, said: str, text: str = "") -> Rendered:
    return Rendered("email", {"html": html, "text": text}, (Readable("body", said),), "ab" * 32)


def told(bits: list[Bit]) -> list[tuple[str, int]]:
    return [(bit.text, bit.note.number) for bit in bits if bit.note]


def test_the_words_of_a_text_message_are_marked_where_they_stand_also_over_two_parts() -> None:
    text = "Your NIGO form, 😀 and the APR of it: NIGO"
    rendered = Rendered("sms", {"text": text}, (Readable("sms", text),), "ab" * 32)
    again = finding(text, "NIGO", "sms", after=20)
    marks = Marks(rendered, [finding(text, "APR", "sms"), again, finding(text, "NIGO", "sms")])

    assert "".join(bit.text for bit in marks.in_part("sms", text)) == text
    assert told(marks.in_part("sms", text)) == [("NIGO", 1), ("APR", 2), ("NIGO", 1)]
    assert [note.count for note in marks.notes] == [2, 1]
    parts = marks.in_parts("sms", [text[:7], text[7:]])
    assert ["".join(bit.text for bit in part) for part in parts] == [text[:7], text[7:]]
    assert [told(part) for part in parts] == [[("NI", 1)], [("GO", 1), ("APR", 2), ("NIGO", 1)]]


def test_a_text_that_is_another_now_is_not_marked() -> None:
    rendered = Rendered("sms", {"text": "Your NIGO"}, (Readable("sms", "Your NIGO"),), "ab" * 32)
    marks = Marks(rendered, [finding("Your NIGO", "NIGO", "sms")])
    assert marks.in_part("sms", "All is well") == [Bit("All is well")]


def test_a_place_behind_the_end_of_what_was_read_is_left_out() -> None:
    rendered = Rendered("sms", {"text": "NIGO"}, (Readable("sms", "NIGO"),), "ab" * 32)
    assert Marks(rendered, [finding("xx NIGO", "NIGO", "sms"), finding("NIGO", "NIGO", "other")]).notes == []


def test_the_html_of_an_email_is_marked_in_its_text_and_nowhere_else() -> None:
    html = '<p title="NIGO">Your <b>NI</b>GO &amp; the <a href="/NIGO">ni&shy;go</a></p><img alt="NIGO">'
    said = "NIGO\nYour NIGO & the ni\u00adgo\nNIGO"
    found = [finding(said, "NIGO", after=5), finding(said, "ni\u00adgo", message='Say "it" <b>')]

    marked = Marks(mail(html, said), found).in_html("body", html)

    assert re.sub(r"</?mark[^>]*>", "", marked) == html
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", marked) == ["NI", "GO", "ni&shy;go"]
    assert 'title="Error: Say &quot;it&quot; &lt;b&gt;"' in marked


def test_the_text_alternative_is_marked_at_the_same_words_in_another_form() -> None:
    said = "Your claim\nThe core cover of NIGO is here"
    text = "YOUR CLAIM\n==========\n\nThe core\ncover of NIGO is here"
    marks = Marks(mail("", said, text), [finding(said, "core cover"), finding(said, "NIGO")])
    assert told(marks.in_other("body", text)) == [("core\ncover", 1), ("NIGO", 2)]


def test_a_part_of_a_word_is_as_far_inside_the_other() -> None:
    assert list(Moved("您的核保中 preXK7", "您的\n核保中\npreXK7").stretches(9, 12)) == [(10, 13)]
    assert list(Moved("one two", "three four").stretches(0, 3)) == []


@pytest.mark.parametrize("status", ["NIGO", "not\u00a0in good order 𠮷 NIGO"])
def test_a_letter_is_marked_on_its_page_with_the_field_and_the_app_that_brought_the_word(
    login: Login, letters: Brand, send: Sent, status: str
) -> None:
    listed("NIGO", kind="code", suggestion="not complete")
    message = send("print", {**DATA, "policy_number": status})

    answer = login(reviewer()).get(reverse("admin:record_message_change", args=[message.pk]))

    shown = answer.context["again"].shown
    [note] = shown.notes
    assert (note.told.marked, note.told.data_field, note.app) == ("NIGO", "/data/policy_number", "Billing")
    [page] = shown.pages
    assert page.marks
    assert all(mark.note is note for mark in page.marks)
    for mark in page.marks:
        assert 5 < mark.left < 95
        assert 25 < mark.top < 60  # below the address, in the upper part of the text
        assert 2 < mark.width < 8
        assert 1 < mark.height < 3
    html = answer.content.decode()
    assert f'href="#{note.anchor}"' in html
    assert f'id="{note.anchor}"' in html
    assert "sent by <strong>Billing</strong>" in html
    assert f"left:{page.marks[0].left}%" in html


def test_notes_tell_the_severities_in_words_and_errors_first() -> None:
    text = "utilise the NIGO thing"
    rendered = Rendered("sms", {"text": text}, (Readable("sms", text),), "ab" * 32)
    found = [finding(text, "utilise", "sms", severity="advice"), finding(text, "NIGO", "sms", field="/data/a")]
    marks = Marks(rendered, found, app="Claims")
    assert [(note.number, note.told.marked) for note in marks.notes] == [(1, "NIGO"), (2, "utilise")]
    assert marks.legend == [("error", "must be put right"), ("advice", "could be plainer")]
    assert marks.notes[0].words == "Error: 'NIGO' is jargon; say it. Brought by /data/a from Claims."
    assert marks.notes[1].app == ""
