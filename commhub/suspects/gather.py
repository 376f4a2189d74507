"""Gathers what discovery reads: everything that is live, as customers would get it, and messages that were sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from commhub.contracts import CommhubError, Readable, Rendered
from commhub.lint.discovery.documents import Document
from commhub.lint.sources import readables
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition
from commhub.publish.proofs import rendered_samples
from commhub.record.models import Message, MessageState
from commhub.replay import replay

MOST_MESSAGES: Final = 5_000
SENT: Final = " (sent)"


@dataclass(slots=True)
class Gathered:
    """How far the gathering went: what was read, and what could not be made again or was left for want of time."""

    read: int = 0
    unreadable: int = 0
    left: int = 0
    problems: list[str] = field(default_factory=list)


def always() -> bool:
    """There is no hurry."""
    return True


def live_documents(gathered: Gathered, may_go_on: Callable[[], bool] = always) -> Iterator[Document]:
    """Each live edition on each of its channels, with its samples. Values that name somebody are told apart by the
    renderer, and discovery leaves them out."""
    pointers = LiveEdition.objects.order_by("template__key", "brand__key", "locale")
    for edition_hash in list(pointers.values_list("edition__hash", flat=True)):
        if not may_go_on():
            gathered.left += 1
            continue
        try:
            loaded = load(edition_hash)
        except CommhubError as error:
            _note(gathered, f"A live edition cannot be read: {error}")
            continue
        edition = loaded.edition
        for channel, _, rendered in rendered_samples(loaded):
            if not isinstance(rendered, Rendered):
                _note(gathered, f"{edition.template} ({edition.locale}, {channel}) cannot be made: {rendered}")
                continue
            gathered.read += 1
            yield _document(edition.template, edition.locale_of(channel), rendered.readable, "")


def sent_documents(
    most: int, gathered: Gathered, may_go_on: Callable[[], bool] = always, *, test: bool = False
) -> Iterator[Document]:
    """The last messages that were sent, made again. Whose they are is only counted, and told nobody."""
    rows = Message.objects.filter(state=MessageState.SENT, send__erased_at=None)
    rows = rows if test else rows.filter(send__test=False)
    for pk in list(rows.order_by("-finished_at", "id").values_list("pk", flat=True)[: min(most, MOST_MESSAGES)]):
        if not may_go_on():
            gathered.left += 1
            continue
        message = Message.objects.select_related("send").filter(pk=pk).first()
        try:
            rendered = replay(message) if message else None
        except CommhubError:  # erased meanwhile, its key or its files gone: counted, and told as such
            rendered = None
        if message is None or rendered is None:
            gathered.unreadable += 1
            continue
        send = message.send
        gathered.read += 1
        person = f"customer {send.customer_id}" if send.customer_id else f"send {send.pk}"
        yield _document(send.template_key + SENT, send.locale, rendered.readable, person)


def _document(place: str, locale: str, parts: Sequence[Readable], person: str) -> Document:
    return Document(place, locale, [block for part in parts for block in readables.blocks(part)], person)


def _note(gathered: Gathered, problem: str) -> None:
    gathered.unreadable += 1
    if len(gathered.problems) < 10:
        gathered.problems.append(problem)
