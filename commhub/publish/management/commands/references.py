"""`manage.py references`: reads every source anew (rebuild), or lists what is wrong with what is live or open (check)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commhub.publish.references import problems, rebuild
from commhub.publish.references.known import OPEN_OR_LIVE
from commhub.versions import version_models


class Command(BaseCommand):
    help = "Keeps what sources name anew (rebuild), or lists what is wrong with them (check; exit code 1 then)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["rebuild", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "rebuild":
            self.stdout.write(f"Read {rebuild()} versions.")
            return
        count = 0
        for model in version_models():
            for version in model._default_manager.filter(state__in=OPEN_OR_LIVE).select_related(model.parent_field):
                for problem in problems(version):
                    count += 1
                    self.stdout.write(f"{version.label}: {problem}")
        if count:
            raise CommandError(f"{count} found." if count > 1 else "One found.")
        self.stdout.write("Nothing is wrong with what is live or open.")
