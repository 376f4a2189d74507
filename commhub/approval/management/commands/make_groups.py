"""`manage.py make_groups`: the three groups of people, with their permissions as they should be."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from commhub.approval.groups import ADMINISTRATORS, MARKETERS, REVIEWERS, make_groups


class Command(BaseCommand):
    help = "Makes the three groups of staff, or brings their permissions back to what they should be."

    def handle(self, *args: Any, **options: Any) -> None:
        make_groups()
        self.stdout.write(f"The groups {MARKETERS}, {REVIEWERS} and {ADMINISTRATORS} stand.")
