"""What `manage.py content` says: the plan with its differences, problems with their places, findings, and progress."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from commhub.content.applying import Checked
from commhub.content.differences import FileChange, changes_of
from commhub.content.plan import Action, Plan
from commhub.content.problems import Problem
from commhub.contracts import Finding
from commhub.lint.engine import Report
from commhub.lint.formats import formats
from commhub.lint.formats.base import Linted

SIGNS: Final = {
    Action.CREATE: "+ create",
    Action.CHANGE: "~ change",
    Action.AT_ONCE: "! at once",
    Action.CANNOT: "x cannot",
    Action.UNCHANGED: "= unchanged",
}
MOST_LINES: Final = 400
"""Lines of difference that are shown of one file; a new file is shown by its name alone."""
QUIET: Final = 2.0
EVERY: Final = 0.5
BAR: Final = 24


class Writes(Protocol):
    """Where progress is shown."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...
    def isatty(self) -> bool: ...


class Progress:
    """A bar on a terminal, lines elsewhere; nothing of what takes less than two seconds."""

    def __init__(self, stream: Writes) -> None:
        self.stream = stream
        self.began = self.told = time.monotonic()
        self.open = False

    def __call__(self, what: str, done: int, whole: int) -> None:
        now = time.monotonic()
        is_last = done >= whole
        if now - self.began < QUIET or (now - self.told < EVERY and not is_last):
            return
        self.told = now
        if not self.stream.isatty():
            self.stream.write(f"{what} {done} of {whole}\n")
            return
        full = BAR * done // max(1, whole)
        self.stream.write(f"\r{what:9} [{'█' * full}{' ' * (BAR - full)}] {done} of {whole} ")
        self.open = True
        self.stream.flush()

    def end(self) -> None:
        """Leave the bar's line."""
        if self.open:
            self.stream.write("\n")
            self.open = False


def tell_plan(plan: Plan, *, differences: bool = True) -> Iterator[str]:
    """The plan in lines: each item that is not unchanged with what changes in its files, and then the figures."""
    for change in plan.changes:
        if change.action is Action.UNCHANGED and not change.why:
            continue
        yield f"{SIGNS[change.action]:12} {change.item.label}" + (f"  ({change.why})" if change.why else "")
        if differences and (change.writes or change.action is Action.CANNOT):
            for file in changes_of(change.before, change.item):
                yield from _tell_file(file)
    for label in plan.left:
        yield f"  left       {label}  (The folder says nothing of it; it stays as it is.)"
    counts = Counter(change.action for change in plan.changes)
    yield ", ".join(f"{counts[action]} {action.value}" for action in Action if counts[action]) or "The folder is empty."


def _tell_file(file: FileChange) -> Iterator[str]:
    yield f"    {file.how:8} {file.path}"
    if file.how != "changed":
        return
    if not file.lines:
        yield "        another file of bytes"
    for line in file.lines[2:MOST_LINES]:
        yield f"        {line}"
    if len(file.lines) > MOST_LINES:
        yield f"        ... and {len(file.lines) - MOST_LINES} lines more"
    for line in file.words:
        yield f"        words: {line}"


def tell_findings(checked: Checked, form: str, folder: str, tree: Mapping[str, bytes]) -> str:
    """Problems and findings in one of the linter's formats, with paths as they are seen from where the command runs."""
    results = [*_as_linted(checked.problems, tree), *checked.linted]
    named = [replace(one, name=f"{folder.rstrip('/')}/{one.name}") for one in results]
    return formats.get(form).write(named)


def _as_linted(problems: Sequence[Problem], tree: Mapping[str, bytes]) -> Iterator[Linted]:
    """Problems in the shape of findings, so that every format can tell them."""
    by_path: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_path[problem.place.path].append(problem)
    for path, inner in sorted(by_path.items()):
        text = tree.get(path, b"").decode("utf-8", "replace")
        lines = text.split("\n")
        findings = []
        for problem in inner:
            line = min(max(problem.place.line, 1), len(lines))
            start = sum(len(one) + 1 for one in lines[: line - 1]) + min(
                max(problem.place.column, 1) - 1, len(lines[line - 1])
            )
            findings.append(Finding("content", "content", "error", "", start, start, "", problem.sentence))
        yield Linted(path, text, Report(tuple(findings)))
