"""What the desk needs to know of the channels that are plugged in: what people call them, what they are made of."""

from __future__ import annotations

from collections.abc import Iterable

from commhub.channels import channels


def channel_labels() -> dict[str, str]:
    """The channels by name, in their order, with what people call them."""
    return {channel.name: channel.label for channel in channels}


def channel_label(name: str) -> str:
    """What people call a channel; its name if it is not plugged in any more."""
    return channel_labels().get(name, name)


def part_names(order: Iterable[str]) -> list[str]:
    """The parts that the channels are made of: first those of `order`, then whatever else a channel brought."""
    used = {name for channel in channels for name in channel.uses}
    return [*(name for name in order if name in used), *sorted(used - set(order))]
