"""`manage.py lint`: says what customers will not understand, in files, items of JSON Lines or the whole store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commhub.console.linting import BadItem, lint_lines
from commhub.lint.packs.reading import BadPack, read_pack


class Command(BaseCommand):
    """`lint --pack PACK.json --jsonl < ITEMS > FINDINGS`."""

    help = "Lint texts with a rule pack."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pack", required=True, type=Path, help="a rule pack, JSON")
        parser.add_argument("--jsonl", action="store_true", help="items come on standard input, one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pack = read_pack(options["pack"].read_bytes())
        except BadPack as error:
            raise CommandError("\n".join(error.problems)) from error
        rules = pack.rule_set()
        try:
            for line in lint_lines(sys.stdin, rules):
                self.stdout.write(line)
        except BadItem as error:
            raise CommandError(str(error)) from error
