"""Removes what nobody asks for any more: old reports, and looks and comparisons that no report has used for long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from commhub.blast.models import BlastLook, BlastPair, BlastReport

OLD: Final = timedelta(days=60)
LATEST: Final = 2
"""Reports that are kept of a draft: what was last saved, and what was saved before, which somebody may still look at."""


def prune(about: str, now: datetime) -> None:
    """Make room for another report of the same draft, and forget what was not used for OLD."""
    kept = BlastReport.objects.filter(about=about).values_list("pk", flat=True)[: LATEST - 1]
    BlastReport.objects.filter(about=about).exclude(pk__in=list(kept)).delete()
    BlastReport.objects.filter(begun_at__lt=now - OLD).delete()
    BlastPair.objects.filter(used_at__lt=now - OLD, entries=None).delete()
    BlastLook.objects.filter(used_at__lt=now - OLD).delete()
