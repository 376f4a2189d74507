"""Contrast over resolved colours, on light and dark screens, and text that is too small."""

from __future__ import annotations

import pytest

from commhub.render.html.page.colours import Colour, colour_of, contrast
from tests.render.html.checks.pages import told

DARK = '<meta name="color-scheme" content="light dark"><style>@media (prefers-color-scheme: dark) {{ {rules} }}</style>'


def dark(rules: str) -> str:
    return DARK.format(rules=rules)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "white", 21.0),
        ("#777777", "#fff", 4.478),
        ("rgb(118,118,118)", "hsl(0,0%,100%)", 4.542),
        ("red", "red", 1),
    ],
)
def test_the_ratio_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    first, second = colour_of(one), colour_of(other)
    assert isinstance(first, Colour)
    assert isinstance(second, Colour)
    assert contrast(first, second) == pytest.approx(ratio, abs=0.001)


def test_text_below_three_to_one_is_an_error_and_below_four_and_a_half_a_warning() -> None:
    assert told(
        "contrast", '<p style="color:#999">A</p>\n <p style="color:#777">B</p><p style="color:#767676">C</p>'
    ) == [
        ("error", 3, 1, "A", "Text in #999999 on #ffffff has a contrast of 2.85; text of this size needs 4.5."),
        ("warning", 4, 2, "B", "Text in #777777 on #ffffff has a contrast of 4.48; text of this size needs 4.5."),
    ]


@pytest.mark.parametrize(
    "style",
    [
        "color:#888;font-size:24px",
        "color:#888;font-size:18pt",
        "color:#888;font-size:19px;font-weight:700",
        "color:#888;font-size:150%",
    ],
)
def test_large_text_needs_less(style: str) -> None:
    assert told("contrast", f'<p style="{style}">A</p>') == []
    assert told("contrast", f'<p style="{style.replace("#888", "#999")}">A</p>')[0][4].endswith("large text needs 3.0.")


@pytest.mark.parametrize(
    "body",
    [
        '<table bgcolor="#000000"><tr><td style="color:white">A</td></tr></table>',
        '<table bgcolor="000000"><tr><td><font color="white">A</font></td></tr></table>',
        '<div style="background:#000 none">\n<p style="color:#fff">A</p></div>',
        '<div style="background:rgba(0,0,0,.5)"><p style="background:rgba(0,0,0,.5);color:#fff">A</p></div>',
        '<div style="color:#fff;display:none">preheader</div>',
        '<div style="color:#fff;font-size:1px;max-height:0;overflow:hidden">preheader</div>',
        '<p style="color:#fff">—</p>',
        '<p style="color:#fff;background:oklch(40% 0.1 20)">A</p>',
        '<p style="color:var(--ink)">A</p>',
        '<a href="https://a.example/" style="color:#fff!important;background:#05c">A</a>',
    ],
)
def test_what_can_be_read_or_is_not_meant_to_be_seen(body: str) -> None:
    assert told("contrast", body) == []


def test_the_colour_of_a_link_is_the_browser_s_where_none_is_written() -> None:
    body = '<td style="background:#123456;color:#fff"><a href="https://a.example/">A</a></td>'
    assert [(one[0], one[3]) for one in told("contrast", f"<table><tr>{body}</tr></table>")] == [("error", "A")]


def test_the_same_colours_are_told_once() -> None:
    assert len(told("contrast", '<p style="color:#999">A</p>' * 3)) == 1


def test_text_on_a_picture_cannot_be_measured_unless_a_colour_lies_below() -> None:
    picture = '<td background="https://a.example/x.png"{}><p style="color:#fff">A</p></td>'
    unsure = (
        "This text stands on a picture, so its contrast cannot be measured; while pictures are off it stands on what lies "
        "behind the picture."
    )
    table = f"<table><tr>{picture}</tr></table>"
    assert told("contrast", table.format("")) == [("advice", 3, 53, "A", unsure)]
    assert told("contrast", table.format(' bgcolor="#222222"')) == []
    below = "This is what shows while pictures are off."
    weak = told("contrast", table.format(' bgcolor="#eeeeee"'))
    assert [(one[0], one[4]) for one in weak] == [
        ("warning", f"Text in #ffffff on #eeeeee has a contrast of 1.16; text of this size needs 4.5. {below}")
    ]


