"""Names, addresses and subjects that would write a header of their own, or reach somebody else."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from commhub.contracts import DeliveryError, Parcel, Rendered
from commhub.deliver.mail import make_mail
from commhub.publish.samples import SAMPLE_DAY
from tests.attacks.doors import made

OURS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type", "reply-to",
}  # fmt: skip
CONTROL = "holds a line break or a control character."
SENDER = {"name": "Shop", "address": "shop@example.com"}


def sent(**changes: Any) -> EmailMessage:
    subject = changes.pop("subject", "Hi")
    rendered = Rendered("email", {"subject": subject, "html": "<p>x</p>", "text": "x"}, (), "0" * 64)
    values: dict[str, Any] = {
        "message_id": "00000000-0000-0000-0000-000000000000",
        "template": "t",
        "recipient_name": "Ann",
        "to": "ann@example.com",
        "sender": SENDER,
        "category": "service",
        "accepted_at": SAMPLE_DAY,
        "rendered": rendered,
    }
    raw = make_mail(Parcel(**values | changes)).message().as_bytes()
    assert max(map(len, raw.splitlines())) <= 998
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize(
    "bad", ["\r\nBcc: eve@evil.example", "\nX: y", "\r", "\0", "\x85X", "\u2028", "\x0b", "\ud800"]
)
@pytest.mark.parametrize(
    ("where", "error"),
    [
        ({"subject": "Hi{}"}, f"In this e-mail the subject {CONTROL}"),
        ({"recipient_name": "Ann{}"}, f"In this e-mail the recipient's name {CONTROL}"),
        ({"to": "ann@example.com{}"}, f"In this e-mail the recipient's address {CONTROL}"),
        ({"sender": {**SENDER, "name": "Shop{}"}}, f"In this e-mail the sender's name {CONTROL}"),
        ({"sender": {**SENDER, "address": "shop@example.com{}"}}, f"In this e-mail the sender's address {CONTROL}"),
        ({"sender": {**SENDER, "reply_to": "a@example.com{}"}}, f"In this e-mail the reply address {CONTROL}"),
    ],
)
def test_a_line_break_is_refused_in_every_header(where: dict[str, Any], error: str, bad: str) -> None:
    def put(value: Any) -> Any:
        return {name: put(one) for name, one in value.items()} if isinstance(value, dict) else value.replace("{}", bad)

    with pytest.raises(DeliveryError) as caught:
        sent(**put(where))
    assert str(caught.value) == error
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('Ann" <eve@evil.example>, "x', 'Ann" <eve@evil.example>, "x'),
        ("Eve <eve@evil.example>", "Eve <eve@evil.example>"),
        ("a@b.example, c@d.example", "a@b.example, c@d.example"),
        ("Group: a@b.example;", "Group: a@b.example;"),
        ("(comment) Ann", "(comment) Ann"),
        ('\\"', '\\"'),
        ("=?utf-8?q?Eve_=3Ceve=40evil.example=3E?=", "= ?utf-8?q?Eve_=3Ceve=40evil.example=3E?="),
        ("=?utf-8?b?DQpCY2M6IGVAZXZpbC5leGFtcGxl?=", "= ?utf-8?b?DQpCY2M6IGVAZXZpbC5leGFtcGxl?="),
        ("Ann\u202emoc.elpmaxe", "Annmoc.elpmaxe"),
        ("P\u200baypal", "Paypal"),
    ],
)
def test_a_name_stays_the_name_of_one_recipient(name: str, shown: str) -> None:
    mail = sent(recipient_name=name)
    assert {header.lower() for header in mail} <= OURS
    [to] = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == (shown, "ann@example.com")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example,c@d.example", "a@b.example c@d.example", "a@b.example;c@d.example", "<a@b.example>",
        "Eve <a@b.example>", "a@b@c.example", "@b.example", "a@", "a", "", "=?utf-8?q?a?=@b.example", "ä@b.example",
    ],
)  # fmt: skip
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises(DeliveryError, match="address"):
        sent(to=address)
    with pytest.raises(DeliveryError, match="address"):
        sent(sender={**SENDER, "reply_to": f"{address},x@y.example"})


def test_a_domain_and_a_word_that_no_mail_can_carry_are_refused() -> None:
    with pytest.raises(DeliveryError, match="is not valid"):
        sent(to="a@\u202eb.example")
    with pytest.raises(DeliveryError, match="too long for a line of mail"):
        sent(recipient_name="x" * 3000)


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?x=0D=0ABcc:_eve?=", "x" * 5000, "é" * 3000, "a " * 500 + "b", '"a" <b@c.example>, d']
)
def test_a_subject_arrives_as_it_is(subject: str) -> None:
    mail = sent(subject=subject)
    assert str(mail["Subject"]) == subject
    assert {header.lower() for header in mail} <= OURS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\r\nBcc: eve@evil.example", "a Bcc: eve@evil.example"),
        ("a\u2028b\x85c\x0bd", "a b cd"),
        ("a\0b\x1bc", "abc"),
        ("\u202eabc\u2066", "abc"),
        ("\ue000/data/n|x\ue001forged\ue002", "/data/n|xforged"),
        ("{{ n }}", "{{ n }}"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_a_value_in_a_subject_stays_in_its_line(value: str, text: str, tmp_path: Path) -> None:
    source = '<!doctype html><html lang="en"><head><title>Order {{ n }}</title></head><body><p>x</p></body></html>'
    assert made(tmp_path, "email", source, {"n": value}).rendered.content["subject"] == f"Order {text}"
