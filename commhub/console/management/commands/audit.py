"""`manage.py audit`: reads the audit log, verifies that nobody changed it, and that nothing is live unapproved."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commhub.approval.proof_of_live import live_editions
from commhub.audit.models import AuditEntry
from commhub.audit.verify import verify


class Command(BaseCommand):
    help = (
        "Reads the audit log (show), finds changed, missing and reordered entries (verify), and live editions without a "
        "complete approval (live). The exit code is 1 when something is found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        checking = what.add_parser("verify", help="Read the whole chain and tell every fault.")
        checking.add_argument(
            "--kept", default="", metavar="HASH", help="A hash of the log that was written down elsewhere earlier."
        )
        what.add_parser("live", help="Hold every live edition against the approvals that are kept.")
        showing = what.add_parser("show", help="The last entries, the newest last.")
        showing.add_argument("--last", type=int, default=20, metavar="N")
        showing.add_argument(
            "--about", default="", metavar="KEY", help="Only what was done to this template, block, ..."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "show":
            self._show(options["last"], options["about"])
        elif options["what"] == "live":
            self._live()
        else:
            self._verify(options["kept"])

    def _show(self, last: int, about: str) -> None:
        if last < 1:
            raise CommandError("--last needs a number from 1 on.")
        entries = AuditEntry.objects.filter(key=about) if about else AuditEntry.objects.all()
        for entry in reversed(entries.order_by("-number")[:last]):
            self.stdout.write(f"{entry.number:>6}  {entry.at:%Y-%m-%d %H:%M}  {entry.sentence}")

    def _live(self) -> None:
        shown = list(live_editions())
        without = [one for one in shown if not one.proven]
        for fault in dict.fromkeys(fault for one in without for fault in one.all_faults()):
            self.stdout.write(self.style.ERROR(fault))
        if without:
            raise CommandError(f"{len(without)} of {len(shown)} live editions are without complete evidence.")
        self.stdout.write(f"All {len(shown)} live editions have a complete approval of exactly their inputs.")

    def _verify(self, kept: str) -> None:
        found = verify(kept, self._progress if sys.stderr.isatty() else None)
        for fault in found.faults:
            self.stdout.write(self.style.ERROR(fault.sentence))
        if not found.sound:
            raise CommandError(f"{len(found.faults)} faults in {found.entries} entries: the audit log is not sound.")
        self.stdout.write(f"The audit log is sound: {found.entries} entries, each as it was written.")
        if found.head:
            self.stdout.write(f"Its last hash is {found.head}. Kept elsewhere, it proves the log up to here (--kept).")

    def _progress(self, read: int, total: int) -> None:
        self.stderr.write(f"\r{read} of {total} entries", ending="" if read < total else "\n")
