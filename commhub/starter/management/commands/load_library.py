"""`manage.py load_library` loads the starter library; a second run changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commhub.contracts import CommhubError
from commhub.starter.load import load_library
from commhub.starter.outcome import Outcome
from commhub.starter.people import DEMO_LOGINS


class Command(BaseCommand):
    help = (
        "Load the starter library: brands, layouts, blocks, templates, channel rules and the term lists. "
        "What is there already stays as it is. Progress goes to standard error; standard output has the demo logins alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo-users",
            action="store_true",
            help="Also make the staff users marketer, reviewer and admin, with passwords that everybody can read in "
            "the source. Only for a demo on your own machine.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        def say(label: str, outcome: Outcome) -> None:
            self.stderr.write(f"  {outcome.value:10} {label}", str)

        demo_users: bool = options["demo_users"]
        try:
            loaded = load_library(now=timezone.now(), demo_users=demo_users, say=say)
        except CommhubError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        made, kept = loaded.those(Outcome.MADE), loaded.those(Outcome.KEPT)
        self.stderr.write(
            f"Loaded {len(made)} pieces; {len(loaded.those(Outcome.UNCHANGED))} were there already."
            if made
            else "Nothing to do: the starter library is there already.",
            str,
        )
        if kept:
            self.stderr.write(
                f"{len(kept)} differ from the library and stay as people made them: {', '.join(kept)}.", str
            )
        if demo_users:
            self.stdout.write("Logins for the staff (for this demo only)")
            for login in DEMO_LOGINS:
                self.stdout.write(f"  {login.user:10} {login.password:18} {login.may}")
