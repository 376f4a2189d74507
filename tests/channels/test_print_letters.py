"""Letters: every window with real addresses, what is measured on the first page, large print, and missing glyphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import pypdfium2
import pytest

from commhub.channels import channels
from commhub.channels.base import Source
from commhub.contracts import (
    AssetFile,
    Brief,
    CategoryPolicy,
    CompileError,
    Contact,
    Edition,
    Recipient,
    Rendered,
    RenderError,
)
from commhub.render.letters.windows import windows
from commhub.starter.library import read_library

LOCALES = ("en-GB", "zh-Hans")
LONG: Mapping[str, Any] = {
    "lines": ["Department of Household Insurance Claims", "Building 7, Third Floor, East Wing", "The Old Brewery Yard",
              "1 Llanfairpwllgwyngyll Road", "Industrial Park North", "Stratford-upon-Avon"],
    "postcode": "CV37 6UU",
    "country": "GB",
}  # fmt: skip
BODY = "Dear {{ recipient.name }},\n\nwe write to you. {{ note }}"


@lru_cache(maxsize=1)
def library() -> tuple[str, Mapping[str, Any], bytes]:
    """The library's print layout, its first brand's tokens, and that brand's logo."""
    content = read_library()
    brand = next(one for one in content.brands if one.key == "northlight")
    layout = next(one for one in content.layouts if one.channel == "print" and one.brand == "northlight")
    logo = next(asset for asset in brand.assets if asset.slot == "logo")
    return layout.source, brand.tokens, logo.files["print"]


def compiled(locale: str = "en-GB", layout: str = "", body: str = BODY, **settings: Any) -> Edition:
    source, tokens, _ = library()
    logo = AssetFile("logo", "a" * 64, "image/svg+xml", "logo.svg", 100, 20, "Northlight Insurance")
    share = channels.get("print").compile(
        Source(
            parts={"subject": "A letter about your home", "body": body},
            layout=layout or source,
            settings={"window": "uk-c5", **settings},
            brand=tokens,
            locale=locale,
            variables=frozenset({"note"}),
            asset=lambda slot: logo,
        )
    )
    return Edition("", "letter", "service", "northlight", locale, tokens, (), {"print": share}, {"a" * 64: logo})


def render(
    edition: Edition, address: Mapping[str, Any] | None = None, name: str = "Ann", **attributes: Any
) -> Rendered:
    value = address or {"lines": ["7 Harbour Lane", "Whitby"], "postcode": "YO21 1AA", "country": "GB"}
    brief = Brief(
        message_id="00000000-0000-0000-0000-000000000000",
        edition=edition,
        asset_bytes={"a" * 64: library()[2]},
        category=CategoryPolicy("service", "Service", preference_applies=True, consent_required=False),
        recipient=Recipient(
            name, edition.locale, contacts={"address": Contact("address", value)}, attributes=attributes
        ),
        data={},
        wish="",
        test=True,
        accepted_at=datetime(2026, 1, 15, 9, 30, tzinfo=UTC),
    )
    return channels.get("print").render(edition, brief)


PLAIN_BODY = "Dear {{ recipient.name }},\n\nwe write to you."


@cache
def edition_for(window: str, locale: str = "en-GB") -> Edition:
    return compiled(locale, body=PLAIN_BODY, window=window)


@pytest.mark.parametrize("window", windows())
def test_the_library_s_layout_fits_every_window_with_the_longest_address(window: str) -> None:
    rendered = render(edition_for(window), LONG, "Dr Maximiliana Featherstonehaugh-Cholmondeley")
    assert rendered.facts == {"pages": 1, "window": window}
    document = pypdfium2.PdfDocument(rendered.document)
    size = tuple(round(side / 72 * 25.4, 1) for side in document.get_page_size(0))
    document.close()
    assert size == windows()[window].size


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("李小明", {"lines": ["北京市朝阳区", "建国路88号现代城5号楼1201室"], "postcode": "100022", "country": "CN"}),
        ("محمد العربي", {"lines": ["شارع الملك فهد", "Riyadh"], "postcode": "12345", "country": "SA"}),
        ("홍길동", {"lines": ["서울특별시 종로구 세종대로 1"], "postcode": "03154", "country": "KR"}),
        ("Ελένη Łucja \ufb01ona", {"lines": ["Οδός 1", "Αθήνα"], "postcode": "10431", "country": "GR"}),
    ],
)
def test_addresses_of_every_script_are_found_whole_in_the_window(name: str, address: Mapping[str, Any]) -> None:
    assert render(edition_for("uk-c5", "zh-Hans"), address, name).facts["pages"] == 1


def test_a_line_that_does_not_fit_is_named() -> None:
    wide = {**LONG, "lines": ["W" * 200, *LONG["lines"][1:]]}
    with pytest.raises(
        RenderError, match=r"does not fit the window of the US #10 envelope: '.*' is not wholly inside it"
    ):
        render(edition_for("us-10"), wide)


def with_html(edition: Edition, old: str, new: str) -> Edition:
    share = edition.channels["print"]
    assert old in share["html"]
    return replace(edition, channels={"print": {**share, "html": share["html"].replace(old, new)}})


