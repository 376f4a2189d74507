"""The library as customers get it: every branch of every template, under both brands, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from brand_assets.models import Brand
from commhub.approval.drafts import start_draft
from commhub.channels import channels
from commhub.contracts import Contact, Rendered
from commhub.lint.engine import check
from commhub.publish.compile import Compiled, compile_version
from commhub.publish.samples import sample_brief
from commhub.starter.library import read_library
from commhub.starter.load import load_library
from commhub.starter.pieces import pieces
from templates_store.models import TemplateVersion
from templates_store.variables import sample_of

# Only the fixture below reads the database, but without the mark pytest-django would not make one.
pytestmark = pytest.mark.django_db

BRANDS = ("northlight", "harbour")
LOCALES = ("en-GB", "zh-Hans")
TEMPLATES = (
    "cancellation-notice",
    "claim-update",
    "home-cover-offer",
    "payment-reminder",
    "policy-documents",
    "security-code",
)


def pounds(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "GBP"}


# Every value that a template chooses its words by; all else is as in the samples, and None leaves a variable out.
BRANCHES: Mapping[str, list[dict[str, Any]]] = {
    "cancellation-notice": [
        {"reason": "missed-payments", "missed_payments": None, "amount_owed": None, "pay_by": None},
        {"reason": "your-request", "refund": pounds("12.00")},
        {"reason": "wrong-details"},
    ],
    "claim-update": [
        *(
            {"status": "received", "what_happened": what}
            for what in ("water", "fire", "storm", "theft", "accident", "other")
        ),
        {"status": "papers-needed", "papers": [{"kind": "receipts", "by": "2026-02-01"}]},
        {"status": "papers-needed", "papers": [{"kind": "police-number", "by": "2026-02-01"}]},
        {"status": "papers-needed", "papers": None, "what_happened": "other"},
        {"status": "agreed"},
        {"status": "agreed", "payment": None, "own_share": None, "payment_date": None},
        {"status": "paid"},
        {"status": "paid", "payment": None, "payment_date": None},
        *(
            {"status": "turned-down", "why_not": why}
            for why in ("not-insured", "happened-before", "gradual-damage", None)
        ),
    ],
    "home-cover-offer": [
        {"is_customer": False, "usual_price": None, "saving": None, "extras": None},
        {"extras": [{"kind": kind, "price": pounds("2.00")} for kind in ("garden", "accidents")]},
    ],
    "payment-reminder": [
        *(
            {"overdue": overdue, "pays_by": way}
            for overdue in (True, False)
            for way in ("direct-debit", "card", "bank-transfer")
        ),
        {"payments": None},
    ],
    "policy-documents": [
        {"is_renewal": True, "insured_address": None},
        {"price": {"year": pounds("300"), "payments": 1, "each": pounds("300"), "first_on": "2026-02-01"}},
        {
            "cover": [
                {"part": part, "up_to": pounds("900.00"), "own_share": pounds("50.00")}
                for part in ("accidents", "legal-help")
            ]
        },
    ],
    "security-code": [{"purpose": "change-details", "asked_at": None}, {"purpose": "payment"}],
}
LONG_ADDRESS = {
    "lines": ["The Old Pumping Station", "Flat 14", "Building 3", "221 Wolverhampton Street", "Lower Sampleton", "Sampleton"],
    "postcode": "SA99 9ZZ",
    "country": "GB",
}  # fmt: skip


@pytest.fixture(scope="module")
def compiled(django_db_setup: None, django_db_blocker: Any) -> Mapping[tuple[str, str, str], Compiled]:
    """The edition of every template, brand and locale. The templates stay drafts here: approving them would make all
    their letters twice, and a letter of each is made below."""
    library = read_library()
    with django_db_blocker.unblock(), transaction.atomic():
        load_library(now=timezone.now(), library=replace(library, templates=()))
        author = User.objects.create_superuser("author")
        found = {}
        for piece in pieces(library):
            if piece.model is TemplateVersion:
                draft = start_draft(piece.parent, author)
                piece.write(draft)
                for brand in Brand.objects.all():
                    for locale in LOCALES:
                        found[draft.parent.key, brand.key, locale] = compile_version(draft, brand, locale)
        transaction.set_rollback(True)
    return found


TERMS = read_library().wording()


def rendered(compiled: Compiled, channel: str, more: Mapping[str, Any], address: Any = None) -> Rendered:
    """The message with the samples, changed as `more` says; None leaves a variable out."""
    data = {**sample_of(compiled.edition.variables), **more}
    sent = {name: value for name, value in data.items() if value is not None}
    brief = sample_brief(compiled.edition, compiled.asset_bytes, sent)
    if address is not None:
        contacts = {**brief.recipient.contacts, "address": Contact("address", address)}
        brief = replace(brief, recipient=replace(brief.recipient, contacts=contacts))
    return channels.get(channel).render(compiled.edition, brief)


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for template in TEMPLATES:
        for more in ({}, *BRANCHES[template]):
            yield template, more


def test_every_template_is_tested_here() -> None:
    assert {one.key for one in read_library().templates} == set(TEMPLATES) == set(BRANCHES)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_every_branch_reads_well(
    compiled: Mapping[tuple[str, str, str], Compiled], channel: str, brand: str, locale: str
) -> None:
    for template, more in cases():
        message = rendered(compiled[template, brand, locale], channel, more)
        place = template, more
        assert [one.surface for one in check(message.readable, locale, TERMS)] == [], place
        text = message.content["text"]
        assert re.search(r"\*\*|\{[{%.]|`|\|\s*:?-{3}|^#", text, re.MULTILINE) is None, (place, text)
        if channel == "sms":
            assert message.facts["parts"] <= 2, (place, text)
            assert "\n\n" not in text, (place, text)
        else:
            assert 5 <= len(message.content["subject"]) <= 70, (place, message.content["subject"])
            hosts = set(re.findall(r'href="https?://([^/"]+)', message.content["html"]))
            assert all(host.endswith(".example.com") for host in hosts), hosts
            assert message.facts["bytes"] < 102_000


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(("brand", "locale"), [("northlight", "en-GB"), ("harbour", "zh-Hans")])
def test_the_letter_takes_a_long_address_and_shows_its_own_glyphs(
    compiled: Mapping[tuple[str, str, str], Compiled], template: str, brand: str, locale: str
) -> None:
    letter = rendered(compiled[template, brand, locale], "print", {}, LONG_ADDRESS)
    document = pypdfium2.PdfDocument(letter.document)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert letter.facts["pages"] <= 2
    assert letter.content["subject"].replace(" ", "") in text.replace(" ", "").replace("\r\n", "")
    assert ("Page 1 of" if locale == "en-GB" else "第 1 页，共") in text
    assert "\ufffd" not in text


def test_the_email_carries_both_logos_and_says_its_language(compiled: Mapping[tuple[str, str, str], Compiled]) -> None:
    message = rendered(compiled["claim-update", "northlight", "zh-Hans"], "email", {})
    found = sorted((one.file_name, one.media_type) for one in message.attachments)
    assert found == [("logo-dark.png", "image/png"), ("logo.png", "image/png")]
    assert '<html lang="zh-Hans">' in message.content["html"]
    assert "prefers-color-scheme: dark" in message.content["html"]


def test_a_british_letter_has_british_dates(compiled: Mapping[tuple[str, str, str], Compiled]) -> None:
    message = rendered(compiled["cancellation-notice", "northlight", "en-GB"], "sms", {})
    assert message.content["text"] == (
        "Northlight: Your Home Cover Plus ends on 12 Feb 2026. To keep it, please pay £77.00 by 10 Feb 2026 at "
        "www.northlight.example.com. Questions, or need more time? Call us free on 0808 157 0142."
    )


def test_a_chinese_message_has_chinese_dates(compiled: Mapping[tuple[str, str, str], Compiled]) -> None:
    message = rendered(compiled["security-code", "northlight", "zh-Hans"], "email", {})
    assert "您索取的时间是2026年1月15日 09:28。" in message.content["text"]
