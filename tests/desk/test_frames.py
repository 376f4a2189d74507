"""What a browser is handed of a rendered message: sealed, complete, and without a way out."""

from __future__ import annotations

from dataclasses import replace

from commhub.contracts import Attachment, Rendered
from commhub.desk.frames import SEAL, seal, show

LOGO = Attachment("logo.png", "image/png", b"\x89PNG", "abc@commhub")


def rendered(**content: str) -> Rendered:
    return Rendered(channel="any", content=content, readable=(), sha256="0" * 64, facts={"parts": 2, "urgent": False})


def test_attached_pictures_stand_in_the_html_itself() -> None:
    html = seal('<html><head></head><body><img src="cid:abc@commhub"></body></html>', [LOGO])

    assert 'src="data:image/png;base64,iVBORw=="' in html
    assert "cid:" not in html


def test_a_picture_that_is_not_attached_or_no_picture_is_left_alone() -> None:
    page = Attachment("page.html", "text/html", b"<script>", "page@commhub")

    assert 'src="cid:page@commhub"' in seal('<img src="cid:page@commhub">', [page])


def test_the_policy_comes_before_anything_that_could_load() -> None:
    with_head = seal('<!DOCTYPE html><html><head lang="en"><link href="//evil.example"></head></html>', [])

    assert with_head.startswith(f'<!DOCTYPE html><html><head lang="en">{SEAL}<link')
    assert seal("<p>no head</p>", []).startswith(SEAL)
    assert "default-src 'none'" in SEAL


def test_a_channel_that_makes_text_alone_is_shown_as_a_bubble() -> None:
    shown = show(rendered(text="Hello"))

    assert (shown.bubble, shown.text, shown.html) == ("Hello", "", "")


def test_a_text_in_parts_is_shown_as_its_parts() -> None:
    long = "a" * 152 + "[" + "b" * 10

    assert list(show(rendered(text=long)).bubbles) == ["a" * 152, "[" + "b" * 10]
    assert list(show(replace(rendered(text=long), facts={"characters": 163})).bubbles) == [long]


def test_a_channel_that_makes_html_has_its_text_beside_it() -> None:
    shown = show(rendered(html="<p>Hello</p>", text="Hello", subject="Hi"))

    assert (shown.bubble, shown.text, shown.lines) == ("", "Hello", [("subject", "Hi")])


def test_facts_are_told_in_words() -> None:
    assert show(rendered(text="Hello")).facts == [("parts", "2")]
