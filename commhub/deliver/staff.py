"""Plain mails to people who work with commhub: that something waits for them, or what became of it."""

from __future__ import annotations

from email.errors import MessageError

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage

from commhub.contracts import DeliveryError
from commhub.deliver.providers.smtp import send


def mail_to_staff(to: str, subject: str, text: str) -> None:
    """Send a text to one address, from the setting DEFAULT_FROM_EMAIL. Raises DeliveryError."""
    mail = EmailMessage(
        subject=" ".join(subject.split()),
        body=text,
        to=[to],
        from_email=settings.DEFAULT_FROM_EMAIL,
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        send(mail)
    except (BadHeaderError, MessageError, ValueError) as error:
        raise DeliveryError(f"No mail can be written to {to!r}: {error}", permanent=True) from error
