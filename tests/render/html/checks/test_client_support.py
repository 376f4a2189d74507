"""What clients do not support: the table, the clients of a brand, and what is found in a source."""

from __future__ import annotations

import pytest

from commhub.contracts import CompileError
from commhub.render.html.checks.clients import USUAL, table, targets
from commhub.render.html.checks.features import index, uses_in
from tests.render.html.checks.pages import found, page_of, told

OUTLOOK = "This does not work in Outlook (Windows)."


def uses(source: str) -> list[tuple[str, str, int]]:
    return [(one.feature.slug, one.surface, one.offset) for one in uses_in(source)]


def test_the_table_has_a_letter_for_every_client_and_names_its_source() -> None:
    data = table()
    assert (data.source, data.updated) == ("Can I email (caniemail.com), the data of its API", "2025-09-09")
    assert {len(letters) for letters in data.support.values()} == {len(data.clients)}
    assert set("".join(data.support.values())) <= set("yanu.")
    assert set(index().features) <= set(data.support)
    assert {feature.impact for feature in index().features.values()} == {"layout", "look"}


@pytest.mark.parametrize(
    ("slug", "client", "letter"),
    [
        ("css-display-flex", "outlook-windows", "n"),
        ("css-border-radius", "outlook-windows", "n"),
        ("css-display-flex", "apple-mail-ios", "y"),
        ("image-webp", "gmail-web", "a"),
    ],
)
def test_facts_that_are_well_known(slug: str, client: str, letter: str) -> None:
    assert table().support[slug][table().clients[client].column] == letter


def test_a_brand_names_clients_or_families() -> None:
    assert {client.name for client in targets({})} == set(USUAL)
    named = targets({"email_clients": ["apple-mail", "outlook-windows"]})
    assert [client.name for client in named] == ["apple-mail-ios", "apple-mail-macos", "outlook-windows"]


@pytest.mark.parametrize("given", [["netscape"], [], "gmail", [3]])
def test_a_name_that_the_table_does_not_have(given: object) -> None:
    with pytest.raises(CompileError, match=r"^brand tokens: email_clients") as refused:
        targets({"email_clients": given})
    if given == ["netscape"]:
        assert refused.value.message.startswith("email_clients: there is no client 'netscape'; there are: aol, aol-")


def test_a_finding_names_the_place_in_the_style_sheet() -> None:
    head = "<style>\n.a { color: red;\n  display: flex }\n</style>"
    assert told("client-support", '<p class="a">A</p>', head=head) == [("warning", 4, 12, "display: flex", OUTLOOK)]


def test_a_finding_names_the_place_in_a_style_attribute() -> None:
    body = "<p>\n  <span style='width: 10px; float: left; font-family: &quot;A&quot;; opacity: .5'>A</span></p>"
    assert told("client-support", body) == [
        ("warning", 4, 29, "float", OUTLOOK),
        ("advice", 4, 70, "opacity", OUTLOOK),
    ]
    assert found("client-support", page_of(body))[0].suggestion == (
        "use the align attribute on a table or an image, or table cells"
    )


def test_several_clients_are_named_and_several_places_counted() -> None:
    body = '<p style="width:calc(1px + 1px)">A</p><p style="height:calc(1px*2)">B</p>'
    assert [one[4] for one in told("client-support", body)] == [
        "This does not work in Outlook (Android), Outlook (iOS), Outlook (macOS) and 3 more. The same in 1 more place."
    ]
    ours = targets({"email_clients": ["apple-mail", "samsung-email"]})
    assert told("client-support", body, clients=ours) == []
    two = targets({"email_clients": ["outlook-windows", "outlook-web", "apple-mail"]})
    assert [one[4] for one in told("client-support", body, clients=two)] == [
        "This does not work in Outlook (web) and Outlook (Windows). The same in 1 more place."
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<style>@import url(x.css);</style>", ("css-at-import", "@import", 7)),
        ("<style>a::before { content: 'x' }</style>", ("css-pseudo-element-before", "::before", 10)),
        ("<style>a { b { color: red } }</style>", ("css-nesting", "a rule within a rule", 11)),
        ("<style>a { width: 2REM }</style>", ("css-unit-rem", "2REM", 18)),
        ("<style>a { color: VAR(--b) }</style>", ("css-variables", "var()", 18)),
        ("<style>a { width: max-content }</style>", ("css-intrinsic-size", "width: max-content", 18)),
        ('<p style="margin: 0 calc(1px * var(--x))">', ("css-unit-calc", "calc()", 20)),
        ("<svg></svg>", ("html-svg", "<svg>", 0)),
        ("<p hidden>", ("html-hidden", "hidden", 3)),
        ('<img src="https://a.example/x.WebP?v=1">', ("image-webp", "https://a.example/x.WebP?v=1", 5)),
        ('<img src="data:image/png;base64,AA">', ("image-base64", "data:image/png;base64,AA", 5)),
    ],
)
def test_features_are_seen(source: str, expected: tuple[str, str, int]) -> None:
    assert expected in uses(source)


@pytest.mark.parametrize(
    "source",
    [
        "<style>@media (max-width: 600px) { .a { display: flex } }</style>",
        "<style>@supports (display: grid) { .a { display: grid } }</style>",
        "<style>a:hover { opacity: .5 }</style>",
        "<style>/* display: flex */ .a { color: red }</style>",
        "<style>.a { background: #fff; background: linear-gradient(red, blue) }</style>",
        '<div style="display:none;max-height:0;opacity:0">preheader</div>',
        "<!--[if mso]><p style='display:flex'><![endif]-->",
        "<p>display: flex</p>",
        '<p title="display: flex" class="flex">',
        '<a href="https://a.example/x.webp">A</a>',
        "<style>.a { width: xxxxxxxxx; position: static }</style>",
    ],
)
def test_what_is_no_use_of_a_feature_or_harms_nobody(source: str) -> None:
    assert uses(source) == []


def test_what_outlook_does_not_get_to_see_is_not_held_against_it() -> None:
    hidden = "<!--[if !mso]><!--><p style='display:flex'>A</p><!--<![endif]-->"
    assert told("client-support", hidden) == []
    assert len(told("client-support", hidden + "<p style='display:flex'>A</p>")) == 1
    first = hidden + "<p style='display:grid'>A</p>"
    assert [one[3] for one in told("client-support", first)] == ["display: grid"]


def test_the_file_of_an_asset_tells_its_type() -> None:
    types = {"cid:1@commhub": "image/svg+xml", "cid:2@commhub": "image/png"}
    body = '<img src="cid:2@commhub" alt="A">\n<img src="cid:1@commhub" alt="B"><img src="cid:1@commhub" alt="C">'
    assert told("client-support", body, media_types=types) == [
        ("warning", 4, 1, "a picture of type svg", "This does not work in Gmail (web).")
    ]
