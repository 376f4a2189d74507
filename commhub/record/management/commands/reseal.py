"""`manage.py reseal` seals again, with the first of COMMHUB_DATA_KEYS, whatever an older key sealed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commhub.audit.log import note
from commhub.audit.people import COMMAND_LINE
from commhub.record.reseal import reseal
from commhub.sealing import CannotOpen


class Command(BaseCommand):
    help = "Seal again, with the first of COMMHUB_DATA_KEYS, what an older key sealed. The older one can go afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sealed = 0
            for place, count in reseal():
                sealed += count
                self.stdout.write(f"{place}: {count:,} sealed again")
        except CannotOpen as error:
            raise CommandError(f"{error} Put its key back into COMMHUB_DATA_KEYS and start again.") from error
        if sealed:
            sentence = f"Somebody at the command line sealed {sealed:,} rows again, with the newest key."
            note("reseal", sentence, actor=COMMAND_LINE, now=timezone.now(), subject="sealing")
