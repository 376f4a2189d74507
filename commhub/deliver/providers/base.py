"""What a provider is: the one class to write when a provider is added."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from commhub.contracts import Parcel, Receipt


class Provider(ABC):
    """Somebody who takes messages of one channel over. Its settings come from Django's, read when it is used."""

    name: ClassVar[str]
    label: ClassVar[str]
    channel: ClassVar[str]

    @abstractmethod
    def hand_over(self, parcel: Parcel) -> Receipt:
        """Give the message away, once. The same `parcel.message_id` again must not make a second message where the
        provider's protocol can tell.

        Raises DeliveryError, `permanent` True when the provider will refuse this message however often it is tried
        (a wrong address, a message too large) and False otherwise (no connection, busy). What the provider cannot do
        (an attachment by SMS) is a permanent error, never dropped in silence.
        """
