"""Write down who we talk to, what they agreed to, and what must not be written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q

from commhub.contracts import JSON
from commhub.customers.contact_points import BadContact, clean
from commhub.customers.models import Consent, ContactPoint, Customer, Suppression

USABLE = "ok"


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """What a customer said about one purpose (a category's key) on one channel, and how they were asked."""

    purpose: str
    channel: str
    given: bool
    at: datetime
    how: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class CustomerDetails:
    """All that is kept about a customer. `contacts` maps a kind (email, phone, address) to its value."""

    name: str
    locale: str = "en"
    time_zone: str = ""
    preferred_channel: str = ""
    attributes: Mapping[str, JSON] = field(default_factory=dict)
    contacts: Mapping[str, JSON] = field(default_factory=dict)
    consents: Sequence[ConsentSaid] = ()


@transaction.atomic
def save_customer(key: str, details: CustomerDetails) -> tuple[Customer, bool]:
    """Write the customer of that key; the flag says whether they are new.

    Contact points become exactly the given ones. Consents are added or renewed, never removed: to withdraw one is to
    say so (`given` False), and what was said last counts, whichever request arrives last. Raises BadContact, with a
    pointer that begins with the contact's kind, before anything is written.
    """
    contacts = {kind: _clean(kind, value) for kind, value in details.contacts.items()}
    customer, is_new = Customer.objects.update_or_create(
        key=key,
        defaults={
            "name": details.name,
            "locale": details.locale,
            "time_zone": details.time_zone,
            "preferred_channel": details.preferred_channel,
            "attributes": dict(details.attributes),
        },
    )
    _keep_contacts(customer, contacts)
    for consent in details.consents:
        record_consent(customer, consent)
    return customer, is_new


@transaction.atomic
def record_consent(customer: Customer, said: ConsentSaid) -> None:
    """Keep what the customer said, unless they said something later about the same purpose and channel."""
    same_question = Q(customer=customer, purpose=said.purpose, channel=said.channel)
    known = Consent.objects.select_for_update().filter(same_question).first()
    if known and known.at > said.at:
        return
    Consent.objects.update_or_create(
        customer=customer,
        purpose=said.purpose,
        channel=said.channel,
        defaults={"given": said.given, "at": said.at, "how": said.how, "wording": said.wording},
    )


def suppress(
    channel: str, address: str, *, category: str = "", reason: str, source: str, now: datetime
) -> tuple[Suppression, bool]:
    """Never write to this address by this channel again (only for one category, if it is given).

    `address` is the form that the channel's `canonical_address` makes. The first suppression of an address stands:
    saying it again changes neither its reason nor its time. The flag says whether it is new.
    """
    return Suppression.objects.get_or_create(
        channel=channel,
        address=address,
        category=category,
        defaults={"reason": reason, "source": source, "at": now},
    )


@transaction.atomic
def forget(customer: Customer) -> None:
    """Take the customer out of the book, with contact points, consents, and the name in the desk's own log.

    Suppressions stay: they are what keeps us from writing to an address whose owner is not known here any more.
    """
    entries = LogEntry.objects.filter(content_type__app_label="customers", content_type__model="customer")
    entries.filter(object_id=str(customer.pk)).update(object_repr="a customer who was erased", change_message="")
    customer.delete()


def lift_suppression(suppression: Suppression) -> None:
    """The address may be written to again."""
    suppression.delete()


def _keep_contacts(customer: Customer, contacts: Mapping[str, JSON]) -> None:
    customer.contact_points.exclude(kind__in=list(contacts)).delete()
    known = {point.kind: point for point in customer.contact_points.all()}
    for kind, value in contacts.items():
        point = known.get(kind)
        # A value that did not change keeps its status: a bounced address stays bounced until it is corrected.
        if point is None or point.value != value:
            ContactPoint.objects.update_or_create(
                customer=customer, kind=kind, defaults={"value": value, "status": USABLE}
            )


def _clean(kind: str, value: JSON) -> JSON:
    try:
        return clean(kind, value)
    except BadContact as error:
        raise BadContact(error.detail, f"/{kind}{error.pointer}") from error
