"""`manage.py lint`: says what customers will not understand, in files, items of JSON Lines or the whole store."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from commhub.console.lint_discover import SUBCOMMAND, Wanted, as_json, as_text, look
from commhub.console.lint_files import Asked, BadFile, files_in, lint_files
from commhub.console.lint_store import lint_store
from commhub.console.linting import BadItem, lint_lines
from commhub.lint.engine import LintUnavailable
from commhub.lint.formats import formats
from commhub.lint.formats.base import Linted
from commhub.lint.packs.reading import BadPack, read_pack
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import CHANNELS, STAGES
from commhub.lint.terms import load_rule_set

FAILS_ON: Final = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


class Command(BaseCommand):
    """Exit status: 0, or 1 when an error was found (see --fail-on), or 2 when the linter could not do its work."""

    help = (
        "Say what customers will not understand. Give files or folders, or --store for all that is live, or --jsonl for "
        "items on standard input. Rules come from --pack, or from the live term lists of the store. `lint discover` and "
        "folders, --store or --messages: words that no list has, and that customers may not know."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, help="files or folders: .html, .md, .txt, .sms, and .j2 behind these"
        )
        parser.add_argument("--pack", type=Path, help="a rule pack (JSON) instead of the store's term lists")
        parser.add_argument("--jsonl", action="store_true", help="items on standard input, one JSON object a line")
        parser.add_argument("--store", action="store_true", help="everything that is live, as customers would get it")
        parser.add_argument("--locale", default="en", help="the language of the files (default: en)")
        parser.add_argument(
            "--channel", choices=CHANNELS, default="", help="how to read the files (default: by their names)"
        )
        parser.add_argument("--stage", choices=STAGES, default="", help="whether they hold Jinja (default: look)")
        parser.add_argument("--format", choices=formats.names(), default="text", help="how to write the answer")
        parser.add_argument("--output", type=Path, help="a file to write to (default: standard output)")
        parser.add_argument("--messages", type=int, default=0, help="discover: the last so many sent messages as well")
        parser.add_argument("--top", type=int, default=50, help="discover: how many suspects to tell (default: 50)")
        parser.add_argument("--json", action="store_true", help="discover: answer in JSON")
        parser.add_argument("--fail-on", choices=FAILS_ON, default="error", help="what makes the exit status 1")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["paths"] and str(options["paths"][0]) == SUBCOMMAND:
                self._discover(options)
            else:
                self._run(options)
        except (BadPack, BadFile, BadItem, LintUnavailable) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=2) from error

    def _discover(self, options: dict[str, Any]) -> None:
        asked = Asked(options["locale"], options["channel"], options["stage"])
        files = tuple(options["paths"][1:])
        wanted = Wanted(files, asked, options["store"], max(0, options["messages"]), max(1, options["top"]))
        if not (files or wanted.store or wanted.messages):
            raise CommandError(
                "Say what to look through: `lint discover` and a folder, --store or --messages.", returncode=2
            )
        found = look(wanted, self._rules(options["pack"]), timezone.now())
        self.stdout.write(as_json(found) if options["json"] else as_text(found), ending="")

    def _run(self, options: dict[str, Any]) -> None:
        if sum(map(bool, (options["paths"], options["store"], options["jsonl"]))) != 1:
            raise CommandError("Give files or folders, or --store, or --jsonl: one of the three.", returncode=2)
        rules = self._rules(options["pack"])
        if options["jsonl"]:
            for line in lint_lines(sys.stdin, rules):
                self.stdout.write(line)
            return
        results = list(self._results(options, rules))
        written = formats.get(options["format"]).write(results)
        if options["output"]:
            options["output"].write_text(written, encoding="utf-8")
        else:
            self.stdout.write(written, ending="")
        fails = FAILS_ON[options["fail_on"]]
        if any(finding.severity in fails for one in results for finding in one.report.findings):
            sys.exit(1)

    def _rules(self, pack: Path | None) -> RuleSet:
        if pack is not None:
            read = read_pack(pack.read_bytes())
            for oddity in read.oddities():
                self.stderr.write(f"Note on the rule pack: {oddity}")
            return read.rule_set()
        try:
            return load_rule_set()
        except DatabaseError as error:
            raise CommandError(
                f"The store's term lists cannot be read ({error}); run `manage.py migrate`, or name a --pack.",
                returncode=2,
            ) from error

    def _results(self, options: dict[str, Any], rules: RuleSet) -> Iterable[Linted]:
        if options["store"]:
            return lint_store(rules, now=timezone.now())
        asked = Asked(options["locale"], options["channel"], options["stage"])
        return lint_files(files_in(options["paths"]), asked, rules)
