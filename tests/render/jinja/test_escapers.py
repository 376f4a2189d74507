"""What each escaper gives, and that no value gets out of its format: the result is read back as its readers read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import tinycss2
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.contracts import RenderError
from commhub.render.jinja.environment import printed
from commhub.render.jinja.escapers import (
    ACTIVE_NAMES,
    bare_value,
    comment_text,
    css_text,
    header_text,
    json_text,
    safe_url,
    sms_text,
    tag_word,
    urlencode,
)
from commhub.render.jinja.fields import Field
from commhub.render.jinja.marks import clean
from commhub.render.jinja.values import Money

EXAMPLES = settings(max_examples=150, derandomize=True, deadline=None)
# Whole texts that matter in one format or another, between letters of every kind.
PIECES = (
    "</style", "</script>", "<!--", "-->", "--!>", "*/", "/*", "url(", "expression(", "!important", "}", ";", "\\", "\\3c ",
    "\n", "\r\n", "\f", '"', "'", "`", "<", ">", "&", "&quot;", "&#60;", "]]>", "[if mso]", "<![endif]", "=", " ", "/",
    "\u2028", "\u2029", "\u0085", "\u202e", "javascript:", "@import", "on", "\ue000a|\ue001b\ue002", "é", "张", "😀", "#",
)  # fmt: skip
VALUES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=6).map("".join).map(clean)


def body(source: str) -> Any:
    return tinyhtml5.parse(source, namespace_html_elements=False).find("body")


@pytest.mark.parametrize(
    ("escaper", "value", "expected"),
    [
        (css_text, "#1a2b3c", "#1a2b3c"),
        (css_text, "12px", "12px"),
        (css_text, "50%", "50%"),
        (css_text, "Open Sans", "Open Sans"),
        (css_text, "-0.5em", "-0.5em"),
        (css_text, 12345, "12345"),
        (css_text, Decimal("12.50"), "12.50"),
        (css_text, "red;x", r"red\3b x"),
        (css_text, "url(x)", r"url\28 x\29 "),
        (css_text, "张", "张"),
        (json_text, 'a"b\\c', "a\\u0022b\\\\c"),
        (json_text, "</script>&'", r"\u003c/script\u003e\u0026\u0027"),
        (json_text, "a\nb", r"a\nb"),
        (json_text, "\u2028", r"\u2028"),
        (json_text, date(2026, 3, 9), "2026-03-09"),
        (json_text, Money(Decimal("12.50"), "GBP"), "12.50"),
        (json_text, True, "true"),
        (bare_value, "a b", "a&#32;b"),
        (bare_value, '">', "&#34;&#62;"),
        (tag_word, "td", "td"),
        (tag_word, 2, "2"),
        (comment_text, "a -- b", "a   b"),
        (comment_text, "[if mso]><b>", " if mso   b "),
        (header_text, "a\r\nBcc: b", "a Bcc: b"),
        (sms_text, "a\r\nb\x00", "a\nb"),
        (urlencode, "a/b c&d", "a/b%20c%26d"),
        (safe_url, "https://a.example/?a=b&c=d", "https://a.example/?a=b&c=d"),
    ],
)
def test_what_an_escaper_gives(escaper: Callable[[Any], str], value: object, expected: str) -> None:
    assert escaper(value) == expected


@pytest.mark.parametrize(
    "name", ["onclick", "ONLOAD", "style", "href", "src", "script", "iframe", "srcdoc", "a b", "", "é"]
)
def test_a_name_that_acts_is_refused(name: str) -> None:
    with pytest.raises(RenderError):
        tag_word(name)


@pytest.mark.parametrize(("before", "value"), [("o", "nclick"), ("s", "cript"), ("hr", "ef"), ("h", "tml")])
def test_a_name_is_judged_with_what_stands_around_it(before: str, value: str) -> None:
    assert tag_word(value) == value
    with pytest.raises(RenderError, match="acts, or leads away"):
        tag_word(value, before)


def test_an_empty_value_without_quotes_is_refused() -> None:
    with pytest.raises(RenderError, match="put quotes around it"):
        bare_value("")


@given(VALUES)
@EXAMPLES
def test_no_value_leaves_its_declaration(value: str) -> None:
    for before, after in (("", ""), ('"', '"'), ("'", "'"), ("x ", " y")):
        declared = f"color: {before}{css_text(value)}{after}; width: 1px"
        found = tinycss2.parse_blocks_contents(declared, skip_whitespace=True, skip_comments=False)
        assert [(one.type, getattr(one, "name", "")) for one in found] == [
            ("declaration", "color"), ("declaration", "width"),
        ] or (not before and not value.strip() and len(found) == 2)  # fmt: skip
        kinds = {token.type for token in found[0].value}
        assert kinds <= {"ident", "number", "dimension", "percentage", "hash", "literal", "string", "whitespace"}
        assert not found[0].important
        if before == '"':
            assert [token.value for token in found[0].value if token.type == "string"] == [value]
    sheet = body(f"<p>a</p><style>p {{ color: {css_text(value)} }}</style><b>c</b>")
    assert [child.tag for child in sheet] == ["p", "style", "b"]


@given(VALUES)
@EXAMPLES
def test_no_value_leaves_its_json_string(value: str) -> None:
    source = f'{{"a": "{json_text(value)}", "b": 1}}'
    assert json.loads(source) == {"a": value, "b": 1}
    found = body(f'<p>a</p><script type="application/ld+json">{source}</script><b>c</b>')
    assert [child.tag for child in found] == ["p", "script", "b"]
    assert json.loads(found[1].text) == {"a": value, "b": 1}


@given(VALUES.filter(bool))
@EXAMPLES
def test_no_value_leaves_its_bare_attribute(value: str) -> None:
    found = body(f"<p title={bare_value(value)} lang=en>a</p>")
    assert found[0].attrib == {"title": value, "lang": "en"}


@given(VALUES)
@EXAMPLES
def test_no_value_leaves_its_comment(value: str) -> None:
    found = body(f"<p>a</p><!-- {comment_text(value)} --><!--{comment_text(value)}--><b>c</b>")
    assert [getattr(child.tag, "__name__", child.tag) for child in found] == ["p", "Comment", "Comment", "b"]
    assert "[if" not in comment_text(value)


@given(VALUES)
@EXAMPLES
def test_a_value_in_a_tag_is_a_word_or_an_error(value: str) -> None:
    try:
        word = tag_word(value)
    except RenderError:
        return
    assert word.isascii()
    assert word.replace("-", "").isalnum() or set(word) == {"-"}
    assert word.lower() not in ACTIVE_NAMES


@given(VALUES)
@EXAMPLES
def test_no_value_breaks_a_header_or_brings_controls(value: str) -> None:
    assert header_text(value) == " ".join(header_text(value).splitlines())
    assert not any(ord(one) < 32 or 127 <= ord(one) < 160 for one in header_text(value))
    assert not any(ord(one) < 32 and one != "\n" for one in sms_text(value))


@given(VALUES)
@EXAMPLES
def test_text_and_quoted_attributes_need_no_escaper(value: str) -> None:
    source = "<p title='{{ v }}' lang=\"{{ v }}\">{{ v }}</p><b>c</b>"
    field = Field(value, "/data/v")
    html = printed(source, {"v": field}, locale="en", markup=True, part="body").plain
    found = body(html)
    normal = value.replace("\r\n", "\n").replace("\r", "\n")  # as HTML's input stream has it
    assert found[0].attrib == {"title": normal, "lang": normal}
    assert (found[0].text or "") == normal
    assert [child.tag for child in found] == ["p", "b"]


def test_a_field_in_a_header_is_still_known_as_one() -> None:
    field = Field("Ann\r\nB", "/data/name", "person-name")
    for escaper in (header_text, sms_text):
        kept = escaper(field)
        assert isinstance(kept, Field)
        assert (kept.path, kept.holds) == ("/data/name", "person-name")


@pytest.mark.parametrize("name", ["css_text", "json_text", "comment_text", "bare_value"])
def test_the_result_is_printed_as_it_stands_and_brings_no_html_wherever_it_is_written(name: str) -> None:
    source = f"{{{{ v|{name} }}}}"
    text = printed(source, {"v": Field("\"'<b>&`", "/data/v")}, locale="en", markup=True, part="body").marked
    assert not set(text) & set("<>\"'`\ue000")
    assert "&amp;" not in text
