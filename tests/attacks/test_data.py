"""Data that would become more than text: a link, a heading, a cell, a quotation, markup, a mark of ours, a file name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from commhub.contracts import CompileError, RenderError
from tests.attacks.doors import email, made

PAGE = """<!doctype html><html lang="en"><head><title>Order {{ n }}</title>
<style>p { color: red } .k { color: blue }</style></head><body><h1>Hi {{ n }}</h1>
<p class="k" title="{{ n }}">Dear {{ n }},</p>
<table><tr><th>A</th><th>B</th></tr><tr><td>{{ n }}</td><td>1</td></tr></table><ul><li>{{ n }}</li></ul>
<a href="https://a.example/?q={{ n }}">x</a><!-- {{ n }} --></body></html>"""
MARKDOWN = (
    "# Order {{ n }}\n\nDear {{ n }}, [see](https://a.example/{{ n }}).\n\n- {{ n }}\n\n| A |\n|---|\n| {{ n }} |\n"
)
TAGS = 34
_TAG = re.compile(r"<[/!]?[a-zA-Z-][^>]*>")

HOSTILE = [
    ("a\n\n> q\n-- \nsig", "a > q -- sig"),
    ("<b>x</b>", "<b>x</b>"),
    ("</title><script>x</script>", "</title><script>x</script>"),
    ("</td></tr></table><h1>", "</td></tr></table><h1>"),
    ("--><b>", "--><b>"),
    ("]]>", "]]>"),
    ('" onclick="x', '" onclick="x'),
    ("[a](https://evil.example)", "[a](https://evil.example)"),
    ("![a](https://evil.example/p.png)", "![a](https://evil.example/p.png)"),
    ("a\n\n# H\n\n- i\n\n| a | b |", "a # H - i | a | b |"),
    ("**b** `c` ~~d~~ \\*", "**b** `c` ~~d~~ \\*"),
    ("https://evil.example/x", "https://evil.example/x"),
    ("javascript:alert(1)", "javascript:alert(1)"),
    ("&#123;&#123; n &#125;&#125; &lt;", "&#123;&#123; n &#125;&#125; &lt;"),
    ("{{ n }}{% if %}{#", "{{ n }}{% if %}{#"),
    ("qzjx0z", "qzjx0z"),
    ("<!--qzjx0z-->", "<!--qzjx0z-->"),
    ("\ue000/data/n|x\ue001y\ue002", "/data/n|xy"),
    ("x\ue003\ue010\ue01f", "x"),
    ("\x01x\x02\x03\x04p\x05\x06\x07l\x0et\x0f\x10\x15", "xplt"),
    ("x\ud83d", "x"),
    ("\u202egpj.exe\u2066", "gpj.exe"),
    ("pay\u200bpal\u00ad\ufeff", "paypal"),
    ("a\tb\x0bc\x0cd", "a bcd"),
    ("\r\nBcc: eve@evil.example", "Bcc: eve@evil.example"),
    ("../../etc/passwd", "../../etc/passwd"),
]


@pytest.mark.parametrize(("value", "text"), HOSTILE, ids=[repr(value)[:30] for value, _ in HOSTILE])
def test_a_value_stays_text_in_every_part_of_an_email(value: str, text: str, tmp_path: Path) -> None:
    content = email(tmp_path, PAGE, {"n": value})
    assert content["subject"].split() == f"Order {text}".split()
    lines = content["text"].split("\n")
    assert lines[:5] == [f"Hi {text}", "=" * len(lines[0]), "", f"Dear {text},", ""]
    assert lines[5].split() == ["A", "B"]
    assert lines[7] == f"{text}  1"
    assert lines[9] == f"- {text}"
    assert len(_TAG.findall(content["html"])) == TAGS


def test_values_are_the_same_text_where_each_message_is_inlined(tmp_path: Path) -> None:
    value = "".join(value for value, _ in HOSTILE)
    assert email(tmp_path, PAGE, {"n": value}, per_message=True) == email(tmp_path, PAGE, {"n": value})


def test_no_value_is_read_as_markdown(tmp_path: Path) -> None:
    source = "\n".join(MARKDOWN.replace("{{ n }}", f"{{{{ n{number} }}}}") for number in range(len(HOSTILE)))

    def tags(values: list[str]) -> list[str]:
        data = {f"n{number}": value for number, value in enumerate(values)}
        html = email(tmp_path, source, data, ending=".md")["html"]
        return re.findall(r"<[a-z][a-z0-9]*", html.partition("<body")[2])

    assert tags([value for value, _ in HOSTILE]) == tags(["Ann"] * len(HOSTILE))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\r\nb", "a\nb"),
        ("x\0y\x1b[0m", "xy[0m"),
        ("\u202ex\u2066", "x"),
        ("\ue000/data/n|x\ue001y\ue002", "/data/n|xy"),
        ("{{ n }}", "{{ n }}"),
        ("<b>&amp;", "<b>&amp;"),
        ("STOP", "STOP"),
    ],
)
def test_a_value_stays_text_in_a_text_message(value: str, text: str, tmp_path: Path) -> None:
    content = made(tmp_path, "sms", "Hi {{ n }}!", {"n": value}, ending=".txt").rendered.content
    assert content["text"].replace("\r\n", "\n") == f"Harbour: Hi {text}!"


@pytest.mark.parametrize(
    "recipient",
    [
        {"name": "A\nB"},
        {"name": "../../etc/passwd"},
        {"name": "<img src=file:///etc/passwd>"},
        {"address": {"lines": ["<img src=x>", "a\nb"], "postcode": "AB1 2CD"}},
        {"address": {"lines": ["\ue000x", "\x00y", "qzjx0z"], "postcode": "AB1 2CD\r\nX"}},
        {"address": {"lines": ["{{ 7*7 }}"], "postcode": "A", "country": "../../x"}},
    ],
)
def test_an_address_stays_an_address(recipient: dict[str, Any], tmp_path: Path) -> None:
    letter = made(tmp_path, "print", "# Order\n\nDear {{ recipient.name }}\n", ending=".md", recipient=recipient)
    assert letter.rendered.facts["pages"] == 1
    assert letter.rendered.content["html"].count("<img") == 1


@pytest.mark.parametrize(
    ("place", "value", "error"),
    [
        ('<a href="{{ n }}">x</a>', "javascript:alert(1)", "cannot be a link"),
        ('<a href="{{ n }}">x</a>', "//evil.example", "cannot be a link"),
        ('<img alt="x" src="{{ n }}">', "file:///etc/passwd", "cannot be a link"),
        ('<p style="background: url({{ n }})">x</p>', "file:///etc/passwd", "cannot be a link"),
        ("<h{{ n }}>x</h{{ n }}>", "1><script", "cannot be part of a tag"),
        ("<h{{ n }}>x</h{{ n }}>", "ead", "such a name acts"),
        ("<p {{ n }}>x</p>", "onclick", "such a name acts"),
        ('<p data-{{ n }}="1">x</p>', 'x="" style', "cannot be part of a tag"),
    ],
)
def test_a_value_that_would_act_stops_the_message(place: str, value: str, error: str, tmp_path: Path) -> None:
    source = f"<!doctype html><html lang=en><head><title>T</title></head><body>{place}</body></html>"
    with pytest.raises(RenderError, match=error):
        email(tmp_path, source, {"n": value})


@pytest.mark.parametrize(
    "place",
    [
        "<script>{{ n }}</script>", "<p onclick='{{ n }}'>x</p>", "<{{ n }}>x</{{ n }}>", "<xmp>{{ n }}</xmp>",
        "<plaintext>{{ n }}", "<meta http-equiv='{{ n }}'>", "<link rel='{{ n }}' href=x>", "<p {{ n }}='x'",
        "<svg><![CDATA[{{ n }}]]></svg>", "<iframe srcdoc='{{ n }}'></iframe>", "<p>qzjx0z{{ n }}</p>",
        "<!--qzjx0z-->{{ n }}",
    ],
)  # fmt: skip
def test_no_value_stands_where_nothing_makes_it_safe(place: str, tmp_path: Path) -> None:
    source = f"<!doctype html><html lang=en><head><title>T</title></head><body>{place}</body></html>"
    with pytest.raises(CompileError):
        email(tmp_path, source, {"n": "x"})
