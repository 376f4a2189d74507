"""Briefs: everything that the steps need to know about claimed messages, loaded in a few queries for the whole chunk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import structlog

from commhub.channels import channels
from commhub.channels.base import Channel
from commhub.codes.store import load_dictionary
from commhub.codes.using import codes_elsewhere, codes_for
from commhub.contracts import JSON, Brief, Candidate, CategoryPolicy, Contact, Recipient, Suppressed
from commhub.customers.models import Customer, Suppression
from commhub.publish.editions import EditionMissing, load
from commhub.record.models import Message, Send
from commhub.sealing import CannotOpen
from templates_store.models import Category

log = structlog.get_logger(__name__)


def load_briefs(messages: Sequence[Message]) -> dict[UUID, Brief | EditionMissing | CannotOpen]:
    """The briefs of these messages by their ids, or why there is none: the edition or a file of it is gone, or no key
    opens what the app sent."""
    customer_ids = {message.send.customer_id for message in messages if message.send.customer_id is not None}
    customers = {
        customer.pk: customer
        for customer in Customer.objects.filter(pk__in=customer_ids).prefetch_related("contact_points", "consents")
    }
    policies = {
        category.key: CategoryPolicy(
            category.key,
            category.label,
            category.preference_applies,
            category.consent_required,
            category.archive_copies,
            category.on_lint_error,
        )
        for category in Category.objects.all()
    }
    briefs: dict[UUID, Brief | EditionMissing | CannotOpen] = {}
    recipients: dict[UUID, Recipient] = {}
    for message in messages:
        try:
            recipients[message.pk] = recipient_of(message.send, customers.get(message.send.customer_id or 0))
        except CannotOpen as error:
            briefs[message.pk] = _logged(message, error)
    suppressions = _suppressions(recipients.values())
    dictionary = load_dictionary(message.send.template_key for message in messages)
    for message in messages:
        send = message.send
        if message.pk not in recipients:
            continue
        try:
            loaded, data = load(send.edition_hash), send.data
        except (EditionMissing, CannotOpen) as error:
            briefs[message.pk] = _logged(message, error)
            continue
        briefs[message.pk] = Brief(
            message_id=str(message.pk),
            edition=loaded.edition,
            asset_bytes=loaded.asset_bytes,
            category=policies[loaded.edition.category],
            recipient=with_suppressions(recipients[message.pk], suppressions),
            data=data,
            wish=send.wish,
            test=send.test,
            accepted_at=send.accepted_at,
            codes=codes_for(loaded.edition, data, dictionary),
            codes_elsewhere=codes_elsewhere(loaded.edition, data, dictionary),
        )
    return briefs


def _logged(message: Message, error: EditionMissing | CannotOpen) -> EditionMissing | CannotOpen:
    what = "edition-missing" if isinstance(error, EditionMissing) else "cannot-open"
    log.error(what, message=str(message.pk), reason=str(error))
    return error


def recipient_of(send: Send, customer: Customer | None) -> Recipient:
    """The recipient of a send: the customer as it stands now, or the inline one as it came in."""
    return recipient_of_customer(customer) if customer else inline_recipient(send.recipient, send.locale)


def recipient_of_customer(customer: Customer) -> Recipient:
    """A customer with contact points and consents, not yet with suppressions."""
    return Recipient(
        name=customer.name,
        locale=customer.locale,
        time_zone=customer.time_zone,
        customer_key=customer.key,
        preferred_channel=customer.preferred_channel,
        contacts={
            point.kind: Contact(point.kind, point.value, point.status) for point in customer.contact_points.all()
        },
        consents={(consent.purpose, consent.channel): consent.given for consent in customer.consents.all()},
        attributes=customer.attributes,
    )


def inline_recipient(raw: Mapping[str, JSON], locale: str) -> Recipient:
    """The recipient that a request brought along itself."""
    kinds = {channel.contact_kind for channel in channels}
    return Recipient(
        name=str(raw.get("name", "")),
        locale=str(raw.get("locale") or locale),
        time_zone=str(raw.get("time_zone", "")),
        preferred_channel=str(raw.get("preferred_channel", "")),
        contacts={kind: Contact(kind, raw[kind]) for kind in sorted(kinds) if raw.get(kind)},
    )


def reader_of(recipient: Recipient, channel: Channel) -> dict[str, JSON]:
    """All that this channel's render reads of a recipient, beside the address: what is kept for making it again."""
    attributes = {name: recipient.attributes[name] for name in channel.reads if name in recipient.attributes}
    return {"name": recipient.name, "time_zone": recipient.time_zone, "attributes": attributes}


def as_read(brief: Brief, channel: Channel, reader: Mapping[str, JSON], to: JSON) -> Brief:
    """The brief with a recipient made of `reader` and the address `to`, and nothing else of them.

    A render gets no other brief than this, the first time and every later one, so that it cannot come to depend on
    something that was not kept. What a category allows may change too, and is no business of a render.
    """
    edition = brief.edition
    return replace(
        brief,
        category=CategoryPolicy(edition.category, edition.category, preference_applies=True, consent_required=False),
        recipient=Recipient(
            name=str(reader.get("name", "")),
            locale=edition.locale,
            time_zone=str(reader.get("time_zone", "")),
            contacts={} if to is None else {channel.contact_kind: Contact(channel.contact_kind, to)},
            attributes=reader.get("attributes", {}),
        ),
    )


def candidates_of(brief: Brief) -> list[Candidate]:
    """Every channel there is, as the decision sees it for this brief."""
    found = []
    for channel in channels:
        contact = brief.recipient.contacts.get(channel.contact_kind)
        problem = channel.address_problem(contact.value) if contact else ""
        found.append(
            Candidate(
                channel=channel.name,
                label=channel.label,
                order=channel.order,
                offered=channel.name in brief.edition.channels,
                contact_label=channel.contact_label,
                contact=contact,
                address_problem=problem,
            )
        )
    return found


def with_suppressions(recipient: Recipient, found: Mapping[tuple[str, str], Sequence[Suppression]]) -> Recipient:
    suppressed = tuple(
        Suppressed(row.channel, row.reason, row.category) for key in _addresses(recipient) for row in found.get(key, ())
    )
    return replace(recipient, suppressed=suppressed)


def _addresses(recipient: Recipient) -> list[tuple[str, str]]:
    """The recipient's (channel, canonical address) pairs."""
    return [
        (channel.name, channel.canonical_address(recipient.contacts[channel.contact_kind].value))
        for channel in channels
        if channel.contact_kind in recipient.contacts
    ]


def _suppressions(recipients: Iterable[Recipient]) -> dict[tuple[str, str], list[Suppression]]:
    addresses = {address for recipient in recipients for _, address in _addresses(recipient)}
    found: dict[tuple[str, str], list[Suppression]] = {}
    for row in Suppression.objects.filter(address__in=addresses):
        found.setdefault((row.channel, row.address), []).append(row)
    return found
