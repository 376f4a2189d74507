"""HTML read as text, for the alternative of an e-mail and for the linter."""

from __future__ import annotations

import pytest

from commhub.contracts import DataSpan
from commhub.render.jinja.marks import marked
from commhub.render.text.alternative import to_text
from commhub.render.text.readable import readable


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>T</title><style>p {{}}</style></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One\n two<br>three</p><p>four</p>", "One two\nthree\n\nfour\n"),
        ("<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc\n"),
        ('<a href="https://example.com/pay">Pay now</a>', "Pay now <https://example.com/pay>\n"),
        ('<a href="https://www.example.com/">www.example.com</a>', "www.example.com\n"),
        ('<a href="mailto:help@example.com">help@example.com</a>', "help@example.com\n"),
        ('<a href="tel:+448081570142">0808 157 0142</a>', "0808 157 0142\n"),
        ('<p>a <img src="x.png" alt="Our logo"> b</p>', "a [Our logo] b\n"),
        ('<div style="display: none">preheader</div><p>seen</p>', "seen\n"),
        (
            "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Roof</td><td>£5</td></tr></table>",
            "Item  Price\n----  -----\nRoof     £5\n",
        ),
        ('<table role="presentation"><tr><td>left</td><td>right</td></tr></table>', "left  right\n"),
        ("<p>a</p><hr><p>b</p>", "a\n\n" + "-" * 40 + "\n\nb\n"),
    ],
)
def test_html_as_text(body: str, expected: str) -> None:
    assert to_text(page(body)) == expected


def test_what_a_customer_sees_or_hears_is_read_block_by_block() -> None:
    body = (
        '<div style="display:none">Hidden first</div><p>Dear <b>A</b>lex,<br>hello</p>'
        '<img src="x" alt="A logo" title="Ours"><table><tr><td>one</td><td>two</td></tr></table>'
    )
    assert readable(page(body), "body").text.split("\n") == [
        "Hidden first",
        "Dear Alex,\u2028hello",
        "A logo",
        "Ours",
        "one",
        "two",
    ]


def test_fields_are_found_again_in_what_is_read() -> None:
    text = readable(page(f"<p>Your status: <b>{marked('NIGO', '/data/status', '')}</b>.</p>"), "body")
    assert text.text == "Your status: NIGO."
    assert text.spans == (DataSpan(13, 17, "/data/status", ""),)
