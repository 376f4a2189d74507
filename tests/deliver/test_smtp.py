"""The smtp provider in conversation with a real SMTP server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from commhub.contracts import Attachment, DeliveryError, Parcel
from commhub.deliver.providers.smtp import Smtp
from tests.deliver.parcels import LOGO, MESSAGE_ID, parcel


class Mailbox:
    """A mail server's answers, set by each test, and what it took."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.to_recipient = "250 OK"
        self.to_sender = "250 OK"
        self.to_data = "250 taken"
        self.to_quit = "221 Bye"

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:  # noqa: N802
        if self.to_sender.startswith("250"):
            envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:  # noqa: N802
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.to_data.startswith("250"):
            self.taken.append(envelope)
        return self.to_data

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return self.to_quit

    def mail(self, number: int = 0) -> EmailMessage:
        content = self.taken[number].content
        assert isinstance(content, bytes)
        found = message_from_bytes(content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    yield box
    controller.stop()


def refused(given: Parcel) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        Smtp().hand_over(given)
    return caught.value


def test_a_mail_arrives_with_the_headers_that_mail_servers_expect(mailbox: Mailbox) -> None:
    sender = {"name": "Northlight", "address": "service@northlight.example", "reply_to": "claims@northlight.example"}
    receipt = Smtp().hand_over(parcel("email", sender=sender))

    assert receipt.provider == "smtp"
    assert receipt.provider_id == f"<{MESSAGE_ID}@northlight.example>"
    assert mailbox.taken[0].mail_from == "service@northlight.example"
    assert mailbox.taken[0].rcpt_tos == ["ada@example.org"]
    mail = mailbox.mail()
    assert mail["From"] == "Northlight <service@northlight.example>"
    assert mail["To"] == "Ada Byron <ada@example.org>"
    assert mail["Reply-To"] == "claims@northlight.example"
    assert mail["Subject"] == "Your claim"
    assert mail["Message-ID"] == f"<{MESSAGE_ID}@northlight.example>"
    assert mail["Date"] == "Sun, 09 Mar 2025 14:05:06 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_text_comes_first_and_html_last(mailbox: Mailbox) -> None:
    Smtp().hand_over(parcel("email"))

    mail = mailbox.mail()
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text, html = mail.iter_parts()
    assert text.get_content().rstrip() == "Hello"
    assert html.get_content().rstrip() == '<p>Hello</p><img src="cid:logo-1">'


def test_images_that_the_html_shows_are_related_to_it_and_files_are_mixed_in(mailbox: Mailbox) -> None:
    terms = Attachment("terms.pdf", "application/pdf", b"%PDF-terms")
    Smtp().hand_over(parcel("email", render={"attachments": (LOGO, terms)}))

    mail = mailbox.mail()
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    image, file = list(mail.walk())[-2:]
    assert image["Content-ID"] == "<logo-1>"
    assert image.get_content_disposition() == "inline"
    assert image.get_payload(decode=True) == LOGO.content
    assert file.get_filename() == "terms.pdf"
    assert file.get_payload(decode=True) == b"%PDF-terms"


def test_names_and_texts_in_chinese_arrive_as_they_were(mailbox: Mailbox) -> None:
    name = "上海市浦东新区晨星进出口贸易有限公司财务部王小明女士"
    content = {"subject": "您的理赔申请已获批准 – 请查收", "html": "<p>您好，王女士</p>", "text": "您好，王女士"}
    Smtp().hand_over(parcel("email", recipient_name=name, render={"content": content}))

    mail = mailbox.mail()
    assert mail["Subject"] == content["subject"]
    assert [part.get_content().rstrip() for part in mail.iter_parts()] == [content["text"], content["html"]]
    raw = mailbox.taken[0].content
    assert isinstance(raw, bytes)
    # Python's newer reader of addresses puts a space between two encoded words of a name; the older one follows the
    # standard, which says that such a space is not there.
    assert str(make_header(decode_header(message_from_bytes(raw)["To"]))) == f"{name} <ada@example.org>"
    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines()) < 100


def test_a_name_cannot_add_a_second_mailbox(mailbox: Mailbox) -> None:
    Smtp().hand_over(parcel("email", recipient_name='Eve" <eve@example.org>, "Ada'))

    assert [entry.addr_spec for entry in mailbox.mail()["To"].addresses] == ["ada@example.org"]
    assert mailbox.taken[0].rcpt_tos == ["ada@example.org"]


def test_every_try_sends_the_same_bytes_and_another_message_has_other_boundaries(mailbox: Mailbox) -> None:
    given = parcel("email", render={"attachments": (LOGO,)})
    Smtp().hand_over(given)
    Smtp().hand_over(given)
    Smtp().hand_over(parcel("email", message_id="5f0c7c1e-0f8e-4c0e-9a55-6f5d3c1b2a11"))

    assert mailbox.taken[0].content == mailbox.taken[1].content
    assert mailbox.mail(0).get_boundary() != mailbox.mail(2).get_boundary()


