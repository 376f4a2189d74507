"""Verifies the audit log: finds every entry that was changed, is missing or stands in another place than it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from commhub.audit.log import hash_of
from commhub.audit.models import AuditEntry, AuditHead

BATCH: Final = 2_000
"""Entries that are read at a time."""
FAR: Final = 1_000
"""How far from its place an entry is looked for that does not belong where it stands."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the number of the entry that it is about, and a sentence."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. `head` is the hash of the last entry: kept elsewhere, it proves the log up to there."""

    entries: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(kept: str = "", on_progress: Callable[[int, int], None] | None = None) -> Verified:
    """Read the whole log. `kept` is a hash of an entry that somebody wrote down earlier: an entry must have it still.

    `on_progress` is told how many entries of how many are read.
    """
    faults: list[Fault] = []
    total = AuditEntry.objects.count()
    before: AuditEntry | None = None
    found = not kept
    read = 0
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=BATCH):
        faults += _faults_of(entry, before)
        found = found or entry.hash == kept
        before = entry
        read += 1
        if on_progress and (read % BATCH == 0 or read == total):
            on_progress(read, total)
    last = before.number if before else 0
    faults += _faults_at_the_end(last, before.hash if before else "")
    if not found:
        faults.append(Fault(last, f"No entry has the hash {kept[:12]}… that was kept: the log was written anew."))
    return Verified(read, before.hash if before else "", tuple(faults))


def _faults_of(entry: AuditEntry, before: AuditEntry | None) -> Iterator[Fault]:
    expected = before.number + 1 if before else 1
    yield from _missing(expected, entry.number)
    if hash_of(entry) != entry.hash:
        yield Fault(entry.number, _changed(entry))
    elif entry.number == expected and entry.previous != (before.hash if before else ""):
        yield Fault(
            entry.number,
            f"Entry {entry.number} does not follow on entry {expected - 1}: one of the two is not genuine.",
        )


def _missing(expected: int, number: int) -> Iterator[Fault]:
    if number == expected + 1:
        yield Fault(expected, f"Entry {expected} is missing.")
    elif number > expected:
        yield Fault(expected, f"The entries {expected} to {number - 1} are missing.")


def _changed(entry: AuditEntry) -> str:
    """What became of an entry whose content does not give its hash: moved from another number, or changed."""
    stands = entry.number
    for original in range(max(1, stands - FAR), stands + FAR + 1):
        entry.number = original
        if hash_of(entry) == entry.hash:
            entry.number = stands
            return f"Entry {stands} stands in another place than it was written: it was entry {original}."
    entry.number = stands
    return f"Entry {stands} was changed: its content does not give its hash any more."


def _faults_at_the_end(last: int, last_hash: str) -> Iterator[Fault]:
    head = AuditHead.objects.first()
    if head is None:
        if last:
            yield Fault(last, "What was noted about the end of the log is missing.")
        return
    yield from _missing(last + 1, head.number + 1)
    if head.number < last:
        yield Fault(last, f"The log should end with entry {head.number}, and has {last}.")
    elif head.number == last and head.hash != last_hash:
        yield Fault(last, f"Entry {last} is not the one with which the log ended.")
