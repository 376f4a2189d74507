"""Removes what nobody asks for any more: old reports, and looks and comparisons that no report has used for long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from commhub.blast.models import BlastLook, BlastPair, BlastReport

OLD: Final = timedelta(days=60)
LATEST: Final = 2
"""Reports that are kept of a draft: what was last saved, and what was saved before, which somebody may still look at."""


def prune(about: str, now: datetime) -> None:
    """Make room for another report of the same draft, and forget what was not used for OLD, its pictures too."""
    kept = BlastReport.objects.filter(about=about).values_list("pk", flat=True)[: LATEST - 1]
    BlastReport.objects.filter(about=about).exclude(pk__in=list(kept)).delete()
    BlastReport.objects.filter(begun_at__lt=now - OLD).delete()
    pairs = BlastPair.objects.filter(used_at__lt=now - OLD, entries=None)
    looks = BlastLook.objects.filter(used_at__lt=now - OLD)
    names = _of_pairs(pairs) | _of_looks(looks)
    pairs.delete()
    looks.delete()
    if names:
        for name in names - _of_pairs(BlastPair.objects.all()) - _of_looks(BlastLook.objects.all()):
            default_storage.delete(name)


def _of_looks(rows: QuerySet[BlastLook]) -> set[str]:
    return {name for names in rows.order_by().values_list("pictures", flat=True) for name in names}


def _of_pairs(rows: QuerySet[BlastPair]) -> set[str]:
    pages = (page for pages in rows.order_by().values_list("pictures", flat=True) for page in pages)
    return {name for was, now_is, differs, _ in pages for name in (was, now_is, differs) if name}