def test_a_domain_with_letters_beyond_ascii_travels_in_its_ascii_form(mailbox: Mailbox) -> None:
    Smtp().hand_over(parcel("email", to="ada@bücher.example"))

    assert mailbox.taken[0].rcpt_tos == ["ada@xn--bcher-kva.example"]


@pytest.mark.parametrize("bad", ["Hello\r\nBcc: eve@example.org", "Hello\nthere", "Hello\rthere", "Hello\x0bthere"])
def test_a_line_break_never_gets_into_a_header(mailbox: Mailbox, bad: str) -> None:
    content = {"subject": bad, "html": "<p>x</p>", "text": "x"}
    logo = Attachment("logo.png", "image/png", b"x", content_id=bad)
    sender = {"name": bad, "address": "service@northlight.example"}
    for given in (
        parcel("email", render={"content": content}),
        parcel("email", recipient_name=bad),
        parcel("email", to=f"{bad}@example.org"),
        parcel("email", sender=sender),
        parcel("email", sender={**sender, "name": "N", "reply_to": f"a@b.example{bad}"}),
        parcel("email", message_id=bad),
        parcel("email", render={"attachments": (logo,)}),
        parcel("email", render={"attachments": (Attachment(bad, "image/png", b"x"),)}),
    ):
        assert refused(given).permanent is True
    assert mailbox.taken == []


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "@example.org", "a b@example.org", "jürgen@example.org", None, {}]
)
def test_an_address_that_is_none_is_refused_for_good_before_anything_is_sent(mailbox: Mailbox, address: object) -> None:
    assert refused(parcel("email", to=address)).permanent is True
    assert mailbox.taken == []


def test_a_recipient_that_the_server_does_not_know_is_refused_for_good(mailbox: Mailbox) -> None:
    mailbox.to_recipient = "550 5.1.1 No such user here"
    error = refused(parcel("email"))

    assert error.permanent is True
    assert str(error).endswith("did not take the recipient: 550 5.1.1 No such user here")


def test_a_busy_mailbox_is_worth_another_try(mailbox: Mailbox) -> None:
    mailbox.to_recipient = "451 4.3.0 Mailbox busy"
    error = refused(parcel("email"))

    assert error.permanent is False
    assert str(error).endswith("did not take the recipient: 451 4.3.0 Mailbox busy")


@pytest.mark.parametrize(("answer", "permanent"), [("554 5.7.1 Looks like spam", True), ("452 4.3.1 Disk full", False)])
def test_a_refused_text_is_permanent_by_its_code(mailbox: Mailbox, answer: str, permanent: bool) -> None:
    mailbox.to_data = answer
    error = refused(parcel("email"))

    assert error.permanent is permanent
    assert str(error).endswith(f"did not take the message: {answer}")


def test_a_refused_sender_is_ours_to_put_right_so_the_message_stays_alive(mailbox: Mailbox) -> None:
    mailbox.to_sender = "550 5.7.1 Not your address"
    error = refused(parcel("email"))

    assert error.permanent is False
    assert "did not take our sender address service@northlight.example: 550" in str(error)


def test_a_taken_message_stays_taken_when_the_goodbye_fails(mailbox: Mailbox) -> None:
    mailbox.to_quit = "421 Going down"
    assert Smtp().hand_over(parcel("email")).provider == "smtp"
    assert len(mailbox.taken) == 1


def test_no_server_there_is_worth_another_try(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    error = refused(parcel("email"))

    assert error.permanent is False
    assert str(error).startswith(f"No connection to the mail server 127.0.0.1:{settings.EMAIL_PORT}: ")


def test_a_server_that_never_answers_is_worth_another_try(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", silent.getsockname()[1], 0.2
        error = refused(parcel("email"))

    assert error.permanent is False
    assert "timed out" in str(error) or "did not answer" in str(error)


def test_tls_that_the_server_does_not_speak_names_the_setting(mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True
    error = refused(parcel("email"))

    assert error.permanent is False
    assert "EMAIL_USE_TLS" in str(error)


def test_settings_that_contradict_each_other_are_named(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = True
    error = refused(parcel("email"))

    assert error.permanent is False
    assert str(error).startswith("The settings EMAIL_* do not fit together")


def test_a_wrong_password_names_the_settings(settings: Any) -> None:
    def never(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    controller = Controller(
        Mailbox(), hostname="127.0.0.1", port=free_port(), authenticator=never, auth_require_tls=False
    )
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "commhub", "wrong"
        error = refused(parcel("email"))
    finally:
        controller.stop()

    assert error.permanent is False
    assert "did not accept EMAIL_HOST_USER and EMAIL_HOST_PASSWORD: 535" in str(error)
