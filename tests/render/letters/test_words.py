"""The text of a letter as read from its pages: paragraphs, cells, hyphens, scripts, margins, and where each word stands."""

from __future__ import annotations

from functools import lru_cache

import pytest

from commhub.contracts import DataSpan, Readable, RenderError
from commhub.render.letters.alignment import align
from commhub.render.letters.page_text import PageText, read_pages
from commhub.render.letters.pdf import make_pdf
from commhub.render.text.readable import readable

STYLE = (
    '@page { size: 100mm 100mm; margin: 12mm; @bottom-center { content: "Page " counter(page) " of " counter(pages) } '
    '@top-left { content: "Kept in order" } } body { font-family: "Noto Sans", "Noto Sans SC"; font-size: 10pt; margin: 0 }'
)


@lru_cache
def pdf(body: str, style: str = "") -> tuple[bytes, str]:
    html = f'<!DOCTYPE html><html lang="en"><head><style>{STYLE}{style}</style></head><body>{body}</body></html>'
    return make_pdf(html, {}, {}).content, html


def blocks(body: str, style: str = "", *, beside_html: bool = True) -> list[str]:
    """The blocks of a letter without those in its margins."""
    content, html = pdf(body, style)
    text = read_pages(content, readable(html, "body") if beside_html else None).text
    return [block for block in text.split("\n") if not block.startswith(("Page ", "Kept "))]


def both(body: str, style: str = "") -> list[str]:
    """The blocks, which are the same whether or not the HTML is known."""
    alone = blocks(body, style, beside_html=False)
    assert blocks(body, style) == alone
    return alone


def test_the_lines_of_a_paragraph_are_one_block_and_paragraphs_are_apart() -> None:
    long = "We have read your claim and pay within five days. You get a letter from us when that is done."
    assert both(f"<h1>Your claim</h1><p>{long}</p><p>Kind regards</p>") == ["Your claim", long, "Kind regards"]


def test_paragraphs_without_a_gap_are_apart_where_the_html_says_so() -> None:
    assert blocks("<p>Your excess</p><p>waiver is here</p>", "p { margin: 0 }") == ["Your excess", "waiver is here"]


def test_cells_and_columns_are_apart_also_where_they_touch() -> None:
    table = (
        "<table><tr><td>core</td><td>cover</td></tr><tr><td>wide and long cell that wraps</td><td>x</td></tr></table>"
    )
    assert both(table, "td { width: 30mm }") == ["core", "cover", "wide and long cell that wraps", "x"]
    assert blocks(table, "table { border-spacing: 0 } td { padding: 0; width: auto }")[:2] == ["core", "cover"]
    column = "<p>One column has this text and goes on</p>" * 2
    assert both(f'<div style="columns: 2">{column}</div>') == ["One column has this text and goes on"] * 2


@pytest.mark.parametrize("beside_html", [True, False])
def test_a_word_that_was_cut_is_one_word_again(beside_html: bool) -> None:
    body = "<p>The characteristics of internationalisation and responsibility</p>"
    [block] = blocks(body, "p { hyphens: auto; width: 30mm }", beside_html=beside_html)
    assert "\u00ad" in block
    assert block.replace("\u00ad", "") == "The characteristics of internationalisation and responsibility"


def test_a_hyphen_of_its_own_stays_at_the_end_of_a_line() -> None:
    assert both("<p>self-administered co-payment</p>", "p { width: 22mm }") == ["self-administered co-payment"]


def test_soft_hyphens_that_were_not_used_leave_nothing() -> None:
    assert both("<p>de&shy;duct&shy;ible</p>") == ["deductible"]


def test_chinese_lines_are_joined_without_a_space() -> None:
    text = "我们已经收到您的申请，正在审核您的材料，请您耐心等待，谢谢您的理解。"
    assert both(f"<p>{text}</p>", "p { width: 40mm }") == [text]


def test_what_is_in_two_scripts_is_read_in_order() -> None:
    assert both("<p>in English שלום גדול עולם and on 😀 𠮷</p>") == ["in English שלום גדול עולם and on 😀 𠮷"]
    assert both('<p dir="rtl">שלום NIGO עולם 12 ימים</p>') == ["שלום NIGO עולם 12 ימים"]


