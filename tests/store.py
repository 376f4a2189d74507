"""A live claim template in two languages, with all that it stands on, for the tests of the two roads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from brand_assets.models import Brand
from commhub.customers.models import Customer
from templates_store.models import ContentBlockVersion, TemplateVersion
from tests.factories import (
    CustomerFactory,
    administrator,
    block_draft,
    brand_draft,
    layout_draft,
    marketer,
    publish,
    reviewer,
    template_draft,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TOKENS: Mapping[str, Any] = {
    "name": "Northlight",
    "legal_name": "Northlight Insurance plc",
    "email_sender": {"name": "Northlight", "address": "letters@northlight.example.com"},
    "sms_sender": "Northlight",
    "colour": {"primary": "#123456"},
}
EMAIL_LAYOUT = """<!doctype html>
<html lang="{{ locale }}"><head><title>{{ subject }}</title>
<style>p { color: {{ brand.colour.primary }} } @media (max-width: 600px) { p { color: #000000 } }</style></head>
<body><div style="display:none">{{ preheader }}</div>{{ content }}<p>{{ brand.legal_name }}</p></body></html>"""
SMS_LAYOUT = "{{ brand.sms_sender }}: {{ content }}"
PRINT_LAYOUT = """<!doctype html>
<html lang="{{ locale }}"><head><title>{{ subject }}</title><style>
@page { size: A4; margin: 20mm 15mm }
body { font-family: "Noto Sans", "Noto Sans SC"; font-size: 11pt; line-height: 1.3 }
.to { position: absolute; left: 11mm; top: 21mm } .rest { margin-top: 76mm }
</style></head><body><div class="to">{% for line in address_lines %}<div>{{ line }}</div>{% endfor %}</div>
<div class="rest"><h1>{{ subject }}</h1>{{ content }}</div></body></html>"""
ADDRESS = {"lines": ["1 High Street", "Ambleton"], "postcode": "AB1 2CD", "country": "GB"}
CLAIM_PARTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "Your claim is {{ status }}",
        "preheader": "News about your claim",
        "body": "Dear {{ recipient.name }},\n\nYour claim is **{{ status }}**. We pay {{ amount }}.\n\n"
        "{% include 'contact-us' %}",
        "sms": "Your claim is {{ status }}. {% include 'contact-us' %}",
    },
    "zh-Hans": {
        "subject": "您的理赔{{ status }}",
        "body": "{{ recipient.name }}，您好：\n\n您的理赔**{{ status }}**，我们将支付 {{ amount }}。",
        "sms": "您的理赔{{ status }}。",
    },
}
CLAIM_VARIABLES: list[dict[str, Any]] = [
    {"name": "status", "type": "string", "sample": "approved", "description": "What became of the claim."},
    {"name": "amount", "type": "money", "sample": {"amount": "120.50", "currency": "GBP"}},
]
CLAIM_DATA: Mapping[str, Any] = {"status": "approved", "amount": {"amount": "1234.50", "currency": "GBP"}}


@dataclass(frozen=True)
class People:
    """One person of each group."""

    marketer: User
    reviewer: User
    administrator: User


def make_people() -> People:
    return People(marketer(), reviewer(), administrator())


def make_brand() -> Brand:
    """A live brand with a live layout for each of the three channels."""
    brand = publish(brand_draft("northlight", TOKENS)).brand
    publish(layout_draft(brand, "email", EMAIL_LAYOUT))
    publish(layout_draft(brand, "sms", SMS_LAYOUT))
    publish(layout_draft(brand, "print", PRINT_LAYOUT))
    return brand


def make_block() -> ContentBlockVersion:
    """The live content block `contact-us`."""
    return publish(block_draft("contact-us", **{"en": "Call us on **0800 123**.", "zh-Hans": "请致电 0800 123。"}))


def draft_claim(locales: tuple[str, ...] = ("en", "zh-Hans")) -> TemplateVersion:
    """The first draft of the template `claim-update`, with its brand and block live."""
    make_block()
    parts = {locale: CLAIM_PARTS[locale] for locale in locales}
    return template_draft("claim-update", parts, CLAIM_VARIABLES, brands=[make_brand()])


def make_claim_template() -> TemplateVersion:
    """The live template `claim-update` in English and Chinese that includes the block `contact-us`."""
    return publish(draft_claim())


def make_customer(key: str = "C-1", **more: Any) -> Customer:
    """A customer who can be reached by e-mail, text message and letter; `contacts` replaces single ones."""
    contacts = {"email": "maria@example.com", "phone": "+447700900123", "address": ADDRESS, **more.pop("contacts", {})}
    reachable = {kind: value for kind, value in contacts.items() if value}
    customer = CustomerFactory(key=key, contacts=reachable, **{"name": "Maria Jones", "time_zone": "", **more})
    assert isinstance(customer, Customer)
    return customer
