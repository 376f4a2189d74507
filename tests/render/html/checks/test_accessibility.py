"""The checks of pictures, language, headings and tables, each on a small document."""

from __future__ import annotations

import pytest

from tests.render.html.checks.pages import told

NO_ALT = (
    "This picture has no alt text: a screen reader reads its address out, and nothing stands in its place while pictures "
    "are off."
)
NO_LANGUAGE = "The page does not say its language, so a screen reader may read it with the wrong voice."
NO_TITLE = "The page has no title; clients and screen readers name a message by it."
NO_HEADERS = (
    "This table has no header cells and does not say that it is for layout: a screen reader counts its rows and columns "
    "out."
)


def test_a_picture_without_alt_text_is_an_error_where_it_stands() -> None:
    assert told("image-text", '<p>\n  <img src="https://a.example/x.png"></p>') == [
        ("error", 4, 3, "https://a.example/x.png", NO_ALT)
    ]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://a.example/x.png" alt="">',
        '<img src="cid:1@commhub" alt="Our house">',
        '<img src="https://a.example/x.png" role="presentation">',
        '<div style="display:none"><img src="x.png"></div>',
        '<!--[if mso]><img src="x.png"><![endif]-->',
    ],
)
def test_pictures_that_are_fine(image: str) -> None:
    assert told("image-text", image) == []


@pytest.mark.parametrize(
    ("alt", "message"),
    [
        ("hero_v2.PNG", "This alt text is the name of a file."),
        ("images/hero.jpg", "This alt text is the name of a file."),
        ("Logo", "This alt text says that there is a picture, and not what it shows."),
    ],
)
def test_alt_text_that_says_nothing_is_a_warning(alt: str, message: str) -> None:
    assert told("image-text", f'<img src="https://a.example/x.png" alt="{alt}">') == [("warning", 3, 1, alt, message)]


def test_a_picture_needs_a_full_and_safe_address() -> None:
    relative = "This picture has no full address: there is no page that it could be relative to."
    assert told("image-text", '<img src="/x.png" alt="A">') == [("error", 3, 1, "/x.png", relative)]
    assert told("image-text", '<img alt="A">') == [("error", 3, 1, "", "This picture has no address.")]
    assert told("image-text", '<img src="http://a.example/x.png" alt="A">')[0][0] == "warning"


def test_a_picture_for_dark_screens_counts_too() -> None:
    head = "<style>@media (prefers-color-scheme: dark) { .dark { display: block !important } }</style>"
    image = '<img class="dark" style="display:none" src="https://a.example/x.png">'
    assert [one[0] for one in told("image-text", image, head=head)] == ["error"]


def test_the_page_says_its_language_and_title() -> None:
    assert told("language", "", whole="<html><head></head><body>x</body></html>") == [
        ("warning", 1, 1, "<html>", NO_LANGUAGE),
        ("warning", 1, 1, "<title>", NO_TITLE),
    ]
    assert told("language", "x") == []
    assert told("language", "x", locale="zh-Hans") == [
        ("warning", 2, 1, "en", "The page says that it is in 'en', but it is written in zh-Hans.")
    ]


def test_a_drawing_s_title_is_not_the_page_s() -> None:
    body = "<svg><title>Chart</title></svg>"
    whole = f'<html lang="en"><head></head><body>{body}</body></html>'
    assert [one[3] for one in told("language", "", whole=whole)] == ["<title>"]


def test_headings_go_down_one_level_at_a_time_from_one_main_heading() -> None:
    assert told("heading-order", "<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>") == []
    assert told("heading-order", "<h1>A</h1>\n<h3>B <b>b</b></h3>") == [
        ("warning", 4, 1, "B b", "This heading is an h3, and the one before it is an h1: a level is left out.")
    ]
    assert told("heading-order", "<h2>A</h2><h3>B</h3>") == [
        ("warning", 3, 1, "A", "This heading is an h2, and there is none before it: a level is left out.")
    ]
    second = "This is a second main heading (h1): a reader who goes by headings cannot tell what the message is about."
    assert told("heading-order", "<h1>A</h1>\n <h1>B</h1>") == [("warning", 4, 2, "B", second)]
    empty = "This heading is empty; a screen reader announces it all the same."
    assert told("heading-order", "<h1>A</h1><h2> &nbsp; </h2>") == [("warning", 3, 11, "<h2>", empty)]


def test_a_heading_that_is_a_picture_has_its_alt_text() -> None:
    assert told("heading-order", '<h1><img src="cid:1" alt="Northlight"></h1>') == []


def test_layout_tables_say_so_and_data_tables_have_headers() -> None:
    assert told("table-headers", "<table><tr><td>a</td></tr></table>") == [("warning", 3, 1, "<table>", NO_HEADERS)]
    assert told("table-headers", '<table role="presentation"><tr><td>a</td></tr></table>') == []
    assert told("table-headers", '<table><tr><th scope="col">a</th></tr><tr><td>b</td></tr></table>') == []
    assert told("table-headers", "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>") == [
        ("advice", 3, 12, "<th>", "This header cell does not say whether it heads a column or a row.")
    ]
    assert told("table-headers", '<table role="presentation"><tr><th>a</th></tr></table>') == [
        (
            "warning",
            3,
            1,
            "a",
            "This table says that it is for layout, and has header cells: a screen reader passes over them.",
        )
    ]


def test_a_table_is_judged_by_its_own_cells() -> None:
    inner = '<table><tr><th scope="col">a</th></tr></table>'
    assert told("table-headers", f'<table role="presentation"><tr><td>{inner}</td></tr></table>') == []
