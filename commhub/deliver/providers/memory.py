"""Providers that keep what they are given in memory: for tests, and for whatever comes in with a test key."""

from __future__ import annotations

from collections import deque
from typing import ClassVar

from commhub.contracts import DeliveryError, Parcel, Receipt
from commhub.deliver.providers.base import Provider

KEPT = 1000

taken: deque[Parcel] = deque(maxlen=KEPT)
"""The last parcels, oldest first. Bounded, because a worker also serves test keys for as long as it lives."""


def take(name: str, parcel: Parcel) -> Receipt:
    """Keep the parcel; the same message again is not kept twice."""
    if all(parcel.message_id != kept.message_id for kept in taken):
        taken.append(parcel)
    return Receipt(provider=name, provider_id=parcel.message_id, detail="Kept in memory; nothing left.")


def _take_only(provider: Provider, parcel: Parcel) -> Receipt:
    if parcel.rendered.channel != provider.channel:
        raise DeliveryError(
            f"{provider.name} takes {provider.channel} messages and was given one for {parcel.rendered.channel}.",
            permanent=True,
        )
    return take(provider.name, parcel)


class MemoryEmail(Provider):
    name: ClassVar[str] = "memory-email"
    label: ClassVar[str] = "E-mail, kept in memory"
    channel: ClassVar[str] = "email"

    def hand_over(self, parcel: Parcel) -> Receipt:
        return _take_only(self, parcel)


class MemorySms(Provider):
    name: ClassVar[str] = "memory-sms"
    label: ClassVar[str] = "Text messages, kept in memory"
    channel: ClassVar[str] = "sms"

    def hand_over(self, parcel: Parcel) -> Receipt:
        return _take_only(self, parcel)


class MemoryPrint(Provider):
    name: ClassVar[str] = "memory-print"
    label: ClassVar[str] = "Letters, kept in memory"
    channel: ClassVar[str] = "print"

    def hand_over(self, parcel: Parcel) -> Receipt:
        return _take_only(self, parcel)
