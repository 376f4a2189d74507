"""`manage.py content`: the store as a tree of files that git can review, what a tree would change, and bringing it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from commhub.approval.errors import Refused
from commhub.console.content_telling import Progress, tell_findings, tell_plan
from commhub.content.applying import Applied, Checked, apply, check
from commhub.content.folder import read_folder, write_folder
from commhub.content.item import Item
from commhub.content.notify.reading import Into, read_notify
from commhub.content.plan import Asked, Plan, make_plan
from commhub.content.problems import BadTree
from commhub.content.shapes import SHAPES
from commhub.content.store import DRAFTS, LIVE, exported_items
from commhub.content.telling import plan_as_json
from commhub.content.tree import read_items, written
from commhub.lint.formats import formats

FAILS_ON: Final = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
NO, CHANGES, BAD = 0, 1, 2


class Command(BaseCommand):
    """Exit status: 0; 1 when `diff` finds changes, or the linter an error in what `apply` would bring; 2 when something
    is wrong and nothing was done."""

    help = (
        "Content as code. export writes the whole store as a tree of files; diff tells what a tree would change; apply "
        "brings it as drafts, and with --submit to review. Nothing is approved by it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        export = commands.add_parser("export", help="write the store to a folder")
        export.add_argument("folder", type=Path)
        export.add_argument("--only", choices=(LIVE, DRAFTS), default="", help="only what is live, or only open drafts")
        diff = commands.add_parser("diff", help="tell what a folder would change; exit status 1 when it would")
        diff.add_argument("folder", type=Path)
        diff.add_argument("--json", action="store_true", help="answer in JSON")
        _kinds(diff)
        bring = commands.add_parser("apply", help="bring a folder into the store, as drafts")
        bring.add_argument("folder", type=Path)
        bring.add_argument("--as", dest="user", required=True, metavar="USERNAME", help="who brings it")
        bring.add_argument("--submit", action="store_true", help="put all drafts into one release and submit it")
        how = bring.add_mutually_exclusive_group()
        how.add_argument("--yes", action="store_true", help="do not ask")
        how.add_argument("--plan", action="store_true", help="check everything, show it, and change nothing")
        bring.add_argument("--message", default="", help="what changed and why, for the reviewer")
        bring.add_argument("--onto-drafts", action="store_true", help="write into open drafts of other people")
        bring.add_argument("--over", action="store_true", help="bring also what the store changed since the export")
        bring.add_argument(
            "--format", choices=formats.names(), default="text", help="how to tell problems and findings"
        )
        bring.add_argument(
            "--fail-on", choices=FAILS_ON, default="error", help="which findings keep it from being brought"
        )
        bring.add_argument("--json", action="store_true", help="answer in JSON")
        _kinds(bring)
        notify = commands.add_parser("import-notify", help="make drafts of GOV.UK Notify templates, from JSON")
        notify.add_argument("path", type=Path, help="a file as Notify's API answers /v2/templates, or a folder of them")
        notify.add_argument("--as", dest="user", required=True, metavar="USERNAME", help="who brings them")
        notify.add_argument("--category", required=True, help="the category of the new templates")
        notify.add_argument(
            "--brands", nargs="+", required=True, metavar="BRAND", help="the brands they are sent under"
        )
        notify.add_argument("--locale", default="en-GB", help="their language (default: en-GB)")
        notify.add_argument("--dry-run", action="store_true", help="show what would be made, and make nothing")
        notify.add_argument("--onto-drafts", action="store_true", help="write into open drafts of other people")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stderr)
        try:
            getattr(self, f"_{options['what'].replace('-', '_')}")(options, progress)
        except (BadTree, Refused) as error:
            progress.end()
            raise CommandError(str(error), returncode=BAD) from error
        except OSError as error:
            progress.end()
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=BAD) from error
        progress.end()

    def _export(self, options: dict[str, Any], progress: Progress) -> None:
        items = list(exported_items(options["only"], lambda done, whole: progress("read", done, whole)))
        tree = written(items)
        result = write_folder(options["folder"], tree, lambda done, whole: progress("written", done, whole))
        progress.end()
        for sign, paths in (("+", result.added), ("~", result.changed), ("-", result.removed)):
            for path in paths:
                self.stdout.write(f"{sign} {path}")
        self.stdout.write(
            f"{len(items)} things in {len(tree)} files: {len(result.added)} added, {len(result.changed)} changed, "
            f"{len(result.removed)} removed, {result.same} as they were."
        )

    def _diff(self, options: dict[str, Any], progress: Progress) -> None:
        _, items = _read(options["folder"])
        plan = make_plan(items, Asked(kinds=frozenset(options["kinds"])))
        progress.end()
        self._show(plan, options, None)
        if any(
            change.before is None or change.item.digest != change.before.digest for change in plan.writes + plan.cannot
        ):
            sys.exit(CHANGES)

    def _apply(self, options: dict[str, Any], progress: Progress) -> None:
        actor = _person(options["user"])
        tree, items = _read(options["folder"])
        asked = Asked(actor, options["onto_drafts"], options["over"], frozenset(options["kinds"]))
        plan = make_plan(items, asked)
        now = timezone.now()
        checked = check(plan, actor, now=now, on_progress=progress)
        progress.end()
        self._show(plan, options, checked)
        if not options["json"]:
            self.stdout.write(tell_findings(checked, options["format"], options["folder"].as_posix(), tree), ending="")
        if checked.problems:
            sys.exit(BAD)
        if checked.found(FAILS_ON[options["fail_on"]]):
            self.stderr.write("Nothing was brought: see the findings, or use --fail-on never.")
            sys.exit(CHANGES)
        if options["plan"] or not plan.writes or not self._agreed(plan, options):
            return
        applied = apply(
            plan, actor, now=now, message=options["message"], submit=options["submit"], on_progress=progress
        )
        progress.end()
        self._tell(applied)

    def _import_notify(self, options: dict[str, Any], progress: Progress) -> None:
        actor = _person(options["user"])
        into = Into(options["category"], tuple(options["brands"]), options["locale"])
        imported = read_notify(options["path"], into)
        plan = make_plan([one.item for one in imported], Asked(actor, options["onto_drafts"]))
        now = timezone.now()
        checked = check(plan, actor, now=now, on_progress=progress)
        progress.end()
        for one in imported:
            self.stdout.write(f"template {one.item.key}  ({one.source})")
            if options["dry_run"]:
                for name, text in one.item.content["parts"].items():
                    self.stdout.write(
                        f"    {name}\n" + "".join(f"        {line}\n" for line in text.split("\n")), ending=""
                    )
            for remark in one.remarks:
                self.stdout.write(f"    {remark}")
        for linted in checked.linted:
            for finding in linted.report.findings:
                self.stdout.write(f"    {finding.severity}: {linted.name}: “{finding.surface}” {finding.message}")
        if checked.problems:
            raise BadTree(checked.problems)
        if options["dry_run"]:
            return
        self._tell(apply(plan, actor, now=now, message="From GOV.UK Notify", on_progress=progress))

    def _agreed(self, plan: Plan, options: dict[str, Any]) -> bool:
        if options["yes"]:
            return True
        if not sys.stdin.isatty():
            raise CommandError("Say --yes to bring this, or --plan to only look.", returncode=BAD)
        return input(f"Bring these {len(plan.writes)} things? [y/N] ").strip().lower() in ("y", "yes")

    def _show(self, plan: Plan, options: dict[str, Any], checked: Checked | None) -> None:
        if options["json"]:
            told = plan_as_json(plan, checked)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        # Formats that a program reads as a whole have standard output to themselves.
        stream = self.stdout if options.get("format", "text") in ("text", "github") else self.stderr
        for line in tell_plan(plan):
            stream.write(line)

    def _tell(self, applied: Applied) -> None:
        for label in applied.drafts:
            self.stderr.write(f"draft      {label}")
        for label in applied.at_once:
            self.stderr.write(f"at once    {label}")
        if applied.submitted:
            release = f" in the release “{applied.submitted.release}”" if applied.submitted.release else ""
            self.stderr.write(f"Submitted for review{release}: {', '.join(applied.submitted.labels)}.")


def _kinds(parser: CommandParser) -> None:
    parser.add_argument("--kinds", nargs="+", choices=tuple(SHAPES), default=[], help="only things of these kinds")


def _read(folder: Path) -> tuple[dict[str, bytes], list[Item]]:
    tree = read_folder(folder)
    return tree, read_items(tree)


def _person(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user {username!r}.", returncode=BAD)
    return user
