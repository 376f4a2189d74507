"""PDF files: the same bytes as WeasyPrint makes plainly, the kinds of PDF, marks, and letters joined in one file."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from commhub.contracts import AssetFile, RenderError
from commhub.render.letters import press
from commhub.render.letters.batch import Letter, make_batch
from commhub.render.letters.page_marks import marks_of
from commhub.render.letters.pdf import make_pdf
from commhub.render.letters.windows import window_named


def picture() -> bytes:
    """A small picture with soft edges, such as a logo or a signature."""
    image = Image.new("RGBA", (60, 20), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((2, 2, 58, 18), fill=(10, 100, 90, 180))
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return stream.getvalue()


PICTURE = picture()
SHA256 = hashlib.sha256(PICTURE).hexdigest()
FILES = {SHA256: AssetFile("logo", SHA256, "image/png", "logo.png", 60, 20, "Northlight")}
CONTENTS = {SHA256: PICTURE}
LONG = 40
"""Rows that fill two pages."""
MOMENT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


def page(
    title: str = "A letter",
    body: str = "<p>Hello</p>",
    styles: str = "",
    language: str = "en",
    name: str = "Ann",
    rows: int = 5,
) -> str:
    prices = "".join(f"<tr><td>Row {row}</td><td>{row}.00</td></tr>" for row in range(rows))
    return f"""<!DOCTYPE html><html lang="{language}"><head><title>{title}</title><style>
