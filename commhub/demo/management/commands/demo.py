"""`manage.py demo` runs the whole house on this machine and tells a story with it; `make demo` calls it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commhub.demo.errors import DemoError

try:
    from commhub.demo.run import Ended, Options, has_terminal, run
    from commhub.demo.show import Show
except ModuleNotFoundError as missing:
    raise SystemExit(
        f"The demo needs the package {missing.name}, which production does without. "
        "Run `make demo`, or install requirements-demo.lock."
    ) from missing


class Command(BaseCommand):
    help = "Run everything on this machine and watch real messages go out, by e-mail, SMS and letter."
    requires_system_checks: list[str] = []  # the demo makes its own database, and runs the checks on that

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="The port of the web server (8000).")
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "var" / "demo",
            help="The demo's own folder, removed and made anew at every start (var/demo).",
        )
        parser.add_argument(
            "--seconds", type=float, default=180, help="How long the messages may take altogether (180)."
        )
        parser.add_argument("--once", action="store_true", help="End after the table in a terminal too.")

    def handle(self, *args: Any, **options: Any) -> None:
        stay = has_terminal() and not options["once"]
        try:
            status = run(Options(options["folder"], options["port"], options["seconds"], stay), Show())
        except DemoError as error:
            raise CommandError(str(error)) from error
        except Ended as ended:
            sys.exit(ended.status)
        except KeyboardInterrupt:
            sys.exit(130)
        sys.exit(status)
