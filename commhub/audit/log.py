"""Writes the audit log: one entry for each action, in the transaction of that action, chained to the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from django.db import connection, transaction

from commhub.audit.models import AuditEntry, AuditHead
from commhub.contracts import JSON
from commhub.versions import canonical, sha256_of

CHAIN: Final = 0x6175646974
"""The name of the chain's lock in PostgreSQL: the letters of audit as a number."""


@transaction.atomic
def note(
    action: str,
    sentence: str,
    *,
    actor: str,
    now: datetime,
    subject: str = "",
    key: str = "",
    facts: Mapping[str, JSON] | None = None,
) -> AuditEntry:
    """Add one entry: `action` is a kebab-case name, `subject` and `key` what it was done to, `facts` plain JSON.

    Everything up to here waits for its turn, because a chain has one end; the turn ends with the transaction. Write the
    entry last.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])
    last = AuditEntry.objects.order_by("-number").first()
    entry = AuditEntry(
        number=last.number + 1 if last else 1,
        at=now,
        actor=actor,
        action=action,
        subject=subject,
        key=key,
        sentence=sentence,
        facts=canonical(dict(facts or {})).decode(),
        previous=last.hash if last else "",
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    AuditHead.objects.update_or_create(pk=1, defaults={"number": entry.number, "hash": entry.hash})
    return entry


def hash_of(entry: AuditEntry) -> str:
    """The hash that an entry must have, from its own content and the hash before it."""
    return sha256_of(
        {
            "number": entry.number,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "key": entry.key,
            "sentence": entry.sentence,
            "facts": entry.facts,
            "previous": entry.previous,
        }
    )