def test_dark_rules_are_laid_over_the_inlined_styles() -> None:
    body = '<div class="card" style="background:#fff;color:#222"><p>A</p></div>'
    assert told("contrast", body, head=dark(".card { background: #222 !important; color: #eee !important }")) == []
    assert told("contrast", body, head=dark(".card { background: #222 !important }")) == [
        (
            "warning",
            3,
            54,
            "A",
            "Text in #222222 on #222222 has a contrast of 1.00 on a dark screen; text of this size needs 4.5.",
        )
    ]


def test_an_inlined_style_wins_over_a_dark_rule_that_is_not_important() -> None:
    body = '<div class="card" style="background:#fff;color:#222"><p>A</p></div>'
    assert told("contrast", body, head=dark(".card { background: #222 }")) == []
    important = body.replace("#fff", "#fff !important")
    assert told("contrast", important, head=dark(".card { background: #222 !important }")) == []


def test_among_dark_rules_the_more_specific_one_wins() -> None:
    body = '<p id="a" class="b" style="color:#000">A</p>'
    rules = (
        "#a { color: #fff !important } .b { color: #000 !important } p.none, p::first-line { color: #000 !important }"
    )
    assert told("contrast", body, head=dark(rules)) == []


def test_without_a_dark_look_of_its_own_a_page_is_not_judged_on_a_dark_screen() -> None:
    assert told("contrast", '<p style="color:#000">A</p>') == []
    inherited = told("contrast", '<p style="color:#000">A</p>', head=dark(""))
    assert [one[4] for one in inherited] == [
        "Text in #000000 on #121212 has a contrast of 1.12 on a dark screen; text of this size needs 4.5."
    ]


def test_small_text_is_told_once_for_each_size() -> None:
    body = '<p style="font-size:10px">A</p>\n<p style="font-size:10px">B</p><p style="font-size:9pt">C</p>'
    assert told("text-size", body) == [
        ("advice", 3, 1, "A", "This text is 10 px high; many people cannot read text below 12 px on a phone.")
    ]


def test_a_font_size_of_nothing_hides_text_and_not_the_elements_within() -> None:
    cell = '<td style="font-size:0;color:#fff">gap{}</td>'
    assert told("contrast", f"<table><tr>{cell.format('')}</tr></table>") == []
    inner = '<div style="font-size:14px">A</div>'
    assert [one[3] for one in told("contrast", f"<table><tr>{cell.format(inner)}</tr></table>")] == ["A"]


def test_the_font_shorthand_sets_size_and_weight() -> None:
    grey = '<p style="font-size:10px;color:#888;font:{} 19px/1.2 Arial">A</p>'
    assert told("contrast", grey.format("italic bold")) == []
    assert len(told("contrast", grey.format("italic"))) == 1
    assert told("text-size", grey.format("bold")) == []


def test_rules_that_stayed_in_the_head_count() -> None:
    link = '<p style="background:#111"><a href="https://a.example/">A</a></p>'
    assert told("contrast", link, head="<style>a { color: #fff } a:visited, a:hover { color: #111 }</style>") == []
    assert told("contrast", link, head="<style>@media only screen { a:link { color: #fff } }</style>") == []
    assert len(told("contrast", link, head="<style>@media (min-width: 600px) { a { color: #fff } }</style>")) == 1
    light = "<style>@media screen and (prefers-color-scheme: light) { a { color: #fff } }</style>"
    assert told("contrast", link, head=light) == []


def test_colours_of_css_4_are_read() -> None:
    assert told("contrast", '<p style="color:rgb(221.7 239.7 251.5);background:hwb(0 0% 100%)">A</p>') == []


def test_half_transparent_colours_are_laid_over_what_is_below() -> None:
    body = '<div style="background:rgba(0,0,0,.5)"><p style="color:rgba(255,255,255,.5)">A</p></div>'
    assert [one[4] for one in told("contrast", body)] == [
        "Text in #bfbfbf on #808080 has a contrast of 2.17; text of this size needs 4.5."
    ]
