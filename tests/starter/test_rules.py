"""The channel rules of the library: each does what its name says, on the decision engine itself."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.channels import channels
from commhub.contracts import Candidate, CategoryPolicy, ChannelRuleSpec, Contact, Decision, Recipient
from commhub.decide.engine import decide
from commhub.starter.library import read_library

LIBRARY = read_library()
RULES = tuple(
    ChannelRuleSpec(row["name"], row["priority"], row["conditions"], tuple(row["channels"])) for row in LIBRARY.rules
)
CATEGORIES = {row["key"]: CategoryPolicy(**row) for row in LIBRARY.categories}
CONTACTS: dict[str, Any] = {
    "email": "ann@example.org",
    "phone": "+447700900123",
    "address": {"lines": ["1 High Street"], "postcode": "SA1 1AA", "country": "GB"},
}


def decided(
    template: str, data: dict[str, Any], *, has: str = "email phone address", prefers: str = "", **customer: Any
) -> Decision:
    category = next(one.category for one in LIBRARY.templates if one.key == template)
    contacts = {kind: Contact(kind, CONTACTS[kind]) for kind in has.split()}
    candidates = [
        Candidate(one.name, one.label, one.order, True, one.contact_label, contacts.get(one.contact_kind))
        for one in channels
        if one.name in {"email", "sms", "print"}
    ]
    recipient = Recipient(
        "Ann Lee",
        "en-GB",
        preferred_channel=prefers,
        contacts=contacts,
        consents={("marketing", "email"): True, ("marketing", "sms"): True, ("marketing", "print"): True},
    )
    facts = {"template": template, "category": category, "data": data, "customer": customer}
    return decide(candidates, recipient, CATEGORIES[category], RULES, "", facts)


def amount(pounds: str) -> dict[str, str]:
    return {"amount": pounds, "currency": "GBP"}


def test_each_rule_has_its_own_priority() -> None:
    assert len({rule.priority for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("prefers", ["", "email", "print"])
def test_a_security_code_goes_by_text_message_whatever_is_preferred(prefers: str) -> None:
    assert decided("security-code", {}, prefers=prefers).channel == "sms"


def test_a_security_code_never_goes_by_letter() -> None:
    assert decided("security-code", {}, has="address").channel == ""


def test_a_legal_notice_goes_on_paper_and_else_by_email() -> None:
    assert decided("cancellation-notice", {}, prefers="sms").channel == "print"
    assert decided("cancellation-notice", {}, has="email phone").channel == "email"


@pytest.mark.parametrize(
    ("pounds", "overdue", "channel"),
    [("500.00", True, "print"), ("499.99", True, "email"), ("500.00", False, "email")],
)
def test_large_overdue_amounts_go_by_letter(pounds: str, overdue: bool, channel: str) -> None:
    data = {"amount": amount(pounds), "overdue": overdue}
    assert decided("payment-reminder", data, prefers="email").channel == channel


@pytest.mark.parametrize(("days", "channel"), [(3, "sms"), (4, "email"), (None, "email")])
def test_a_payment_that_is_due_within_three_days_is_announced_by_text_message(days: int | None, channel: str) -> None:
    data = {"amount": amount("20.00"), "overdue": False, "days_left": days}
    assert decided("payment-reminder", data).channel == channel


@pytest.mark.parametrize("template", ["claim-update", "policy-documents", "cancellation-notice"])
def test_a_customer_who_is_not_online_gets_paper(template: str) -> None:
    assert decided(template, {}, prefers="email", digitally_excluded=True).channel == "print"


def test_policy_documents_do_not_go_by_text_message() -> None:
    assert decided("policy-documents", {}, prefers="sms").channel == "email"
    assert decided("policy-documents", {}, prefers="print").channel == "print"


def test_an_offer_is_not_worth_a_stamp() -> None:
    assert decided("home-cover-offer", {}, prefers="print").channel == "email"
    decision = decided("home-cover-offer", {}, has="address")
    assert (decision.channel, decision.rule) == ("", "Offers are not worth a stamp")
