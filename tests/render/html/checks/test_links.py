"""The words of links, their addresses and their hosts."""

from __future__ import annotations

import pytest

from commhub.contracts import CompileError
from commhub.render.html.checks.hosts import allowed_hosts, host_of, stray_links
from tests.render.html.checks.pages import told

NO_WORDS = "This link has no words: a screen reader reads its address out, and while pictures are off nothing shows it."
VAGUE = "These words do not say where the link leads; many readers jump from link to link."
HOSTS = ("www.a.example", "*.b.example")


def test_a_link_without_words_is_an_error() -> None:
    picture = '<a href="https://a.example/">\n<img src="cid:1" alt=""></a>'
    assert told("link-text", picture) == [("error", 3, 1, "https://a.example/", NO_WORDS)]
    assert told("link-text", picture.replace('alt=""', 'alt="Pay your bill"')) == []
    assert told("link-text", '<a href="https://a.example/" aria-label="Pay your bill"></a>') == []
    assert told("link-text", '<a href="https://a.example/" style="display:none"></a>') == []
    assert len(told("link-text", '<a href="https://a.example/"><b aria-hidden="true">→</b></a>')) == 1


@pytest.mark.parametrize("words", ["Click here", "here »", "READ MORE…", "点击这里", "了解更多 >"])
def test_vague_words_are_a_warning(words: str) -> None:
    assert told("link-text", f'<a href="https://a.example/">{words}</a>') == [("warning", 3, 1, words, VAGUE)]


def test_an_address_as_words_is_advice_and_a_bare_domain_is_fine() -> None:
    assert told("link-text", '<a href="https://a.example/x">https://a.example/x</a>') == [
        ("advice", 3, 1, "https://a.example/x", "This link shows its address, which a screen reader spells out.")
    ]
    assert told("link-text", '<a href="https://www.a.example/">www.a.example</a>') == []


def test_the_same_words_for_two_places() -> None:
    same = "Two links have the same words and lead to different places."
    body = '<a href="https://a.example/1">Your policy</a>\n<a href="https://a.example/2">Your policy</a>'
    assert told("link-text", body) == [("advice", 4, 1, "Your policy", same)]
    assert told("link-text", body.replace("/2", "/1")) == []


def test_addresses_are_full_and_lead_somewhere() -> None:
    relative = "This link has no full address: there is no page that it could be relative to."
    assert told("link-address", '<a href="/pay">Pay</a>') == [("error", 3, 1, "/pay", relative)]
    assert told("link-address", '<a href="www.a.example">Pay</a>') == [("error", 3, 1, "www.a.example", relative)]
    assert told("link-address", '<a href="">Pay</a>') == [("error", 3, 1, "", "This link has no address.")]
    assert told("link-address", '<a href="#">Pay</a>') == [("error", 3, 1, "#", "This link leads nowhere.")]
    assert told("link-address", '<a href="#b">Pay</a><a name="b"></a>') == []
    assert told("link-address", '<a href="http://a.example/">Pay</a>') == [
        ("warning", 3, 1, "http://a.example/", "This link goes over http, without encryption.")
    ]


@pytest.mark.parametrize(
    "address", ["https://a.example/", "mailto:a@a.example", "tel:+44113", "sms:+44113", "HTTPS://A.B/"]
)
def test_addresses_that_are_fine(address: str) -> None:
    assert told("link-address", f'<a href="{address}">Pay</a>') == []


def test_a_host_that_the_brand_does_not_allow_is_an_error() -> None:
    refused = "A link leads to evil.example, which is not among the brand's link hosts (www.a.example, *.b.example)."
    body = '<p>\n<a href="https://evil.example/x">Pay</a><a href="https://WWW.A.EXAMPLE:443/">A</a></p>'
    assert told("link-host", body, hosts=HOSTS) == [("error", 4, 1, "evil.example", refused)]
    assert told("link-host", body) == []


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://x.b.example/", True),
        ("https://x.y.b.example/", True),
        ("https://b.example/", False),
        ("https://xb.example/", False),
        ("https://a.example/", False),
        ("https://www.a.example.evil.example/", False),
        ("https://www.a.example@evil.example/", False),
        ("https://evil.example?https://www.a.example/", False),
        ("https://[not/an/address", False),
        ("//evil.example/", False),
        ("mailto:a@evil.example", True),
    ],
)
def test_which_hosts_are_allowed(address: str, fine: bool) -> None:
    assert (told("link-host", f'<a href="{address}">Pay</a>', hosts=HOSTS) == []) is fine


def test_a_finished_message_is_held_to_the_same_hosts() -> None:
    html = (
        "<a href='https://www.a.example/'>A</a><a class=x href=\"https://evil.example/?a=1&amp;b=2\">B</a>"
        "<a href=https&#58;//bad.example/>C</a><a href='https://evil.example/2'>D</a>"
    )
    found = list(stray_links(html, {"link_hosts": list(HOSTS)}))
    assert [(one.severity, one.rule, one.surface) for one in found] == [
        ("error", "link-host", "evil.example"),
        ("error", "link-host", "bad.example"),
    ]
    assert list(stray_links(html, {})) == []


@pytest.mark.parametrize("given", ["a.example", ["https://a.example"], ["a.example/x"], [""], ["*"], [1.5, "a b"]])
def test_link_hosts_that_are_no_list_of_hosts(given: object) -> None:
    with pytest.raises(CompileError, match=r"^brand tokens: link_hosts"):
        allowed_hosts({"link_hosts": given})


def test_the_host_of_an_address() -> None:
    assert host_of("https://A.Example.:8443/x") == "a.example"
    assert not host_of("tel:+44113")
