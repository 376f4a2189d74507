"""E-mail by SMTP, through Django's mail API and its EMAIL_* settings."""

from __future__ import annotations

import smtplib
import ssl
from typing import ClassVar

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from commhub.contracts import DeliveryError, Parcel, Receipt
from commhub.deliver.mail import make_mail
from commhub.deliver.providers.base import Provider

log = structlog.get_logger(__name__)

MESSAGE_TOO_LARGE = 552


class Smtp(Provider):
    name: ClassVar[str] = "smtp"
    label: ClassVar[str] = "E-mail by SMTP"
    channel: ClassVar[str] = "email"

    def hand_over(self, parcel: Parcel) -> Receipt:
        mail = make_mail(parcel)
        message_id = mail.extra_headers["Message-ID"]
        return Receipt(provider=self.name, provider_id=message_id, detail=f"Taken by {send(mail)}.")


def send(mail: EmailMessage) -> str:
    """Hand a finished mail to the mail server of the settings EMAIL_*; answers that server's name.

    Raises DeliveryError, permanent only where the server refused this mail for good.
    """
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        connection = get_connection()
    except ValueError as error:
        raise DeliveryError(f"The settings EMAIL_* do not fit together: {error}", permanent=False) from error
    try:
        connection.open()
        connection.send_messages([mail])
    except OSError as error:  # smtplib's own errors are OSErrors too
        raise _as_ours(error, server) from error
    finally:
        # The server has answered for the message by now. What happens when we say goodbye must not turn a
        # message that was taken into a failed one, which would be sent a second time.
        try:
            connection.close()
        except OSError as error:
            log.warning("smtp-goodbye-failed", server=server, error=str(error))
    return server


def _as_ours(error: OSError, server: str) -> DeliveryError:
    """Our error for one of smtplib's: permanent only where the server refused this message for good."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()))
            return _refusal(f"The mail server {server} did not take the recipient", code, answer, permanent=code >= 500)
        case smtplib.SMTPResponseException():
            what, permanent = _meaning_of(error, server)
            return _refusal(what, error.smtp_code, error.smtp_error, permanent=permanent)
        case smtplib.SMTPNotSupportedError():
            text = f"The mail server {server} lacks what EMAIL_USE_TLS or EMAIL_HOST_USER ask for: {error}."
        case ssl.SSLError():
            text = f"No safe connection to the mail server {server} (check EMAIL_USE_TLS and its certificate): {error}."
        case smtplib.SMTPServerDisconnected():
            text = f"The mail server {server} broke off the connection: {error}."
        case TimeoutError():
            text = f"The mail server {server} did not answer within {settings.EMAIL_TIMEOUT} seconds."
        case _:
            text = f"No connection to the mail server {server}: {error}."
    return DeliveryError(text, permanent=False)


def _meaning_of(error: smtplib.SMTPResponseException, server: str) -> tuple[str, bool]:
    """What was refused, and whether for good. What our settings brought about is not: somebody will put it right."""
    match error:
        case smtplib.SMTPSenderRefused():
            too_large = error.smtp_code == MESSAGE_TOO_LARGE
            return f"The mail server {server} did not take our sender address {error.sender}", too_large
        case smtplib.SMTPAuthenticationError():
            return f"The mail server {server} did not accept EMAIL_HOST_USER and EMAIL_HOST_PASSWORD", False
        case smtplib.SMTPDataError():
            return f"The mail server {server} did not take the message", error.smtp_code >= 500
        case _:
            return f"The mail server {server} did not let us in", False


def _refusal(what: str, code: int, answer: bytes | str, *, permanent: bool) -> DeliveryError:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return DeliveryError(f"{what}: {code} {' '.join(said.split())}", permanent=permanent)
