"""Our inliner beside premailer: the same styles for ordinary e-mails, and other ones where premailer is known to be wrong."""

from __future__ import annotations

import logging
import re

import pytest
import tinycss2
from lxml import html
from premailer import Premailer

from benchmarks.email_samples import Sample, samples
from commhub.render.html.inline import inline_styles

JINJA = re.compile(r"\{%.*?%\}|\{#.*?#\}|(\{\{.*?\}\})", re.DOTALL)
LONG_COLOUR = re.compile(r"#(\w)\1(\w)\2(\w)\3\b")  # which premailer writes short
PAGE = "<!doctype html><html><head><style>{sheet}</style></head><body>{body}</body></html>"


def by_premailer(source: str) -> str:
    return str(Premailer(source, allow_network=False, cssutils_logging_level=logging.CRITICAL).transform())


def declared(style: str) -> dict[str, str]:
    """The declarations by property; of two for one property the later."""
    found = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    assert all(one.type == "declaration" for one in found)
    return {one.lower_name: LONG_COLOUR.sub(r"#\1\2\3", tinycss2.serialize(one.value).strip().lower()) for one in found}


def styles_of(source: str) -> list[tuple[str, dict[str, str]]]:
    """Each element of the body with what its style attribute declares."""
    body = html.document_fromstring(source).find("body")
    assert body is not None
    return [(one.tag, declared(one.get("style", ""))) for one in body.iter() if isinstance(one.tag, str)]


def without_jinja(source: str) -> str:
    return JINJA.sub(lambda match: "x" if match.group(1) else "", source)


@pytest.mark.parametrize("sample", samples()[:12], ids=lambda sample: sample.name)
def test_ordinary_emails_get_the_styles_that_premailer_gives_them(sample: Sample) -> None:
    source = without_jinja(sample.source)
    styles = styles_of(inline_styles(source, "page"))
    assert styles == styles_of(by_premailer(source))
    assert sum(bool(declarations) for _, declarations in styles) > 15


@pytest.mark.parametrize(
    ("sheet", "body", "ours", "premailers"),
    [
        ("* { margin: 0 }", "<p>x</p>", '<p style="margin:0">x</p>', "<p>x</p>"),
        (
            "p { margin: 0; margin-top: 5px } .a { margin: 1px }",
            '<p class="a">x</p>',
            '<p style="margin:1px" class="a">x</p>',
            '<p class="a" style="margin:1px; margin-top:5px">x</p>',
        ),
        (
            "p { color: red !important }",
            '<p style="color: green">x</p>',
            '<p style="color: green;color:red">x</p>',
            '<p style="color:green">x</p>',
        ),
        (
            "p { background: #fff; background: linear-gradient(red, blue) }",
            "<p>x</p>",
            '<p style="background:#fff;background:linear-gradient(red, blue)">x</p>',
            '<p style="background:linear-gradient(red, blue)">x</p>',
        ),
        (
            "p { color: red } @media (max-width: 9px) { p { color: blue } }",
            "<p>x</p>",
            "color: blue !important",
            "color: blue\n",
        ),
        ("li { color: red }", "<ul><li></li></ul>", '<li style="color:red"></li>', '<ul><li style="color:red"></ul>'),
        ("p { color: red }", "<p>x</p>", "<!doctype html><html>", "<html>"),
    ],
    ids=["every element", "shorthand", "important", "fallback", "media query", "empty item", "doctype"],
)
def test_what_premailer_gets_wrong_is_right(sheet: str, body: str, ours: str, premailers: str) -> None:
    source = PAGE.format(sheet=sheet, body=body)
    made, baseline = inline_styles(source, "page"), by_premailer(source)
    assert ours in made
    assert premailers in baseline
    assert ours not in baseline