@pytest.mark.parametrize(
    ("intruder", "message"),
    [
        ('<div style="position: absolute; left: 0; top: 40mm">Ref 1</div>', r"stands in the window of .*: '.*Ref 1"),
        ('<div style="position: absolute; left: 0; top: 65mm">Ref 1</div>', r"stands beside the window of .*: 'Ref 1'"),
        (
            '<div style="position: absolute; left: 0; top: 65mm; width: 20mm; border-top: 0.3mm solid #888888"></div>',
            "a picture, a line or an area stands in or beside the window .* 25 mm from the left and 77 mm from the top",
        ),
        (
            '<div style="position: absolute; left: 0; top: 20mm; width: 90mm; height: 35mm; background: #EEEEEE"></div>',
            "a picture, a line or an area stands in or beside the window",
        ),
        (
            '<img src="asset:LOGO" style="position: absolute; left: 0; top: 60mm; width: 30mm">',
            "a picture, a line or an",
        ),
    ],
)
def test_whatever_stands_beside_the_address_is_refused(intruder: str, message: str) -> None:
    intruder = intruder.replace("LOGO", "a" * 64)
    with pytest.raises(RenderError, match=message):
        render(with_html(edition_for("uk-c5"), '<div id="sender">', intruder + '<div id="sender">'))


def test_white_leaves_no_ink_beside_the_address() -> None:
    place = "position: absolute; left: -25mm; top: -12mm; width: 210mm; height: 297mm"
    white = f'<div style="{place}; background: #FFFFFF"></div>'
    edition = with_html(edition_for("uk-c5"), '<div id="letterhead">', white + '<div id="letterhead">')
    assert render(edition).facts["pages"] == 1


def test_a_page_of_another_size_is_refused() -> None:
    edition = with_html(edition_for("uk-c5"), "size: A4", "size: letter")
    with pytest.raises(
        RenderError, match="pages are 216 x 279 mm; the UK C5 or DL envelope is for A4 pages, 210 x 297 mm"
    ):
        render(edition)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_customer_who_needs_it_gets_large_print(locale: str) -> None:
    large = render(edition_for("uk-c5", locale), large_print=True)
    assert large.facts["large_print"] is True
    assert (large.facts["pages"], large.findings) == (1, ())
    assert smallest_type(large.document, below=97) >= 18
    usual = render(edition_for("uk-c5", locale), large_print=False)
    assert "large_print" not in usual.facts
    assert smallest_type(usual.document, below=97) < 18


def smallest_type(content: bytes, below: float) -> float:
    """The smallest type size, in points, of the text on page 1 that stands lower than `below` millimetres."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    sizes = [
        one.get_matrix().d * one.get_font_size() if hasattr(one, "get_font_size") else 0.0
        for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        if one.get_bounds()[3] < (297 - below) / 25.4 * 72
    ]
    page.close()
    document.close()
    return min(round(abs(size), 1) for size in sizes)


def test_a_layout_without_large_print_says_so_to_who_needs_it() -> None:
    layout = (
        '<html lang="{{ locale }}"><head><title>{{ subject }}</title><style>@page { size: A4; margin: 99mm 20mm 20mm }'
        ".to { position: absolute; left: 6mm; top: -58mm }</style></head>"
        '<body><div class="to">{% for line in address_lines %}<div>{{ line }}</div>{% endfor %}</div>'
        "{{ content }}</body></html>"
    )
    edition = compiled(layout=layout, body=PLAIN_BODY)
    [finding] = render(edition, large_print=True).findings
    assert (finding.rule, finding.severity) == ("large-print", "warning")
    assert render(edition).findings == ()
    with pytest.raises(CompileError, match="nothing in the layout asks"):
        compiled(layout=layout, large_print=True)


def test_a_name_that_no_font_can_show_is_a_finding_and_not_a_box() -> None:
    rendered = render(edition_for("uk-c5"), name="Ann 🎉")
    assert {(one.rule, one.severity, one.surface) for one in rendered.findings} == {("missing-glyph", "error", "🎉")}
    assert {one.field for one in rendered.findings} == {"/recipient/address", "/recipient/name"}


def test_an_accessible_layout_needs_words_for_its_pictures() -> None:
    source = library()[0]
    assert render(compiled(body=PLAIN_BODY, pdf="accessible")).facts["pdf"] == "accessible"
    with pytest.raises(CompileError, match=r"words for each picture: <img src=\"asset:a+\"> has no alt"):
        compiled(layout=source.replace("alt=\"{{ asset('logo').alt }}\"", 'alt=""'), pdf="accessible")
    with pytest.raises(CompileError, match="needs the language"):
        compiled(layout=source.replace('<html lang="{{ locale }}">', "<html>"), pdf="accessible")


def test_the_words_for_pictures_are_linted_where_they_go_along() -> None:
    logo = library()[0].replace("alt=\"{{ asset('logo').alt }}\"", 'alt="The NIGO sign"')
    heard = render(compiled(layout=logo, body=PLAIN_BODY, pdf="accessible")).readable[-1]
    assert (heard.part, heard.text, [note.role for note in heard.notes]) == ("heard", "The NIGO sign", ["spoken"])
    parts = [one.part for one in render(compiled(layout=logo, body=PLAIN_BODY)).readable]
    assert parts == ["subject", "page"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"pdf": "pdf/x"}, "pdf is 'pdf/x'; it is one of: plain, archive, accessible"),
        ({"paper": "A4"}, "letters have no setting paper; there are: window, pdf, large_print"),
        ({"large_print": "yes"}, "large_print is 'yes'; it is true or false"),
        ({"window": "dl"}, "there is no window profile 'dl'"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_words(settings: Mapping[str, Any], message: str) -> None:
    with pytest.raises(CompileError) as caught:
        compiled(**settings)
    assert message in str(caught.value)


def test_an_edition_from_before_still_renders() -> None:
    edition = edition_for("uk-c5")
    share = {key: value for key, value in edition.channels["print"].items() if key not in {"pdf", "large_print"}}
    assert render(replace(edition, channels={"print": {**share, "window": "uk-c5"}}), large_print=True).facts == {
        "pages": 1,
        "window": "uk-c5",
    }
