"""`manage.py create_api_key "Billing system" --mode live` makes a key and prints it, this once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

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
        parser.add_argument(
            "--content",
            choices=ApiKey.Content.values,
            default=ApiKey.Content.NONE.value,
            help="what it may do to content as code: none (the default), read, or write (bring drafts).",
        )
        parser.add_argument("--as", dest="user", default="", metavar="USERNAME", help="whose drafts it brings.")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"].strip()
        longest = ApiKey._meta.get_field("name").max_length or 0
        if not name or len(name) > longest:
            raise CommandError(f"Give the app a name of 1 to {longest} characters.")
        user = User.objects.filter(username=options["user"], is_active=True).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError(f"There is no active user {options['user']!r}.")
        if (options["content"] == ApiKey.Content.WRITE) != (user is not None):
            raise CommandError("A key that writes content brings drafts for somebody: --content write --as USERNAME.")
        content = options["content"]
        row, key = create_key(name, options["mode"], None, now=timezone.now(), content=content, acts_for=user)
        self.stderr.write(f"A {row.mode} key for {row.name}. Keep it now: only a hash of it is stored.")
        self.stdout.write(key)
