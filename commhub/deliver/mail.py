"""Makes the MIME message of an e-mail: a pure function of the parcel, so that every try sends the same bytes."""

from __future__ import annotations

import hashlib
import re
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import format_datetime
from typing import Any, Final, cast

from django.core.mail import EmailMultiAlternatives

from commhub.contracts import Attachment, DeliveryError, Parcel
from commhub.render.jinja.marks import clean

# Quoted-printable keeps every line short and every byte below 128: no relay on the way has a reason to write the
# message anew, which would break a signature made over it.
UTF8 = Charset("utf-8")
UTF8.body_encoding = QP
_ENCODED: Final = "=?"
MAX_WORD: Final = 900
"""Octets without a space: a line of mail has 998 at most (RFC 5322, 2.1.1)."""
_TO_STUFF = re.compile(r"^(?= |From )", re.MULTILINE)


class ParcelMail(EmailMultiAlternatives):
    """Django's message with additions: images that the HTML shows travel in `multipart/related` beside it, and
    the boundaries between the parts come from the message, where the library would draw them by lot."""

    encoding = UTF8

    def __init__(self, *, inline: tuple[Attachment, ...], seed: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.inline = inline
        self.seed = seed

    def message(self, **options: Any) -> Any:
        mail = super().message(**options)
        subject = str(self.subject)
        if not subject.isascii() or _ENCODED in subject or _too_long(subject):
            # Left to itself the library encodes without a thought for the header's name, and breaks the line after it;
            # and what data says in the form of an encoded word (RFC 2047) would be read as what it stands for.
            mail.replace_header("Subject", Header(subject, "utf-8", header_name="Subject"))
        text = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
        text.set_param("format", "flowed")
        text.set_param("delsp", "yes")
        if self.inline:
            _relate(mail, self.inline)
        for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
            part.set_boundary("=_" + hashlib.sha256(f"{self.seed}/{number}".encode()).hexdigest()[:40])
        return mail


def make_mail(parcel: Parcel) -> ParcelMail:
    """The mail for this parcel, with text first and HTML last. Raises a permanent DeliveryError when an address or a
    header cannot stand in a mail."""
    to = _address("the recipient's", parcel.recipient_name, parcel.to)
    sender = _address("the sender's", parcel.sender.get("name", ""), parcel.sender.get("address", ""))
    headers = {
        "From": str(sender),
        "To": str(to),
        "Date": format_datetime(parcel.accepted_at),
        "Message-ID": f"<{_one_line('the message id', parcel.message_id)}@{_ascii_domain(sender)}>",
        "Auto-Submitted": "auto-generated",
    }
    if parcel.sender.get("reply_to"):
        headers["Reply-To"] = str(_address("the reply", "", parcel.sender["reply_to"]))
    attachments = parcel.rendered.attachments
    mail = ParcelMail(
        subject=_one_line("the subject", parcel.rendered.content["subject"]),
        body=stuffed(parcel.rendered.content["text"]),
        from_email=sender.addr_spec,
        to=[to.addr_spec],
        headers=headers,
        inline=tuple(attachment for attachment in attachments if attachment.content_id),
        seed=f"{parcel.message_id}/{parcel.rendered.sha256}",
    )
    mail.attach_alternative(parcel.rendered.content["html"], "text/html")
    for attachment in attachments:
        if not attachment.content_id:
            _one_line("an attachment's name", attachment.file_name)
            mail.attach(attachment.file_name, attachment.content, attachment.media_type)
    return mail


def stuffed(text: str) -> str:
    """The text as format=flowed wants it (RFC 3676 4.4): a space before what is not to be taken for a quotation's or a
    mailbox's beginning. The reader's program takes it off again; quotations begin with "> " by themselves."""
    return _TO_STUFF.sub(" ", text)


def _one_line(what: str, value: str) -> str:
    """`value`, if it can stand in a header. A line break there would let data write headers of its own."""
    if any(ord(one) < 32 or one in "\x7f\x85\u2028\u2029" or "\ud800" <= one <= "\udfff" for one in value):
        raise DeliveryError(f"In this e-mail {what} holds a line break or a control character.", permanent=True)
    return value


def _too_long(value: str) -> bool:
    return any(len(word) > MAX_WORD for word in value.split())


def _address(whose: str, name: str, address: object) -> Address:
    """The mailbox. Raises a permanent DeliveryError when it is none."""
    if not isinstance(address, str):
        raise DeliveryError(f"In this e-mail {whose} address is not a text.", permanent=True)
    _one_line(f"{whose} name", name)
    _one_line(f"{whose} address", address)
    if _too_long(name) or _too_long(address):
        raise DeliveryError(f"In this e-mail {whose} name or address is too long for a line of mail.", permanent=True)
    try:
        mailbox = Address(display_name=clean(name).replace(_ENCODED, "= ?"), addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise DeliveryError(f"In this e-mail {whose} address {address!r} is not valid.", permanent=True) from error
    if not mailbox.username or not mailbox.domain:
        raise DeliveryError(f"In this e-mail {whose} address {address!r} is not valid.", permanent=True)
    if not mailbox.username.isascii():
        raise DeliveryError(
            f"The part before the @ of {whose} address {address!r} has letters that plain SMTP cannot carry.",
            permanent=True,
        )
    _ascii_domain(mailbox)
    return mailbox


def _ascii_domain(mailbox: Address) -> str:
    try:
        return mailbox.domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise DeliveryError(f"The domain {mailbox.domain!r} is not valid.", permanent=True) from error


def _relate(mail: Message, inline: tuple[Attachment, ...]) -> None:
    """Put the HTML part and its images together into one `multipart/related`, in the place where the HTML stood."""
    alternative = next(part for part in mail.walk() if part.get_content_type() == "multipart/alternative")
    parts = cast("list[Message]", alternative.get_payload())  # the payload of a multipart message is its parts
    related = MIMEMultipart("related", type="text/html")
    related.attach(parts[-1])
    for image in inline:
        related.attach(_inline_part(image))
    # Only the outermost part of a message says which version of MIME it is.
    del related["MIME-Version"]
    parts[-1] = related


def _inline_part(image: Attachment) -> MIMEBase:
    main, _, sub = _one_line("an image's type", image.media_type).partition("/")
    part = MIMEBase(main, sub)
    part.set_payload(image.content)
    encode_base64(part)
    del part["MIME-Version"]
    part["Content-ID"] = f"<{_one_line('an image id', image.content_id)}>"
    part.add_header("Content-Disposition", "inline", filename=_one_line("an image's name", image.file_name))
    return part
