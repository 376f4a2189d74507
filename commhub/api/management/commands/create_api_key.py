"""`manage.py create_api_key "Billing system" --mode live` makes a key and prints it, this once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commhub.api.keys import create_key
from commhub.api.models import ApiKey


class Command(BaseCommand):
    help = "Make an API key for an app. Standard output is the key alone; it is never shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="The app, as people call it. Keys of one name see each other's sends.")
        parser.add_argument(
            "--mode",
            choices=ApiKey.Mode.values,
            default=ApiKey.Mode.TEST.value,
            help="live: messages leave. test (the default): everything happens, nothing leaves.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"].strip()
        longest = ApiKey._meta.get_field("name").max_length or 0
        if not name or len(name) > longest:
            raise CommandError(f"Give the app a name of 1 to {longest} characters.")
        row, key = create_key(name, options["mode"], None)
        self.stderr.write(f"A {row.mode} key for {row.name}. Keep it now: only a hash of it is stored.")
        self.stdout.write(key)
