"""What every registered check promises, whoever wrote it; and the example of docs/adding-a-check.md."""

from __future__ import annotations

from pathlib import Path

import pytest

import commhub.render.html.checks as package
from commhub.render.html.checks import check_pages, html_checks
from tests.dropping_in import dropped_in, example_in
from tests.render.html.checks.pages import found, page_of, told

FAULTY = (
    '<h1>A</h1><h3>B</h3><h1> </h1><img src="x.webp" alt="x.png"><img src="https://a.example/x.png">'
    '<a href="https://a.example/">here</a><a href="">x</a><a href="#"></a><table><tr><td>a</td></tr></table>'
    '<p style="display:flex;opacity:.5;color:#999;font-size:9px">A</p><svg></svg>'
)
DEEP = "<div>" * 150 + "A" + "</div>" * 150
BODIES = [
    "",
    "x",
    FAULTY,
    FAULTY * 3,
    DEEP,
    "<p style='a:b:c;;x;color:'><a href='https://[x'>",
    "<a href>",
    "</p><td>é😀",
]


@pytest.mark.parametrize("name", html_checks.names())
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_findings_have_a_place_and_a_sentence_and_come_out_the_same_again(name: str, body: str) -> None:
    page = page_of(body, hosts=("b.example",), size=200_000)
    listed = found(name, page)
    for finding in listed:
        assert (finding.rule, finding.kind) == (name, html_checks.get(name).kind)
        assert finding.part == "email-html"
        assert finding.line <= 5 + body.count("\n")
        assert finding.severity in {"error", "warning", "advice"}
        assert finding.message.endswith(".")
        assert not finding.suggestion.endswith(".")
        assert len(finding.surface) <= 61
    assert found(name, page) == listed


@pytest.mark.parametrize("name", html_checks.names())
def test_it_finds_something_in_a_faulty_page_and_nothing_in_a_sound_one(name: str) -> None:
    faulty = page_of(FAULTY, locale="zh-Hans", hosts=("b.example",), size=200_000)
    assert found(name, faulty)
    sound = (
        '<h1>News</h1><h2>More</h2><img src="cid:1" alt="A house"><a href="https://b.example/">Pay your bill</a>'
        '<table role="presentation"><tr><td style="color:#222;background:#fff">Text</td></tr></table>'
    )
    assert found(name, page_of(sound, hosts=("b.example",))) == []


def test_what_is_the_same_in_several_places_or_pages_is_said_once_and_errors_come_first() -> None:
    body = '<a href="http://a.example/">A</a>\n<img src="cid:1"><a href="http://a.example/">A</a>'
    listed = check_pages([page_of(body), page_of(body)])
    assert [(one.severity, one.rule, one.line) for one in listed] == [
        ("error", "image-text", 4),
        ("warning", "link-address", 3),
    ]
    assert listed[1].message == "This link goes over http, without encryption. The same in 1 more place."


def test_the_guides_example_works_as_it_stands(root: Path, tmp_path: Path) -> None:
    source = example_in(root / "docs" / "adding-a-check.md")
    with dropped_in(package, html_checks, tmp_path, "quiet", source):
        assert told("quiet-headings", "<h1>Calm</h1>\n<h2>PAY TODAY</h2><h3>UK</h3>") == [
            (
                "warning",
                4,
                1,
                "PAY TODAY",
                "This heading is in capitals; some screen readers spell it letter by letter.",
            )
        ]
