"""Customers are written down whole or not at all; consents and suppressions are evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from commhub.customers.book import (
    ConsentSaid,
    CustomerDetails,
    lift_suppression,
    record_consent,
    save_customer,
    suppress,
)
from commhub.customers.contact_points import BadContact
from commhub.customers.models import ContactPoint, Customer, Suppression

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def said(given: bool, at: datetime = NOW) -> ConsentSaid:
    return ConsentSaid("marketing", "email", given, at, "web form", "Yes, send me offers.")


def test_a_bad_contact_point_leaves_nothing_behind() -> None:
    save_customer("C-1", CustomerDetails(name="Alex", contacts={"email": "alex@example.com"}))
    changed = CustomerDetails(name="Sam", contacts={"email": "sam@example.com", "address": {"lines": ["x"]}})
    with pytest.raises(BadContact) as caught:
        save_customer("C-1", changed)
    assert caught.value.pointer == "/address/country"
    customer = Customer.objects.get()
    assert (customer.name, customer.contact_points.get().value) == ("Alex", "alex@example.com")


def test_saving_again_changes_the_same_customer() -> None:
    first, is_new = save_customer("C-1", CustomerDetails(name="Alex", contacts={"phone": "+44 7700 900123"}))
    again, is_new_again = save_customer("C-1", CustomerDetails(name="Alex M.", contacts={"email": "a@example.com"}))
    assert (is_new, is_new_again, again.pk) == (True, False, first.pk)
    assert dict(ContactPoint.objects.values_list("kind", "value")) == {"email": "a@example.com"}


def test_the_latest_word_on_a_consent_stands() -> None:
    customer, _ = save_customer("C-1", CustomerDetails(name="Alex", consents=[said(given=True)]))
    record_consent(customer, said(given=False, at=NOW + timedelta(days=1)))
    record_consent(customer, said(given=True, at=NOW + timedelta(hours=1)))
    consent = customer.consents.get()
    assert (consent.given, consent.at) == (False, NOW + timedelta(days=1))


def test_a_correction_of_the_same_moment_counts() -> None:
    customer, _ = save_customer("C-1", CustomerDetails(name="Alex", consents=[said(given=True)]))
    record_consent(customer, said(given=False))
    assert customer.consents.get().given is False


def test_the_first_suppression_of_an_address_stands() -> None:
    first, is_new = suppress("email", "a@example.com", reason="unsubscribed", source="web", now=NOW)
    again, is_new_again = suppress(
        "email", "a@example.com", reason="bounced", source="mail", now=NOW + timedelta(days=1)
    )
    assert (is_new, is_new_again, again.pk, again.reason, again.at) == (True, False, first.pk, "unsubscribed", NOW)


def test_a_category_is_suppressed_beside_all_others() -> None:
    suppress("email", "a@example.com", reason="unsubscribed", source="web", now=NOW)
    _, is_new = suppress("email", "a@example.com", category="marketing", reason="unsubscribed", source="web", now=NOW)
    assert is_new
    assert Suppression.objects.count() == 2


def test_a_lifted_suppression_is_gone() -> None:
    suppression, _ = suppress("email", "a@example.com", reason="unsubscribed", source="web", now=NOW)
    lift_suppression(suppression)
    assert Suppression.objects.count() == 0
