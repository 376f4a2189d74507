"""`manage.py render`: a file that is not in the store, made as an edition would be."""

from __future__ import annotations

import email
import email.policy
import json
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import CommandError, call_command

PAGE = """<!doctype html>
<html lang="en-GB"><head><title>Order {{ number }}</title>
<style>.note { color: #B00020 } td { padding: 4px }</style></head>
<body><h1>Hello {{ name }}</h1>
<table>{% for row in rows %}<tr><td class="note">{{ row.what }}</td></tr>{% endfor %}</table>
</body></html>
"""
DATA = {"name": "Zoë <b>", "number": "A-1", "rows": [{"what": "Tea"}, {"what": "Cup & saucer"}]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "order.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "data.json").write_text(json.dumps(DATA), encoding="utf-8")
    return tmp_path


def render(channel: str, source: Path, *more: str) -> tuple[str, str]:
    """What the command wrote to standard output and to standard error."""
    out, err = StringIO(), StringIO()
    call_command("render", channel, str(source), *more, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_an_email_has_its_styles_inlined_and_its_data_escaped(place: Path) -> None:
    out, err = render("email", place / "order.html", "--data", str(place / "data.json"), "-o", "-")
    assert "<h1>Hello Zoë &lt;b&gt;</h1>" in out
    assert '<td style="padding:4px;color:#B00020" class="note">Tea</td>' in out
    assert ">Cup &amp; saucer</td>" in out
    assert "compiled once" in err


def test_the_slow_road_gives_the_same_bytes_and_says_that_it_was_asked_for(place: Path) -> None:
    fast, _ = render("email", place / "order.html", "--data", str(place / "data.json"), "-o", "-")
    slow, err = render("email", place / "order.html", "--data", str(place / "data.json"), "--per-message", "-o", "-")
    assert slow == fast
    assert "not compiled once" in err
    assert "as asked for with --per-message" in err


def test_a_style_that_depends_on_data_is_inlined_per_message_and_the_reason_has_its_place(place: Path) -> None:
    source = place / "dynamic.html"
    source.write_text(PAGE.replace('class="note"', 'class="{{ name }}"'), encoding="utf-8")
    _, err = render("email", source, "--data", str(place / "data.json"), "-o", str(place / "out.html"))
    assert "not compiled once" in err
    assert ":5:" in err


def test_a_folder_takes_html_text_and_the_whole_mail(place: Path) -> None:
    render("email", place / "order.html", "--data", str(place / "data.json"), "-o", f"{place}/out/")
    mail = email.message_from_bytes((place / "out" / "order.eml").read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "Order A-1"
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    assert "Hello Zoë <b>" in body.get_content()
    assert (place / "out" / "order.txt").read_text(encoding="utf-8") in body.get_content().replace("\r\n", "\n")


def test_a_title_is_the_subject_with_its_character_references_read(place: Path) -> None:
    source = place / "title.html"
    source.write_text(PAGE.replace("Order {{", "Terms &amp; order {{"), encoding="utf-8")
    out = place / "title.eml"
    render("email", source, "--data", str(place / "data.json"), "-o", str(out))
    mail = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "Terms & order A-1"


def test_markdown_becomes_a_letter_in_the_brands_layout(place: Path) -> None:
    source = place / "letter.md"
    source.write_text("# Your order {{ number }}\n\nDear {{ name }}, it is on its way.\n", encoding="utf-8")
    render("print", source, "--data", str(place / "data.json"), "-o", str(place / "letter.pdf"))
    document = pypdfium2.PdfDocument(place / "letter.pdf")
    text = document[0].get_textpage().get_text_bounded()
    assert "Dear Zoë <b>, it is on its way." in " ".join(text.split())
    assert text.count("Your order A-1") == 1
    assert "12 Sample Street" in text


def test_a_folder_of_parts_is_one_template(place: Path) -> None:
    folder = place / "parts"
    folder.mkdir()
    (folder / "subject.txt").write_text("Order {{ number }}\n", encoding="utf-8")
    (folder / "body.md").write_text("Dear **{{ name }}**, thank you.\n", encoding="utf-8")
    render("email", folder, "--data", str(place / "data.json"), "-o", f"{place}/out/")
    mail = (place / "out" / "parts.eml").read_text(encoding="utf-8")
    assert "Subject: Order A-1" in mail
    with pytest.raises(CommandError, match="sms needs other parts than body, subject"):
        render("sms", folder, "-o", str(place / "x.txt"))


def test_a_recipient_in_the_data_is_who_the_letter_is_for(place: Path) -> None:
    source = place / "letter.md"
    source.write_text("Hello {{ recipient.name }}.\n", encoding="utf-8")
    to = {
        "name": "Ada Example",
        "address": {"lines": ["1 High Street", "York"], "postcode": "YO1 1AA", "country": "GB"},
    }
    (place / "to.json").write_text(json.dumps({"recipient": to}), encoding="utf-8")
    render("print", source, "--data", str(place / "to.json"), "-o", str(place / "letter.pdf"))
    text = pypdfium2.PdfDocument(place / "letter.pdf")[0].get_textpage().get_text_bounded()
    assert "Hello Ada Example." in text
    assert "YO1 1AA" in text


def test_a_list_of_data_makes_a_batch_of_letters_each_checked_by_itself(place: Path) -> None:
    source = place / "letter.md"
    source.write_text("# Your claim\n\nDear {{ name }}, your claim is {{ status }}.\n", encoding="utf-8")
    rows = [{"name": "Ada", "status": "agreed"}, {"name": "Bo", "status": "NIGO"}]
    (place / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    _, err = render("print", source, "--data", str(place / "rows.json"), "-o", str(place / "all.pdf"))
    document = pypdfium2.PdfDocument(place / "all.pdf")
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    assert ["Dear Ada" in texts[0], "Dear Bo" in texts[1], len(texts)] == [True, True, 2]
    assert "2 letters on 2 pages" in err
    assert "letter 2 (pages 2 to 2): error" in err
    with pytest.raises(CommandError, match="must hold one object"):
        render("email", source, "--data", str(place / "rows.json"), "-o", str(place / "all.html"))


def test_a_letter_of_a_batch_whose_address_does_not_fit_is_refused_with_its_name(place: Path) -> None:
    source = place / "letter.md"
    source.write_text("Hello.\n", encoding="utf-8")
    wide = {"name": "M" * 700, "address": {"lines": ["1 High Street"], "postcode": "YO1 1AA", "country": "GB"}}
    (place / "rows.json").write_text(json.dumps([{}, {"recipient": wide}]), encoding="utf-8")
    with pytest.raises(CommandError, match="the address does not fit the window"):
        render("print", source, "--data", str(place / "rows.json"), "-o", str(place / "all.pdf"))
    assert not (place / "all.pdf").exists()


def test_a_recipient_who_cannot_be_reached_is_refused(place: Path) -> None:
    (place / "short.txt").write_text("Hello.", encoding="utf-8")
    (place / "to.json").write_text('{"recipient": {"phone": "+442079460000"}}', encoding="utf-8")
    with pytest.raises(CommandError, match="the recipient's telephone number is a landline"):
        render("sms", place / "short.txt", "--data", str(place / "to.json"), "-o", "-")


def test_a_text_message_tells_its_size(place: Path) -> None:
    source = place / "short.txt"
    source.write_text("Order {{ number }} is on its way.", encoding="utf-8")
    out, err = render("sms", source, "--data", str(place / "data.json"), "--brand", "", "-o", "-")
    assert out.endswith("Order A-1 is on its way.\n")
    assert "encoding GSM-7" in err
    assert "parts 1" in err


def test_a_misspelt_name_is_told_with_its_place(place: Path) -> None:
    source = place / "typo.html"
    source.write_text("<p>Hello</p>\n<p>Dear {{ nmae }}</p>", encoding="utf-8")
    with pytest.raises(CommandError, match=r"^email-html, line 2, column 9: there is nothing called 'nmae'$"):
        render("email", source, "--data", str(place / "data.json"), "-o", str(place / "x.html"))


def test_a_title_never_becomes_jinja_that_it_was_not(place: Path) -> None:
    source = place / "page.html"
    title = (
        "{% set n = 1 %}<!doctype html><html><head><title>&#123;&#123; name }} &amp; {{ number }}</title></head></html>"
    )
    source.write_text(title, encoding="utf-8")
    render("email", source, "--data", str(place / "data.json"), "-o", str(place / "x.eml"))
    assert "Subject: {{ name }} & A-1" in (place / "x.eml").read_text(encoding="utf-8")
    source.write_text(title.replace("{{ number }}", "{{ n }}"), encoding="utf-8")
    render("email", source, "--data", str(place / "data.json"), "-o", str(place / "x.eml"))
    assert "Subject: page" in (place / "x.eml").read_text(encoding="utf-8")


def test_a_letter_without_a_window_and_one_with_a_picture_from_elsewhere(place: Path) -> None:
    source = place / "letter.md"
    source.write_text("Hello.\n", encoding="utf-8")
    _, err = render("print", source, "--profile", "none", "-o", str(place / "x.pdf"))
    assert "window none" in err
    (place / "page.html").write_text('<html lang="en"><body><img src="x.png" alt="x"></body></html>', encoding="utf-8")
    with pytest.raises(CommandError, match="is not one of the edition's assets"):
        render("print", place / "page.html", "-o", str(place / "y.pdf"))


def test_the_words_that_data_brings_are_linted(place: Path) -> None:
    source = place / "short.txt"
    source.write_text("Your claim is {{ status }}.", encoding="utf-8")
    (place / "bad.json").write_text('{"status": "NIGO"}', encoding="utf-8")
    _, err = render("sms", source, "--data", str(place / "bad.json"), "-o", "-")
    assert "NIGO" in err
    assert "/data/status" in err
    with pytest.raises(CommandError, match="1 of the findings are errors"):
        render("sms", source, "--data", str(place / "bad.json"), "--strict", "-o", "-")


@pytest.mark.parametrize(
    ("text", "data", "said"),
    [
        ("Hello {{ missing }}", "{}", "there is nothing called 'missing'"),
        ("Hello {{ name", "{}", "never closed"),
        ("Hello {{ name|safe }}", '{"name": "x"}', "safe"),
        ("{% include 'secrets.txt' %}", "{}", "there is no content block 'secrets.txt'"),
        ("Hello", "[1]", "must hold one object"),
        ("Hello", '{"a-b": 1}', "'a-b' cannot be a variable's name"),
        ("Hello", "{", "it is not JSON"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_sentence_and_nothing_is_written(
    place: Path, text: str, data: str, said: str
) -> None:
    (place / "short.txt").write_text(text, encoding="utf-8")
    (place / "data.json").write_text(data, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        render("sms", place / "short.txt", "--data", str(place / "data.json"), "-o", str(place / "out.txt"))
    assert not (place / "out.txt").exists()


def test_an_unknown_profile_brand_or_format_names_those_that_there_are(place: Path) -> None:
    source = place / "letter.md"
    source.write_text("Hello.", encoding="utf-8")
    with pytest.raises(CommandError, match="there is no profile 'foolscap'; there are: uk-c5"):
        render("print", source, "--profile", "foolscap", "-o", str(place / "x.pdf"))
    with pytest.raises(CommandError, match=r"email can be written as \.html, \.htm, \.txt, \.eml"):
        render("email", source, "-o", str(place / "x.docx"))


@pytest.mark.django_db
def test_a_brand_of_the_library_needs_no_row_in_the_store(place: Path) -> None:
    source = place / "short.txt"
    source.write_text("Hello.", encoding="utf-8")
    out, _ = render("sms", source, "--brand", "northlight", "-o", "-")
    assert out == "Northlight: Hello.\n"
    with pytest.raises(CommandError, match="there is no brand 'acme'; the starter library has harbour, northlight"):
        render("sms", source, "--brand", "acme", "-o", "-")
