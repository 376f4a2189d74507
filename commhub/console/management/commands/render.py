"""`manage.py render` makes a message of a file that is not in the store, exactly as an edition would be made."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from commhub.console.batch import make_batch, tell_batch
from commhub.console.bounds import SECONDS, bounded
from commhub.console.brands import look_of
from commhub.console.declared import declared, read_declared
from commhub.console.loose import Asked, Made, make
from commhub.console.output import formats_of, write
from commhub.console.sample import SampleData, is_list, read_data, read_rows
from commhub.console.telling import tell
from commhub.contracts import CommhubError, Finding
from commhub.publish.samples import SAMPLE_DAY

CHANNELS = ("email", "sms", "print")
SECONDS_A_LETTER = 2


class Command(BaseCommand):
    help = (
        "Compile and render a file (HTML, Markdown or text, with Jinja) for one channel. Says on standard error whether "
        "it compiled once, and if not why, and prints what the checks and the linter find. Needs no database."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("channel", choices=CHANNELS)
        parser.add_argument(
            "source", type=Path, help="A file (.html, .md, .txt), or a folder of parts (body.md, subject.txt)."
        )
        parser.add_argument(
            "--data",
            type=Path,
            help="A JSON object with a value for each name; a `recipient` object in it may give name, address, phone, "
            "email and time_zone. A list of such objects makes a batch of letters, joined in one PDF.",
        )
        parser.add_argument(
            "--variables",
            type=Path,
            help="The variables that the template declares, as JSON in the form of the desk; otherwise their types are "
            "taken from the data, in which a date is a text.",
        )
        parser.add_argument("--brand", default="", help="A brand of the store or of the starter library.")
        parser.add_argument("--locale", default="en-GB", help="Such as en-GB or zh-Hans.")
        parser.add_argument(
            "--profile",
            action="append",
            default=[],
            help="For letters: an envelope's window, plain, archive, accessible, large-print. May be given again, or with "
            "commas.",
        )
        parser.add_argument("--subject", default="", help="The subject; otherwise the title, heading or file name.")
        parser.add_argument("--at", default="", help="The moment of the message, in ISO 8601; a fixed day otherwise.")
        parser.add_argument("--per-message", action="store_true", help="Inline the finished message, to compare.")
        parser.add_argument(
            "--strict", action="store_true", help="End with status 1 when there is an error among the findings."
        )
        parser.add_argument(
            "-o",
            "--output",
            required=True,
            help="Where to: a file (.html, .txt, .eml, .pdf, .png by its ending), a folder for all of it, - for standard "
            "output.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["channel"] == "print" and is_list(options["data"]):
                self._batch(options)
                return
            with bounded():
                made = self._make(options)
            for path in write(made, options["output"], self.stdout):
                self.stderr.write(f"wrote {path}", str)
        except CommhubError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['output']}: it cannot be written ({error.strerror})") from error
        for line in tell(made):
            self.stderr.write(line, str)
        self._hold_to(options, made.findings)

    def _make(self, options: dict[str, Any]) -> Made:
        formats_of(options["channel"], options["output"])
        look = look_of(options["brand"])
        [data] = with_types([read_data(options["data"])], options["variables"])
        return make(options["source"], asked(options), look, data, now=moment_of(options["at"]))

    def _batch(self, options: dict[str, Any]) -> None:
        output = Path(options["output"])
        if output.suffix.lower() != ".pdf":
            raise CommandError(f"{output}: letters are joined in a .pdf")
        rows = with_types(read_rows(options["data"]), options["variables"])
        with bounded(SECONDS_A_LETTER * len(rows) + SECONDS):
            made = make_batch(
                options["source"], asked(options), look_of(options["brand"]), rows, now=moment_of(options["at"])
            )
        output.write_bytes(made.letters.content)
        self.stderr.write(f"wrote {output}", str)
        for line in tell_batch(made):
            self.stderr.write(line, str)
        self._hold_to(options, [finding for findings in made.findings for finding in findings])

    def _hold_to(self, options: dict[str, Any], findings: Iterable[Finding]) -> None:
        """With --strict, raises CommandError for findings that would stop a version or a message."""
        errors = sum(finding.severity == "error" for finding in findings)
        if options["strict"] and errors:
            raise CommandError(f"{errors} of the findings are errors")


def with_types(rows: list[SampleData], variables: Path | None) -> list[SampleData]:
    """The rows of data with the types that a file declares, if there is one. Raises BadData."""
    if variables is None:
        return rows
    specs = read_declared(variables)
    return [declared(row, specs) for row in rows]


def asked(options: dict[str, Any]) -> Asked:
    """What the options say is to be made."""
    profiles = tuple(one.strip() for given in options["profile"] for one in given.split(",") if one.strip())
    return Asked(options["channel"], options["locale"], profiles, options["subject"], options["per_message"])


def moment_of(text: str) -> datetime:
    """The moment that `--at` names, or the fixed day of proofs. Raises CommandError."""
    if not text:
        return SAMPLE_DAY
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"{text!r} is not a moment; write it as 2026-01-31T09:30:00Z")
    return aware(moment)


def aware(moment: datetime) -> datetime:
    """The moment with a zone; one without is taken as UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
