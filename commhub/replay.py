"""Replay: a past message made again from its record, by the function that made it, and held against its recorded hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commhub.briefs import as_read
from commhub.channels import channels
from commhub.channels.context import hash_of
from commhub.contracts import Brief, CategoryPolicy, CommhubError, Recipient, Rendered
from commhub.publish.editions import EditionMissing, load
from commhub.record.archive import copy_of
from commhub.record.models import Message, Send
from commhub.record.renderers import versions_of


class NothingToReplay(CommhubError):
    """The message was never rendered, or what is needed to render it is gone."""


class NeverRendered(NothingToReplay):
    """The message never got as far as a finished text."""


class Erased(NothingToReplay):
    """The person's data was erased; the hash of what they got is all that is left of the text."""


class EditionGone(NothingToReplay):
    """The edition, one of its files, or its channel is not there any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that renders and is not what it was; empty where it did not exist or was not noted."""

    name: str
    then: str
    now: str

    def __str__(self) -> str:
        return f"{self.name} {self.then or 'was not noted'} then, {self.now or 'is gone'} now"


class NoCopy(NothingToReplay):
    """No archived copy of the message is kept."""


@dataclass(frozen=True, slots=True)
class Again:
    """A message made again, or its archived copy. `recorded` is the SHA-256 that was written down before it left.

    `then` holds the versions that rendered it, None if they were not noted at the time; `now` those of this process, or
    nothing where a copy was taken out of the archive. `archived_at` says when that copy was made.
    """

    rendered: Rendered
    recorded: str
    then: Mapping[str, str] | None
    now: Mapping[str, str]
    archived_at: datetime | None = None

    @property
    def same(self) -> bool:
        return self.rendered.sha256 == self.recorded

    @property
    def changes(self) -> tuple[Change, ...]:
        """What renders differently since; nothing when it is not known what rendered then."""
        return () if self.archived_at else changes_between(self.then, self.now)

    @property
    def explanation(self) -> str:
        """What the comparison comes to, as sentences."""
        if self.archived_at:
            day = f"The copy that was kept when it left, on {self.archived_at:%-d %B %Y}"
            return f"{day}." if self.same else f"{day}, does not have the recorded hash: it was altered since."
        return explain(self.same, self.then is not None, self.changes)


def replay(message: Message) -> Rendered:
    """The message again, from its record alone. Raises NothingToReplay or RenderError.

    Name, address, time zone and whatever else the channel reads are those that it went out with, even if the customer
    has moved or married since, and so are the words for its codes; nothing is looked up that may have changed.
    """
    send = message.send
    if send.erased_at is not None:
        raise _erased(send)
    if not message.channel:
        raise NeverRendered("This message was never rendered: no channel was chosen.")
    if message.channel not in channels:
        raise EditionGone(f"The channel {message.channel!r} that this message went out by is no longer installed.")
    try:
        loaded = load(send.edition_hash)
    except EditionMissing as error:
        raise EditionGone(f"The edition that this message was made from is no longer there: {error}.") from error
    channel, edition = channels.get(message.channel), loaded.edition
    brief = Brief(
        message_id=str(message.pk),
        edition=edition,
        asset_bytes=loaded.asset_bytes,
        category=CategoryPolicy(edition.category, edition.category, preference_applies=True, consent_required=False),
        recipient=Recipient("", edition.locale),
        data=send.data,
        wish=send.wish,
        test=send.test,
        accepted_at=send.accepted_at,
        codes=message.codes,
    )
    return channel.render(edition, as_read(brief, channel, message.reader, message.to))


def make_again(message: Message) -> Again:
    """The message again, with what was recorded and what has changed since. Raises NothingToReplay or RenderError."""
    if not message.output_hash and message.send.erased_at is None:
        raise NeverRendered("This message was never rendered as far as its finished text.")
    rendered = replay(message)
    now = channels.get(message.channel).renderers()
    return Again(rendered, message.output_hash, versions_of(message.renderers), now)


def archived(message: Message) -> Again:
    """The copy that was kept when the message left; nothing is rendered. Raises NothingToReplay."""
    if message.send.erased_at is not None:
        raise _erased(message.send)
    copy = copy_of(message)
    if copy is None:
        raise NoCopy("No copy of this message was kept when it left: its category keeps none, or it never left.")
    kept = copy.rendered
    fresh = replace(kept, sha256=hash_of(kept.content, kept.document, kept.attachments))
    return Again(fresh, message.output_hash, versions_of(message.renderers), {}, copy.made_at)


def _erased(send: Send) -> Erased:
    return Erased(f"What this message said was erased on {send.erased_at:%-d %B %Y}, with the person's data.")


def changes_between(then: Mapping[str, str] | None, now: Mapping[str, str]) -> tuple[Change, ...]:
    """The names whose versions differ, in order; nothing when it is not known what was then."""
    if then is None:
        return ()
    names = sorted({*then, *now})
    return tuple(
        Change(name, then.get(name, ""), now.get(name, "")) for name in names if then.get(name) != now.get(name)
    )


def explain(same: bool, noted: bool, changes: tuple[Change, ...]) -> str:
    """Whether the bytes are the same, and what that has to do with the versions, as sentences."""
    listed = "; ".join(str(change) for change in changes)
    if same and changes:
        return f"The same bytes as recorded, although what renders has changed since: {listed}."
    if same:
        return "The same bytes as recorded."
    if changes:
        return f"Not the same bytes as recorded. What renders has changed since: {listed}."
    if not noted:
        return "Not the same bytes as recorded. Which versions rendered it then was not noted."
    return (
        "Not the same bytes as recorded, although every version that is noted is the same. A library below those may "
        "have changed, or the record was altered: tell an administrator."
    )
