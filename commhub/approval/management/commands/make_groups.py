"""`manage.py make_groups`: the groups of people, with their permissions as they should be, and a first approval policy."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from commhub.approval.groups import (
    ADMINISTRATORS,
    BRAND_REVIEWERS,
    LEGAL_REVIEWERS,
    MARKETERS,
    REVIEWERS,
    make_groups,
    note_groups,
)


class Command(BaseCommand):
    help = "Makes the groups of staff, or brings their permissions back to what they should be."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            note_groups(make_groups(), timezone.now())
        self.stdout.write(
            f"The groups {BRAND_REVIEWERS}, {LEGAL_REVIEWERS}, {MARKETERS}, {REVIEWERS} and {ADMINISTRATORS} stand."
        )
