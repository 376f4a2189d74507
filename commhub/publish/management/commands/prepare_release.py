"""`manage.py prepare_release` makes the editions of a release ready, or a part of them; nothing goes live by it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commhub.contracts import CommhubError
from commhub.publish.models import Release
from commhub.publish.prepare import make_share, prepare
from commhub.publish.shares import WHOLE, Share


class Command(BaseCommand):
    help = "Compile, check and store the editions of a release that is being put together or is in review."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("release", type=int, help="The release's number in the address of its page.")
        parser.add_argument("--part", type=int, default=0, help="Which part of the editions, from 0.")
        parser.add_argument("--of", type=int, default=1, help="How many parts there are.")

    def handle(self, *args: Any, **options: Any) -> None:
        release = Release.objects.filter(pk=options["release"]).first()
        if release is None:
            raise CommandError(f"There is no release {options['release']}.")
        share = Share(options["part"], options["of"])
        if not 0 <= share.part < share.of:
            raise CommandError("--part counts from 0, up to one less than --of.")
        try:
            if share != WHOLE:
                make_share(release, timezone.now(), share)
                return
            prepared = prepare(release, timezone.now(), self._progress)
        except CommhubError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(prepared.editions)} editions of “{release.name}” are ready.")

    def _progress(self, done: int, of: int) -> None:
        self.stderr.write(f"\r{done} of {of}", ending="\n" if done == of else "")
