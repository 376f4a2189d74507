"""Replay: a past message made again from its edition and its data, by the same function that made it."""

from __future__ import annotations

from dataclasses import replace

from commhub.briefs import load_briefs
from commhub.channels import channels
from commhub.contracts import CommhubError, Contact, Rendered
from commhub.record.models import Message


class NothingToReplay(CommhubError):
    """The message never got as far as a channel."""


def replay(message: Message) -> Rendered:
    """The message again; compare its `sha256` with the recorded one. Raises NothingToReplay or
    RenderError.

    Address and name are those that the message went out with, even if the customer has moved or married since.
    """
    if not message.channel:
        raise NothingToReplay("This message was never rendered: no channel was chosen.")
    channel = channels.get(message.channel)
    brief = load_briefs([message]).get(message.pk)
    if brief is None:
        raise NothingToReplay("The edition that this message was made from is no longer there.")
    recipient = replace(
        brief.recipient,
        name=message.reader["name"],
        time_zone=message.reader["time_zone"],
        contacts={channel.contact_kind: Contact(channel.contact_kind, message.to)},
    )
    return channel.render(brief.edition, replace(brief, recipient=recipient))
