"""Publishing happens one version at a time: an edition stands on many versions, and the last to compile must see all."""

from __future__ import annotations

from typing import Final

from django.db import connection

PUBLISHING: Final = 0x636F6D6D687562
"""The name of the lock in the database: the letters of commhub as a number."""


def take_turn() -> None:
    """Wait until nobody else publishes; the turn ends with the transaction, which must have begun.

    Without it, two approvals at once would each compile the same edition without the other's change, and whoever came
    second would put the first one's back. SQLite needs nothing: there a transaction that writes is alone anyhow.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])
