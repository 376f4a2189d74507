"""Request bodies that show how the API is used; telephone numbers and addresses are from ranges kept for fiction."""

from __future__ import annotations

from collections.abc import Mapping

from drf_spectacular.utils import OpenApiExample

from commhub.contracts import JSON

ADDRESS: Mapping[str, JSON] = {"lines": ["7 Harbour Lane", "Whitby"], "postcode": "YO21 1AA", "country": "GB"}
RECIPIENT: Mapping[str, JSON] = {
    "name": "Alex Morgan",
    "locale": "en",
    "email": "alex.morgan@example.com",
    "phone": "+447700900123",
    "address": ADDRESS,
}

SEND = [
    OpenApiExample(
        "To a customer",
        request_only=True,
        value={
            "template": "renewal-notice",
            "customer": "C-1001",
            "data": {"policy_number": "HM-204711", "premium": {"amount": "412.50", "currency": "GBP"}},
        },
    ),
    OpenApiExample(
        "To somebody who is not kept as a customer",
        request_only=True,
        value={
            "template": "renewal-notice",
            "recipient": dict(RECIPIENT),
            "data": {"policy_number": "HM-204711", "premium": {"amount": "412.50", "currency": "GBP"}},
            "brand": "northlight",
            "channel": "print",
        },
    ),
]
LINT = [
    OpenApiExample(
        "A text of your own",
        request_only=True,
        value={"text": "Your application is NIGO.", "locale": "en-GB", "channel": "email_text"},
    ),
]
CUSTOMER = [
    OpenApiExample(
        "A customer",
        request_only=True,
        value={
            **RECIPIENT,
            "time_zone": "Europe/London",
            "preferred_channel": "email",
            "attributes": {"paperless": True},
            "consents": [
                {
                    "purpose": "marketing",
                    "channel": "email",
                    "given": True,
                    "at": "2026-01-15T09:30:00Z",
                    "how": "web form",
                    "wording": "Yes, send me offers by e-mail.",
                }
            ],
        },
    )
]
SUPPRESSION = [
    OpenApiExample(
        "An e-mail address",
        request_only=True,
        value={
            "channel": "email",
            "address": "alex.morgan@example.com",
            "reason": "unsubscribed",
            "category": "marketing",
        },
    )
]
