"""Templates that would have a file or an address read while they are compiled and rendered: none is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commhub.contracts import CompileError, RenderError
from commhub.render.letters.pdf import make_pdf
from tests.attacks.doors import PAGE, Listener, email, listening, made

ONLY = "messages only show and link"
REACHES = "is not one of the edition's assets; letters load nothing else"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as one:
        yield one
        one.call()
        assert one.calls == 1, "something that was rendered reached the network"


def page(payload: str, listener: Listener) -> str:
    payload = payload.replace("WEB", f"http://{listener.address}").replace("HOST", listener.address)
    head = payload.startswith(("<link", "<style", "<base", "<meta", "<?"))
    return PAGE.format(head=payload if head else "", body="" if head else payload)


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ("<link rel=stylesheet href=file:///etc/passwd>", "\"href\" cannot be 'file:///etc/passwd' on <link>"),
        ('<link rel=stylesheet href="FiLe:///etc/passwd">', "\"href\" cannot be 'FiLe:///etc/passwd' on <link>"),
        ('<link rel=stylesheet href="&#102;ile:///x">', "\"href\" cannot be 'file:///x' on <link>"),
        ('<link rel=stylesheet href="data:text/css,@import%20%22WEB%22">', '"href" cannot be'),
        ("<link rel=attachment href=WEB/a>", '<link rel="attachment"> cannot be used'),
        ('<link rel="alternate ATTACHMENT" href=WEB/a>', '<link rel="alternate attachment"> cannot be used'),
        ("<link rel=preload as=style href=WEB/a>", '<link rel="preload"> cannot be used'),
        ("<base href=WEB/>", "<base> cannot be used"),
        ('<meta http-equiv=refresh content="0;url=WEB">', "<meta> cannot send the reader to another page"),
        ('<img alt=x src="FILE:///etc/passwd">', "\"src\" cannot be 'FILE:///etc/passwd' on <img>"),
        ('<img alt=x src="fi&Tab;le:///x">', "\"src\" cannot be 'fi\\tle:///x' on <img>"),
        ('<img alt=x src=" file:///x">', "\"src\" cannot be ' file:///x' on <img>"),
        ('<img alt=x src="\x01file:///x">', "\"src\" cannot be '\\x01file:///x' on <img>"),
        ('<table><tr><td background="file:///x">x</table>', "\"background\" cannot be 'file:///x' on <td>"),
        ('<blockquote cite="file:///x">x</blockquote>', "\"cite\" cannot be 'file:///x' on <blockquote>"),
        ('<a rel=attachment href="file:///x">x</a>', "\"href\" cannot be 'file:///x' on <a>"),
        ('<svg><image href="file:///x"/></svg>', "\"href\" cannot be 'file:///x' on <image>"),
        ('<svg><image xlink:href="file:///x"/></svg>', "\"xlink:href\" cannot be 'file:///x' on <image>"),
        ('<svg><use href="WEB/s.svg#a"/></svg>', "<use> cannot be used"),
        ('<svg><script href="WEB/s.js"/></svg>', "<script> cannot be used, unless its type is application/ld+json"),
        ('<object data="WEB/x">x</object>', "<object> cannot be used"),
        ('<embed src="WEB/x">', "<embed> cannot be used"),
        ('<iframe src="WEB/x"></iframe>', "<iframe> cannot be used"),
        ('<svg><foreignObject><iframe src="WEB/x"></iframe></foreignObject></svg>', "<iframe> cannot be used"),
        ("<input type=image src=WEB/x>", "<input> cannot send anything"),
        ('<img alt=x src="data:image/svg+xml,<svg/>">', "\"src\" cannot be 'data:image/svg+xml,<svg/>' on <img>"),
        ('<img alt=x srcset="WEB/a 1x, data:text/html,x 2x">', '"srcset" cannot hold such an address on <img>'),
        ('<!--[if mso]><v:fill src="file:///x"/><![endif]-->', "\"src\" cannot be 'file:///x' on <v:fill>"),
        ("<!--[if mso]><iframe></iframe><![endif]-->", "<iframe> cannot be used"),
    ],
)
def test_what_reads_by_itself_is_refused(payload: str, error: str, listener: Listener, tmp_path: Path) -> None:
    with pytest.raises(CompileError) as caught:
        made(tmp_path, "print" if len(payload) % 2 else "email", page(payload, listener))
    assert caught.value.message.startswith(error)
    assert caught.value.message.endswith(ONLY)
    assert caught.value.line == 1
    assert caught.value.column > 50


# Where the address stands as something that WeasyPrint would fetch, and mail clients decide for themselves.
FETCHED = [
    "<link rel=stylesheet href=WEB/a.css>",
    '<style>@import "WEB/b.css";</style>',
    "<style>@import url(file:///etc/passwd);</style>",
    '<style>@\\69mport "WEB/b.css";</style>',
    '<style media=print>@import/**/"WEB/b.css" print;</style>',
    "<style>@font-face { font-family: x; src: url(WEB/f.woff) } p { font-family: x }</style>",
    '<style>@font-face { font-family: x; src: local("x"), url("file:///etc/passwd") } p { font-family: x }</style>',
    "<style>@page { background: url(WEB/b.png) }</style>",
    "<style>@page { @top-left { content: url(WEB/b.png) } }</style>",
    "<style>p::before { content: url(WEB/b.png) }</style>",
    "<style>p { list-style-image: url(WEB/b.png); display: list-item }</style>",
    "<style>p { border-image: url(WEB/b.png) 30 }</style>",
    "<style>p { background: u\\72l(WEB/b.png) }</style>",
    "<style>@color-profile --x { src: url(WEB/p.icc) } p { color: color(--x 1 0 0) }</style>",
    '<p style="background: url(file:///etc/passwd)">x</p>',
    '<p style="--x: url(WEB/b.png); background: var(--x)">x</p>',
    '<p style="background: url(&quot;data:image/svg+xml,%3Csvg/%3E&quot;)">x</p>',
    '<img alt=x src="WEB/b.png">',
    '<image alt=x src="WEB/b.png">',
    '<svg width=9 height=9><image width=9 height=9 href="WEB/b.png"/></svg>',
    '<a rel=attachment href="WEB/a">x</a>',
    '<a rel=attachment href="secret.txt">x</a>',
    '<img alt=x src="jar:WEB!/x">',
    '<img alt=x src="ftp://HOST/x">',
    '<img alt=x src="gopher://HOST/x">',
    f'<img alt=x src="asset:{"0" * 64}">',
    f'<img alt=x src="ASSET:{"0" * 64}">',
    f'<img alt=x src="cid:{"0" * 32}@commhub">',
]


@pytest.mark.parametrize("payload", FETCHED)
def test_a_letter_loads_nothing_but_its_assets(payload: str, listener: Listener, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        made(tmp_path, "print", page(payload, listener))
    assert str(caught.value).endswith(REACHES)


@pytest.mark.parametrize("per_message", [False, True])
def test_inlining_fetches_nothing(per_message: bool, listener: Listener, tmp_path: Path) -> None:
    head = "".join(payload for payload in FETCHED if payload.startswith(("<link", "<style")))
    body = "".join(payload for payload in FETCHED if not payload.startswith(("<link", "<style")))
    source = PAGE.format(head=head, body=body).replace("WEB", f"http://{listener.address}")
    html = email(tmp_path, source.replace("HOST", listener.address), per_message=per_message)["html"]
    assert "root:" not in html
    assert html.count("/etc/passwd") == source.count("/etc/passwd")


@pytest.mark.parametrize(
    "payload",
    [
        "<style>p { cursor: url(WEB/c.cur), auto; filter: url(WEB/f.svg#a); clip-path: url(WEB/c.svg#a) }</style>",
        "<style>@namespace x url(WEB/n); @counter-style x { symbols: url(WEB/s.png) }</style>",
        '<?xml-stylesheet href="WEB/x.css"?>',
        '<img alt=x srcset="WEB/x.png 1x">',
        '<video poster="WEB/x.png"></video><audio src="WEB/x.mp3"></audio><bgsound src="WEB/x">',
        '<svg width=9 height=9><rect width=9 height=9 fill="url(WEB/p.svg#a)"/></svg>',
        '<svg width=9 height=9><style>@import "WEB/x.css"; rect { fill: url(WEB/p.svg#a) }</style><rect/></svg>',
        '<svg width=9 height=9><filter id=f><feImage href="WEB/x.png"/></filter><rect filter="url(#f)"/></svg>',
        '<svg width=9 height=9><text><textPath href="WEB/x#a">x</textPath><tref href="WEB/x#a"/></text></svg>',
        '<math><mglyph src="WEB/x.png"></math>',
    ],
)
def test_what_no_renderer_reads_is_left_out(
    payload: str, listener: Listener, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    rendered = made(tmp_path, "print", page(payload, listener)).rendered
    assert b"root:" not in rendered.document
    assert "Hi" in email(tmp_path, page(payload, listener))["text"]


@pytest.mark.parametrize(
    "payload",
    [
        '<link rel=stylesheet href="//HOST/x.css">',
        '<img alt=x src="//HOST/x.png">',
        '<img alt=x src="/etc/passwd">',
        '<img alt=x src="../../../../etc/passwd">',
        '<img alt=x src="x.png">',
    ],
)
def test_a_relative_address_is_refused_and_not_left_out(payload: str, listener: Listener, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=REACHES):
        made(tmp_path, "print", page(payload, listener))


def test_a_letter_gets_no_file_of_another_edition() -> None:
    with pytest.raises(RenderError, match="is not one of the edition's assets"):
        make_pdf(f'<img alt="x" src="asset:{"a" * 64}">', {}, {"a" * 64: b"secret"})


@pytest.mark.parametrize("channel", ["email", "print"])
def test_the_command_answers_an_attack_with_a_sentence(channel: str, tmp_path: Path) -> None:
    source = tmp_path / "attack.html"
    source.write_text(PAGE.format(head="", body='<iframe src="file:///etc/passwd"></iframe>'), encoding="utf-8")
    with pytest.raises(CommandError, match="<iframe> cannot be used; messages only show and link"):
        call_command("render", channel, str(source), "-o", str(tmp_path / "out.html"))
    assert not (tmp_path / "out.html").exists()


def test_a_data_file_holds_values_and_no_addresses_of_files(tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text('{"__class__.x": 1}', encoding="utf-8")
    source = tmp_path / "attack.txt"
    source.write_text("Hi", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be a variable's name"):
        call_command("render", "sms", str(source), "--data", str(data), "-o", "-")
