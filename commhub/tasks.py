"""The only Celery tasks. They carry ids, never content: the rows are the truth and the broker only rings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connections
from django.utils import timezone

from commhub.approval.assignments import write_reminders
from commhub.approval.notices import send_waiting
from commhub.approval.scheduled import publish_due as publish_what_is_due
from commhub.pipeline import carry
from commhub.publish.assets_due import recompile_due
from commhub.record.sweep import release_lost, waiting

CHUNK: Final = 50
"""Messages that one task carries; claimed together, so that it also bounds what one dead worker holds up."""
SWEEP_LIMIT: Final = 5_000


@contextmanager
def interruptible() -> Iterator[None]:
    """Closes the database's connections when the time limit interrupts the work.

    The limit is raised wherever the work happens to be, so also between the database's BEGIN and Django's note of it. Such
    a connection would stay in that transaction for ever: this process could do nothing more, and on SQLite nobody could.
    """
    try:
        yield
    except SoftTimeLimitExceeded:
        connections.close_all()
        raise


@shared_task(name="commhub.tasks.deliver")
def deliver(message_ids: list[str]) -> int:
    """Carry these messages; those that are not queued (any more) are left alone."""
    with interruptible():
        return carry(message_ids, timezone.now)


@shared_task(name="commhub.tasks.sweep")
def sweep() -> int:
    """Put back to work what dead workers and a lost broker left, and ring again for all that waits."""
    now = timezone.now()
    with interruptible():
        release_lost(now, timedelta(seconds=settings.COMMHUB_LEASE_SECONDS))
        ids = waiting(now, limit=SWEEP_LIMIT)
        for start in range(0, len(ids), CHUNK):
            deliver.delay(ids[start : start + CHUNK])
    return len(ids)


@shared_task(name="commhub.tasks.remind")
def remind() -> int:
    """Write today's reminders of reviews, and send the notices to people that wait; answers how many left."""
    now = timezone.now()
    with interruptible():
        write_reminders(now)
        return send_waiting(now)


@shared_task(name="commhub.tasks.publish_due")
def publish_due() -> int:
    """Put releases live whose day has come, take down templates whose end has, and make anew the editions in which another
    file of an asset belongs from today on; answers how many that were."""
    now = timezone.now()
    with interruptible():
        published, ended = publish_what_is_due(now)
        switched = recompile_due(now).switched
    return published + ended + len(switched)
