"""Each channel's compile and render, from a live edition."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from commhub.channels import channels
from commhub.contracts import Brief, Contact, RenderError
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition
from commhub.publish.samples import sample_brief
from commhub.render.letters.pdf import make_pdf
from tests.store import ADDRESS, CLAIM_DATA, make_claim_template

pytestmark = pytest.mark.django_db
PRICE = {"cost": "0.0400", "currency": "GBP", "destination": "GB", "price_list": "sample prices 2026-01"}


@pytest.fixture(scope="module")
def briefs(module_db: None) -> dict[str, Brief]:
    """A brief for each language of the live claim template."""
    make_claim_template()
    return {
        pointer.locale: sample_brief(*_loaded(pointer.edition.hash), CLAIM_DATA)
        for pointer in LiveEdition.objects.all()
    }


def _loaded(edition_hash: str) -> tuple:  # type: ignore[type-arg]
    loaded = load(edition_hash)
    return loaded.edition, loaded.asset_bytes


def for_address(brief: Brief, name: str, address: object) -> Brief:
    contacts = {**brief.recipient.contacts, "address": Contact("address", address)}
    return replace(brief, recipient=replace(brief.recipient, name=name, contacts=contacts))


def fonts_on(page: pypdfium2.PdfPage) -> set[str]:
    """The names of the fonts that a page's text is set in, without the tag of a subset."""
    names = set()
    for part in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        font = pypdfium2.raw.FPDFTextObj_GetFont(part)
        name = ctypes.create_string_buffer(200)
        pypdfium2.raw.FPDFFont_GetBaseFontName(font, name, 200)
        names.add(name.value.decode().rpartition("+")[2])
    return names


def test_an_email_says_the_same_in_html_and_text(briefs: dict[str, Brief]) -> None:
    rendered = channels.get("email").render(briefs["en"].edition, briefs["en"])
    assert rendered.content["subject"] == "Your claim is approved"
    assert rendered.content["text"] == (
        "Dear Alex Sample,\n\nYour claim is approved. We pay £1,234.50.\n\nCall us on 0800 123.\n\nNorthlight Insurance plc\n"
    )
    assert '<p style="color:#123456">Dear Alex Sample,</p>' in rendered.content["html"]
    assert "News about your claim" in rendered.content["html"]
    assert [readable.part for readable in rendered.readable] == ["subject", "body"]


def test_a_text_message_names_its_sender_and_its_size(briefs: dict[str, Brief]) -> None:
    english = channels.get("sms").render(briefs["en"].edition, briefs["en"])
    assert english.content["text"] == "Northlight: Your claim is approved. Call us on 0800 123."
    assert english.facts == {"encoding": "GSM-7", "units": 56, "parts": 1, **PRICE}
    chinese = channels.get("sms").render(briefs["zh-Hans"].edition, briefs["zh-Hans"])
    forced = {"source": "template", "field": "", "characters": list("您的理赔。"), "more": 0}
    assert chinese.facts == {"encoding": "UCS-2", "units": 25, "parts": 1, "forced_by": [forced], **PRICE}


def test_a_letter_has_its_address_in_the_window_and_chinese_glyphs(briefs: dict[str, Brief]) -> None:
    brief = for_address(briefs["zh-Hans"], "李小明", ADDRESS)
    rendered = channels.get("print").render(brief.edition, brief)
    assert rendered.facts == {"pages": 1, "window": "uk-c5"}
    document = pypdfium2.PdfDocument(rendered.document)
    text = document[0].get_textpage().get_text_bounded()
    assert "您的理赔approved，我们将支付 £1,234.50。" in text.replace("\r\n", "\n")
    assert "李小明" in text
    assert fonts_on(document[0]) == {"Noto-Sans", "Noto-Sans-Bold", "Noto-Sans-SC", "Noto-Sans-SC-Bold"}


def test_a_name_with_ligatures_and_joiners_fits_the_window(briefs: dict[str, Brief]) -> None:
    brief = briefs["en"]
    named = replace(brief, recipient=replace(brief.recipient, name="\ufb01ona \u0645\u200c\u0627 a\u202eb"))
    assert channels.get("print").render(named.edition, named).facts["pages"] == 1


def test_an_address_that_leaves_the_window_is_refused(briefs: dict[str, Brief]) -> None:
    long = {
        "lines": [f"A line of the address that is much too long for any window at all {n}" for n in range(5)],
        "postcode": "X",
    }
    with pytest.raises(RenderError, match="does not fit the window of the UK C5 or DL envelope: 'A line of"):
        channels.get("print").render(briefs["en"].edition, for_address(briefs["en"], "Maria", long))


def test_a_text_that_shows_beside_the_address_is_refused(briefs: dict[str, Brief]) -> None:
    brief = for_address(briefs["en"], "Maria", ADDRESS)
    higher = brief.edition.channels["print"]["html"].replace("margin-top: 76mm", "margin-top: 66mm")
    channel = {**brief.edition.channels["print"], "html": higher}
    with pytest.raises(RenderError, match=r"stands beside the window of the UK C5 .*: 'Your claim is approved"):
        channels.get("print").render(replace(brief.edition, channels={"print": channel}), brief)


def test_a_foreign_address_ends_with_the_country(briefs: dict[str, Brief]) -> None:
    address = {"lines": ["Hauptstr. 1"], "postcode": "10115 Berlin", "country": "DE"}
    rendered = channels.get("print").render(briefs["en"].edition, for_address(briefs["en"], "Maria", address))
    assert "10115 Berlin</div><div>GERMANY</div>" in rendered.content["html"]


@pytest.mark.parametrize("channel", ["email", "sms", "print"])
def test_the_same_brief_gives_the_same_bytes_in_another_process(
    briefs: dict[str, Brief], channel: str, tmp_path: Path
) -> None:
    first = channels.get(channel).render(briefs["en"].edition, briefs["en"])
    assert channels.get(channel).render(briefs["en"].edition, briefs["en"]).sha256 == first.sha256
    if channel != "print":
        return
    page = tmp_path / "page.html"
    page.write_text(first.content["html"], encoding="utf-8")
    code = (
        "import hashlib, sys; from commhub.render.letters.pdf import make_pdf;"
        "print(hashlib.sha256(make_pdf(open(sys.argv[1], encoding='utf-8').read(), {}, {}).content).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(page)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        '<style>@font-face { font-family: x; src: url("file:///etc/hosts") } p { font-family: x }</style><p>x</p>',
        '<style>p { background: url("http://127.0.0.1:9/x.png") }</style><p>x</p>',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_a_letter_loads_nothing_but_its_own_assets(source: str) -> None:
    with pytest.raises(RenderError, match="is not one of the edition's assets"):
        make_pdf(f"<html><body>{source}</body></html>", {}, {})


@pytest.mark.parametrize(
    ("channel", "value", "problem"),
    [
        ("email", "maria@example.com", ""),
        ("email", "maria", "is not a complete e-mail address"),
        ("sms", "+447700900123", ""),
        ("sms", "+442079460000", "is a landline, which takes no text messages"),
        ("sms", "0770", "is not a telephone number in international form"),
        ("print", ADDRESS, ""),
        ("print", {"lines": []}, "has no lines"),
        ("print", {"lines": ["a"]}, "has neither postcode nor country"),
        ("print", {"lines": list("abcdefgh"), "postcode": "x"}, "has more than 7 lines"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(channel: str, value: object, problem: str) -> None:
    assert channels.get(channel).address_problem(value) == problem