def test_letters_that_are_spaced_out_or_justified_are_words() -> None:
    assert both("<p>spaced out letters</p>", "p { letter-spacing: 3px }") == ["spaced out letters"]
    text = "Some words of a paragraph that is set in full lines, so that gaps are wide."
    assert both(f"<p>{text}</p>", "p { text-align: justify; width: 35mm }") == [text]


def test_a_raised_ending_belongs_to_its_word() -> None:
    assert both("<p>the 2<sup>nd</sup> day</p>") == ["the 2nd day"]


def test_what_styles_write_is_read_and_what_they_hide_is_not() -> None:
    body = (
        '<p class="b">here</p><p class="h">hidden</p><p class="n">never</p><p class="o">away</p><p class="u">shout</p>'
    )
    style = (
        '.b::before { content: "NIGO " } .h { visibility: hidden } .n { display: none } .u { text-transform: uppercase } '
        ".o { position: absolute; left: -500mm }"
    )
    assert both(body, style) == ["NIGO here", "SHOUT"]
    content, html = pdf(body, style)
    assert read_pages(content, readable(html, "body")).text.endswith("Kept in order\nPage 1 of 1")


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_past_the_margins() -> None:
    text = "Sentence of the letter that goes on. " * 60
    content, html = pdf(f"<p>{text}</p>")
    read = read_pages(content, readable(html, "body"))
    found = read.text.split("\n")
    assert found[0] == text.strip()
    assert found[1:] == [line for page in range(1, max(read.pages) + 2) for line in
                         ("Kept in order", f"Page {page} of {max(read.pages) + 1}")]  # fmt: skip


def test_a_word_that_was_cut_at_the_end_of_a_page_is_one_again() -> None:
    words = "<br>".join(["line"] * 15)
    style = "p { hyphens: auto; width: 26mm; orphans: 1; widows: 1 }"
    block = blocks(f"<p>{words} incomprehensibility is here</p>", style)[-1]
    assert block.replace("\u00ad", "").endswith("incomprehensibility is here")


# ---- where words stand ----------------------------------------------------------------------------------------------


def place(read: PageText, content: bytes, word: str) -> list[tuple[int, tuple[int, ...]]]:
    start = read.text.index(word)
    [boxes] = read.boxes(content, [(start, start + len(word))])
    return [(one.page, tuple(round(side) for side in one.box)) for one in boxes]


def test_a_word_has_its_box_in_points_from_the_top_left_of_its_page() -> None:
    content, html = pdf('<p style="position: absolute; left: 20mm; top: 30mm; margin: 0; font-size: 12pt">NIGO</p>')
    read = read_pages(content, readable(html, "body"))
    [(page, (left, top, right, bottom))] = place(read, content, "NIGO")
    assert page == 0
    assert (left, top) == (round(32 * 72 / 25.4), round(42 * 72 / 25.4))
    assert 28 < right - left < 38
    assert 14 < bottom - top < 19


def test_a_phrase_over_two_lines_or_pages_has_a_box_on_each() -> None:
    content, html = pdf("<p>not in good order</p>", "p { width: 20mm }")
    boxes = place(read_pages(content, readable(html, "body")), content, "not in good order")
    assert [page for page, _ in boxes] == [0, 0]
    assert boxes[0][1][3] <= boxes[1][1][1] + 2

    lines = "<br>".join(["line"] * 15)
    content, html = pdf(f"<p>{lines} good order</p>", "p { width: 20mm; orphans: 1; widows: 1 }")
    read = read_pages(content, readable(html, "body"))
    assert {page for page, _ in place(read, content, read.text[: read.text.index("order") + 5])} == {0, 1}


def test_every_character_stands_where_it_is_drawn() -> None:
    content, html = pdf("<p>Ein 😀 Wort 核保 and שלום on</p>")
    read = read_pages(content, readable(html, "body"))
    stretches = [(at, at + 1) for at, one in enumerate(read.text) if not one.isspace() and read.at[at] >= 0]
    boxes = read.boxes(content, stretches)
    assert all(len(one) == 1 and one[0].box[2] > one[0].box[0] for one in boxes)
    left_of = {read.text[start]: one[0].box[0] for (start, _), one in zip(stretches, boxes, strict=True)}
    assert left_of["E"] < left_of["😀"] < left_of["W"] < left_of["核"] < left_of["保"] < left_of["ם"] < left_of["ש"]


