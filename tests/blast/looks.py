"""Looks of small messages, made by hand: what a comparison is tried with."""

from __future__ import annotations

from commhub.blast.look import Look, look_at
from commhub.contracts import JSON, AssetFile, Edition, Finding, Rendered

LOGO = "a" * 64
OTHER_LOGO = "b" * 64


def edition(size: tuple[int, int] = (180, 40), **sender: str) -> Edition:
    """An edition with two files for its logo, of the second of which the size is given."""
    files = {
        LOGO: AssetFile("logo", LOGO, "image/png", "logo.png", 180, 40, "Northlight"),
        OTHER_LOGO: AssetFile("logo", OTHER_LOGO, "image/png", "logo.png", *size, "Northlight"),
    }
    share: dict[str, JSON] = {"sender": sender}
    channels = {"email": share, "sms": share, "print": share}
    return Edition("e" * 64, "renewal", "service", "northlight", "en", {}, (), channels, files)


def email(body: str, *findings: Finding, subject: str = "Renewal", of: Edition | None = None) -> Look:
    """The look of an e-mail with this body."""
    html = f"<html><head><title>{subject}</title></head><body>{body}</body></html>"
    content = {"subject": subject, "html": html, "text": ""}
    return look_at(Rendered("email", content, (), f"hash of {content}"), of or edition(), findings)


def text_message(text: str, parts: int, cost: str) -> Look:
    """The look of a text message."""
    facts = {"parts": parts, "cost": cost, "currency": "GBP", "encoding": "GSM-7"}
    return look_at(Rendered("sms", {"text": text}, (), f"hash of {text}", facts=facts), edition(), ())


def error(message: str, severity: str = "error") -> Finding:
    """A finding of a check."""
    return Finding("rule", "jargon", severity, "body", 0, 4, "word", message)