@page {{ size: A4; margin: 20mm; @bottom-right {{ content: counter(page) " of " counter(pages) }} }}
html {{ font-family: "Noto Sans", "Noto Sans SC" }} thead {{ display: table-header-group }} {styles}</style></head>
<body><img src="asset:{SHA256}" alt="Northlight"><h1>{title}</h1><p id="to" style="margin: 0">Dear {name},</p>{body}
<table><thead><tr><th>What</th><th>Price</th></tr></thead><tbody>{prices}</tbody></table>
<p><a href="https://www.example.com/">Our page</a></p></body></html>"""


def opened(content: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.open(io.BytesIO(content))
    assert pdf.check_pdf_syntax() == []
    return pdf


@pytest.fixture(scope="module")
def archive() -> Iterator[pikepdf.Pdf]:
    with opened(make_pdf(page(), FILES, CONTENTS, profile="archive", created=MOMENT).content) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def accessible() -> Iterator[pikepdf.Pdf]:
    window = window_named("din-5008-b")
    made = make_pdf(
        page("您好", language="zh-Hans", rows=LONG),
        FILES,
        CONTENTS,
        profile="accessible",
        created=MOMENT,
        window=window,
    )
    with opened(made.content) as pdf:
        yield pdf


def test_letters_have_the_bytes_of_weasyprint_used_plainly_whatever_was_made_before_them() -> None:
    library, _ = press.weasyprint()
    sources = [
        page(),
        page(styles="p { color: red } td:nth-child(2) { text-align: right }"),
        page(name="Bo", language="de"),
        page(body='<p style="color: blue; width: 20vw">Inline</p>'),
        page(body='<p style="color: green; width: 30vw">Inline</p>'),
        page(styles="@page :first { margin-top: 40mm } h1 { width: 10vw; font-size: 2em }"),
        page(styles="@counter-style dots { system: cyclic; symbols: '.' } li { list-style: dots }", body="<li>x</li>"),
        page(),
    ]
    for source in sources:
        fetcher = press.fetcher(FILES, CONTENTS)
        plainly = library.HTML(string=source, url_fetcher=fetcher).write_pdf()
        assert make_pdf(source, FILES, CONTENTS).content == plainly


@pytest.mark.parametrize(
    "styles",
    [
        "body { overflow: hidden; height: 40px } p { margin-left: -30px }",
        "html { overflow: hidden } p { margin-left: -30mm }",
        "i { position: note(below) } @page { @note-area below { margin-top: 3mm } }",
        "i { position: note(below) } @page { @bottom-left { content: element(below) } }",
        "i { float: footnote }",
        "@page { margin: 5vh }",
        "@page { size: A5; margin: 5v\\77 }",
    ],
)
def test_what_laying_out_changes_in_a_style_is_not_kept(styles: str) -> None:
    library, _ = press.weasyprint()
    source = page(styles=styles, body="<p>Some<i>one</i> words<i>two</i></p>")
    plainly = library.HTML(string=source, url_fetcher=press.fetcher(FILES, CONTENTS)).write_pdf()
    assert [make_pdf(source, FILES, CONTENTS).content == plainly for _ in range(2)] == [True, True]


def test_a_picture_that_another_edition_has_loaded_is_not_to_be_had() -> None:
    make_pdf(page(), FILES, CONTENTS)
    with pytest.raises(RenderError, match="is not one of the edition's assets"):
        make_pdf(page(), {}, {})


def test_what_is_kept_between_letters_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MOST_SHEETS", 3)
    monkeypatch.setattr(press, "MOST_STYLES", 20)
    monkeypatch.setattr(press, "_sheets", {})
    monkeypatch.setattr(press, "_styles", {})
    for number in range(6):
        html = f"<html><style>p {{ margin: {number}px }}</style><body><p>Hello</p></body></html>"
        make_pdf(html, {}, {})
        assert len(press._sheets) <= 3
        assert len(press._styles) <= 20


def test_a_moment_and_marks_are_inputs_and_the_bytes_are_the_same_in_another_process(tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text("<html lang='en'><title>T</title><body><p>Hello 您好</p></body></html>", encoding="utf-8")
    code = (
        "import hashlib, sys; from datetime import datetime, UTC; from commhub.render.letters.pdf import make_pdf;"
        "from commhub.render.letters.windows import window_named as w; text = open(sys.argv[1], encoding='utf-8').read();"
        "print([hashlib.sha256(make_pdf(text, {}, {}, profile=p, created=datetime(2026, 1, 15, 9, 30, tzinfo=UTC),"
        "window=w('din-5008-a')).content).hexdigest() for p in ('plain', 'archive', 'accessible')])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(source)],
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"},
        capture_output=True,
        text=True,
        check=True,
    )
    window = window_named("din-5008-a")
    here = [
        make_pdf(source.read_text(encoding="utf-8"), {}, {}, profile=profile, created=MOMENT, window=window).content
        for profile in ("plain", "archive", "accessible")
    ]
    assert answer.stdout.strip() == str([hashlib.sha256(content).hexdigest() for content in here])


def test_every_font_is_embedded_as_a_subset_and_can_be_read_back(archive: pikepdf.Pdf, accessible: pikepdf.Pdf) -> None:
    names = set()
    for pdf in (archive, accessible):
        for font in pdf.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert "/ToUnicode" in font
            names.add(str(font.BaseFont).partition("+")[2])
    assert names >= {"Noto-Sans", "Noto-Sans-Bold", "Noto-Sans-SC-Bold"}


def test_an_archive_copy_says_that_it_is_pdf_a_3u(archive: pikepdf.Pdf) -> None:
    metadata = archive.Root.Metadata.read_bytes().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="U"' in metadata
    assert "2026-01-15T09:30:00Z" in metadata
    assert archive.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert archive.docinfo["/CreationDate"] == "D:20260115093000Z"
    assert len(archive.trailer.ID) == 2
    images = [one for one in archive.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
    assert len(images) == 2  # the picture and its soft mask
    assert not any(image.get("/Interpolate") for image in images)


def test_an_accessible_letter_says_its_language_title_headings_pictures_and_tables(accessible: pikepdf.Pdf) -> None:
    root = accessible.Root
    assert (str(root.Lang), str(accessible.docinfo["/Title"])) == ("zh-Hans", "您好")
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert root.MarkInfo.Marked is True
    assert 'pdfuaid:part="1"' in root.Metadata.read_bytes().decode()
    elements = [
        one for one in accessible.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
    ]
    kinds = [str(one.S) for one in elements]
    assert kinds.count("/H1") == 1
    assert kinds.count("/TH") == 4  # the head is repeated on the second page
    assert [str(one.Alt) for one in elements if one.S == "/Figure"] == ["Northlight"]
    cells = [one for one in elements if one.S == "/TD"]
    assert cells
    assert all(len(cell.A.Headers) == 1 for cell in cells)
    assert all(link.Contents for page in accessible.pages for link in page.get("/Annots", []))


def test_a_table_repeats_its_head_and_the_page_numbers_count() -> None:
    texts = []
    document = pypdfium2.PdfDocument(make_pdf(page(rows=LONG), FILES, CONTENTS).content)
    for one in document:
        text_page = one.get_textpage()
        texts.append(text_page.get_text_bounded())
        text_page.close()
        one.close()
    document.close()
    assert [text.count("What") for text in texts] == [1, 1]
    assert ["1 of 2" in texts[0], "2 of 2" in texts[1]] == [True, True]


@pytest.mark.parametrize("name", ["uk-c5", "din-5008-b"])
def test_marks_are_drawn_on_every_page_at_their_height_and_are_not_read_aloud(name: str) -> None:
    window = window_named(name)
    drawn = marks_of(window).decode()
    count = len(window.folds) + (window.hole is not None)
    assert drawn.count(" l") == count
    assert drawn == "" or drawn.startswith("/Artifact BMC")
    if count:
        pdf = opened(make_pdf(page(rows=LONG), FILES, CONTENTS, window=window).content)
        assert [len(one.Contents) for one in pdf.pages] == [2, 2]
        assert pdf.pages[1].Contents[1].read_bytes().decode() == drawn
        height = (297 - window.folds[0]) * 72 / 25.4
        assert f" {height:.2f} m" in drawn


def test_joined_letters_keep_their_own_page_numbers_and_say_where_they_are() -> None:
    letters = [Letter(page(name=name, rows=LONG), FILES, CONTENTS) for name in ("Ann", "Bo")]
    letters.append(Letter("<html><body><p>Short</p></body></html>", {}, {}))
    batch = make_batch(letters, title="Batch 1", created=MOMENT, archive=True, window=window_named("din-5008-a"))
    assert batch.ranges == ((1, 2), (3, 4), (5, 5))
    with opened(batch.content) as pdf:
        assert len(pdf.pages) == 5
        assert str(pdf.docinfo["/Title"]) == "Batch 1"
        fonts = {str(font.BaseFont) for one in pdf.pages for font in one.Resources.Font.values()}
        assert len(fonts) == len({name.partition("+")[2] for name in fonts}), "each font is there once for all letters"
    assert (
        make_batch(letters, title="Batch 1", created=MOMENT, archive=True, window=window_named("din-5008-a")) == batch
    )


def test_a_batch_says_which_letter_cannot_be_made() -> None:
    letters = [Letter(page(), FILES, CONTENTS), Letter(page(), {}, {})]
    with pytest.raises(RenderError, match=r"letter 2: asset:.* is not one of the edition's assets"):
        make_batch(letters)
    with pytest.raises(RenderError, match="at least one letter"):
        make_batch([])
