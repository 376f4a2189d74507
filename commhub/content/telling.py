"""The plan, its problems and its findings as plain data, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commhub.content.applying import Checked
from commhub.content.differences import changes_of
from commhub.content.plan import Action, Change, Plan
from commhub.content.problems import Problem
from commhub.contracts import JSON
from commhub.lint.formats.base import Linted


def plan_as_json(plan: Plan, checked: Checked | None = None) -> dict[str, JSON]:
    """The plan for programs."""
    told: dict[str, JSON] = {
        "changes": [_change_as_json(change) for change in plan.changes],
        "left": list(plan.left),
        "writes": len(plan.writes),
    }
    if checked is not None:
        told["problems"] = [problem_as_json(problem) for problem in checked.problems]
        told["findings"] = list(findings_as_json(checked.linted))
    return told


def _change_as_json(change: Change) -> dict[str, JSON]:
    files = changes_of(change.before, change.item) if change.action is not Action.UNCHANGED else []
    return {
        "kind": change.item.kind,
        "key": change.item.key,
        "action": change.action.value.replace(" ", "-"),
        "why": change.why,
        "files": [
            {"path": file.path, "how": file.how, "diff": list(file.lines), "words": list(file.words)} for file in files
        ],
    }


def problem_as_json(problem: Problem) -> dict[str, JSON]:
    place = problem.place
    return {"file": place.path, "line": place.line, "column": place.column, "detail": problem.sentence}


def findings_as_json(linted: Iterable[Linted]) -> Iterator[dict[str, JSON]]:
    for one in linted:
        for finding in one.report.findings:
            line, column = one.place(finding.start)
            yield {
                "file": one.name,
                "line": line,
                "column": column,
                "severity": finding.severity,
                "rule": finding.rule,
                "surface": finding.surface,
                "message": finding.message,
                "suggestion": finding.suggestion,
            }
