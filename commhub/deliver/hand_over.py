"""Step 4: gives a rendered message to the provider of its channel, or to a list in memory when it is a test."""

from __future__ import annotations

from django.conf import settings

from commhub.contracts import DeliveryError, Parcel, Receipt
from commhub.deliver.providers import providers
from commhub.deliver.providers.memory import take

TWIN = "memory-"


def hand_over(parcel: Parcel, *, test: bool) -> Receipt:
    """Hand the message over, once, and answer the provider's receipt. Raises DeliveryError.

    With `test` nothing leaves this process, whatever the settings say.
    """
    channel = parcel.rendered.channel
    name = provider_name(channel, test=test)
    if not name:
        able = _able(channel)
        found = f"there are {', '.join(able)}" if able else "there is none"
        raise DeliveryError(
            f"COMMHUB_PROVIDERS names no provider for {channel} messages, and {found} to choose.", permanent=False
        )
    if name not in providers:
        if test:  # a channel that was added without a twin of its own is held back all the same
            return take(name, parcel)
        raise DeliveryError(
            f"COMMHUB_PROVIDERS gives {channel} messages to {name!r}, but no provider is called that; "
            f"there are: {', '.join(providers.names())}.",
            permanent=False,
        )
    provider = providers.get(name)
    if provider.channel != channel:
        raise DeliveryError(
            f"COMMHUB_PROVIDERS gives {channel} messages to {name!r}, which takes {provider.channel} messages.",
            permanent=False,
        )
    return provider.hand_over(parcel)


def provider_name(channel: str, *, test: bool) -> str:
    """The name of the provider that takes this channel's messages over, or '' when that is open: `hand_over` says so.

    A channel that the setting does not name goes to its only provider, so that a new channel and its provider work
    as soon as their files are there.
    """
    if test:
        return f"{TWIN}{channel}"
    chosen = settings.COMMHUB_PROVIDERS.get(channel, "")
    if chosen:
        return str(chosen)
    able = _able(channel)
    return able[0] if len(able) == 1 else ""


def is_twin(name: str) -> bool:
    """Whether this provider only keeps messages in memory."""
    return name.startswith(TWIN)


def _able(channel: str) -> list[str]:
    return [provider.name for provider in providers if provider.channel == channel and not is_twin(provider.name)]