# ---- the fields that brought the words ------------------------------------------------------------------------------


def brought(body: str, said: str, *spans: DataSpan, style: str = "") -> list[tuple[str, str]]:
    content, _ = pdf(body, style)
    read = read_pages(content, Readable("body", said, spans))
    return [(read.text[span.start : span.end], span.field) for span in read.spans]


def span(said: str, value: str, field: str, after: int = 0) -> DataSpan:
    start = said.index(value, after)
    return DataSpan(start, start + len(value), field)


def test_a_field_is_named_where_its_value_stands_on_the_page() -> None:
    said = "Dear Ann Lee,\nyour status is NIGO and open.\nNIGO"
    body = "<p>Dear Ann Lee,</p><p>your status is NIGO and open.</p><p>NIGO</p>"
    spans = (
        span(said, "Ann Lee", "/recipient/name"),
        span(said, "NIGO", "/data/status"),
        span(said, "NIGO", "/data/b", 40),
    )
    assert brought(body, said, *spans) == [
        ("Ann Lee", "/recipient/name"), ("NIGO", "/data/status"), ("NIGO", "/data/b"),
    ]  # fmt: skip


def test_a_value_that_is_part_of_a_word_or_over_two_lines_is_named_to_the_letter() -> None:
    # The margin has "Kept in order", of which no value brought anything.
    said = "Your 核保中状态 is pre-XK7 and not in good order."
    spans = span(said, "核保中", "/data/a"), span(said, "XK7", "/data/b"), span(said, "not in good order", "/data/c")
    assert brought(f"<p>{said}</p>", said, *spans, style="p { width: 30mm }") == [
        ("核保中", "/data/a"), ("XK7", "/data/b"), ("not in good order", "/data/c"),
    ]  # fmt: skip


def test_values_that_repeat_in_a_table_keep_their_rows() -> None:
    rows = [(f"Item {number % 2}", "OPEN") for number in range(12)]
    said = "\n".join(f"{name}\n{state}" for name, state in rows)
    spans, at = [], 0
    for number, _ in enumerate(rows):
        at = said.index("OPEN", at)
        spans.append(DataSpan(at, at + 4, f"/data/rows/{number}/state"))
        at += 4
    body = "<table>" + "".join(f"<tr><td>{name}</td><td>{state}</td></tr>" for name, state in rows) + "</table>"
    assert [field for _, field in brought(body, said, *spans)] == [f"/data/rows/{number}/state" for number in range(12)]


def test_a_value_that_stands_on_every_page_is_named_on_every_page() -> None:
    text = "Sentence of the letter that goes on. " * 60
    said = f"Claim XK7\n{text.strip()}"
    body = f'<div id="head">Claim XK7</div><p>{text}</p>'
    style = "#head { position: running(head) } @page { @top-right { content: element(head) } }"
    found = brought(body, said, DataSpan(6, 9, "/data/claim"), style=style)
    assert len(found) > 1
    assert set(found) == {("XK7", "/data/claim")}


def test_hidden_words_of_the_html_do_not_take_a_place() -> None:
    said = "Secret NIGO\nYour status is NIGO."
    spans = span(said, "NIGO", "/data/hidden"), span(said, "NIGO", "/data/shown", 12)
    body = '<p style="display: none">Secret NIGO</p><p>Your status is NIGO.</p>'
    assert brought(body, said, *spans) == [("NIGO", "/data/shown")]


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(RenderError, match="pages cannot be read"):
        read_pages(b"no pdf")


@pytest.mark.parametrize(
    ("said", "printed"),
    [(["a"], ["a"]), (["a", "b"], ["b", "a", "c"]), (["a"], ["b"]), (["a", "a", "b"], ["a", "b", "b"])],
)
def test_words_that_repeat_without_end_are_laid_side_by_side_all_the_same(said: list[str], printed: list[str]) -> None:
    # A look at every other place of each word would be 1,600,000,000 of them.
    all_said, all_printed = said * 40_000, printed * 40_000
    found = align(all_said, all_printed)
    assert len(found) == len(all_printed)
    assert all(place < 0 or all_said[place] == word for place, word in zip(found, all_printed, strict=True))
