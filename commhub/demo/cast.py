"""Who the story is about, what the app asks for, and what should become of each request.

The people, addresses and telephone numbers are made up; the domains and number ranges are kept free for such use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the API takes one. `suppressed` lists (channel, address, reason) that must not be written to."""

    key: str
    about: dict[str, Any]
    suppressed: tuple[tuple[str, Any, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What the app asks for, and how it should end: the state, and the channel if one is chosen."""

    template: str
    customer: str
    state: str
    channel: str
    data: dict[str, Any]
    brand: str = "northlight"
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        return {
            "template": self.template,
            "customer": self.customer,
            "brand": self.brand,
            "data": self.data,
            **self.more,
        }


def in_days(days: int) -> str:
    """A date as templates take it, that many days from now."""
    return (date.today() + timedelta(days)).isoformat()  # noqa: DTZ011 - a date in a made-up letter


def pounds(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "GBP"}


def consent(channel: str, *, given: bool) -> dict[str, Any]:
    """What somebody said about offers on that channel."""
    return {"purpose": "marketing", "channel": channel, "given": given, "how": "web form"}


def in_england(*lines: str, postcode: str) -> dict[str, Any]:
    return {"lines": list(lines), "postcode": postcode, "country": "GB"}


CUSTOMERS = (
    Customer(
        "C-1001",
        {
            "name": "Amelia Hart",
            "locale": "en",
            "time_zone": "Europe/London",
            "preferred_channel": "email",
            "email": "amelia.hart@example.org",
            "phone": "+44 7700 900101",
            "address": in_england("4 Mill Lane", "Sampleton", postcode="SA1 4QT"),
        },
    ),
    Customer(
        "C-1002",
        {
            "name": "Daniel Osei",
            "locale": "en",
            "time_zone": "Europe/London",
            "preferred_channel": "sms",
            "email": "daniel.osei@example.org",
            "phone": "+44 7700 900102",
        },
    ),
    Customer(
        "C-1003",
        {
            "name": "王美玲",
            "locale": "zh-Hans",
            "time_zone": "Europe/London",
            "preferred_channel": "print",
            "email": "meiling.wang@example.org",
            "address": in_england("Flat 7", "22 Harbour Street", "Sampleton", postcode="SA2 9LB"),
        },
    ),
    Customer(
        "C-1004",
        {
            "name": "George Pemberton",
            "locale": "en",
            "time_zone": "Europe/London",
            "address": in_england("Rose Cottage", "Church Road", "Little Sampleton", postcode="SA9 1AA"),
        },
    ),
    Customer(
        "C-1005",
        {
            "name": "Priya Raman",
            "locale": "en",
            "time_zone": "Europe/London",
            "preferred_channel": "email",
            "email": "priya.raman@example.org",
            "phone": "+44 7700 900105",
            "address": in_england("18 Orchard Rise", "Sampleton", postcode="SA1 2MP"),
        },
        suppressed=(("email", "priya.raman@example.org", "mail to it came back"),),
    ),
    Customer(
        "C-1006",
        {
            "name": "Tomasz Nowak",
            "locale": "en",
            "time_zone": "Europe/London",
            "email": "tomasz.nowak@example.org",
            "phone": "+44 7700 900106",
            "address": in_england("61 Station Parade", "Sampleton", postcode="SA3 7DE"),
            "consents": [consent("email", given=False), consent("sms", given=True)],
        },
    ),
    Customer(
        "C-1007",
        {
            "name": "Ruth Adeyemi",
            "locale": "en",
            "time_zone": "Europe/London",
            "email": "ruth.adeyemi@example.org",
            "phone": "+44 7700 900107",
        },
    ),
)

COVER = [
    {"part": "building", "up_to": pounds("450000.00"), "own_share": pounds("250.00")},
    {"part": "belongings", "up_to": pounds("60000.00"), "own_share": pounds("150.00")},
]
POLICY = {
    "product_name": "Home Cover Plus",
    "policy_number": "NL-20451877",
    "is_renewal": True,
    "start_date": in_days(14),
    "end_date": in_days(378),
    "cover": COVER,
    "price": {"year": pounds("342.60"), "payments": 12, "each": pounds("28.55"), "first_on": in_days(14)},
}
CLAIM = {
    "claim_number": "C-7730214",
    "what_happened": "water",
    "status": "agreed",
    "handler_name": "Priya Shah",
    "payment": pounds("1240.00"),
    "payment_date": in_days(5),
}
OFFER = {"is_customer": True, "monthly_price": pounds("14.20"), "decide_by": in_days(30)}
REMINDER = {
    "product_name": "Home Cover Plus",
    "policy_number": "NL-20451877",
    "amount": pounds("57.10"),
    "due_date": in_days(10),
    "overdue": False,
    "pays_by": "card",
}
CANCELLATION = {
    "product_name": "Home Cover Plus",
    "policy_number": "HB-99310056",
    "reason": "missed-payments",
    "end_date": in_days(28),
    "missed_payments": [
        {"due": in_days(-40), "amount": pounds("38.50")},
        {"due": in_days(-10), "amount": pounds("38.50")},
    ],
    "amount_owed": pounds("77.00"),
    "pay_by": in_days(26),
}

REQUESTS = (
    # She prefers e-mail, and nothing stands in its way.
    Request("claim-update", "C-1001", "sent", "email", CLAIM),
    # He prefers text messages.
    Request("claim-update", "C-1002", "sent", "sms", CLAIM | {"claim_number": "C-7730388", "status": "paid"}),
    # She prefers letters, and reads Chinese.
    Request("policy-documents", "C-1003", "sent", "print", POLICY),
    # He has neither e-mail nor telephone.
    Request("policy-documents", "C-1004", "sent", "print", POLICY | {"policy_number": "NL-20451902"}),
    # She prefers e-mail, but mail to her address came back.
    Request("claim-update", "C-1005", "sent", "sms", CLAIM | {"claim_number": "C-7730401", "status": "received"}),
    # A payment of this size is asked for on paper, by a rule.
    Request("payment-reminder", "C-1001", "sent", "print", REMINDER | {"amount": pounds("612.00"), "overdue": True}),
    # With two days left a text message comes first, by a rule.
    Request("payment-reminder", "C-1005", "sent", "sms", REMINDER | {"due_date": in_days(2), "days_left": 2}),
    # A legal notice goes by letter; what she prefers does not count.
    Request("cancellation-notice", "C-1001", "sent", "print", CANCELLATION, brand="harbour"),
    # He does not want offers by e-mail, and agreed to text messages.
    Request("home-cover-offer", "C-1006", "sent", "sms", OFFER),
    # Nobody ever asked her about offers.
    Request("home-cover-offer", "C-1007", "undeliverable", "", OFFER),
    # The claims system put a note among colleagues where the claim's number belongs.
    Request("claim-update", "C-1001", "blocked", "email", CLAIM | {"claim_number": "C-7730455 NIGO, sent back to UW"}),
)
