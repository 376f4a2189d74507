"""Shows what is wrong with the sources of a draft at the field in which it stands, with the words around the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from commhub.desk.forms.base import DraftForm, plain
from commhub.publish.references import Problem

AROUND: Final = 40
"""Characters of a line that are shown on either side of a place."""
FIELDS: Final = ("part:{locale}:{part}", "text:{locale}:source", "{part}")
"""How the forms call the field of a part."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem as the page shows it: `before`, `at` and `after` are the words of its line."""

    problem: Problem
    before: str
    at: str
    after: str


def show_problems(form: DraftForm, problems: Iterable[Problem]) -> None:
    """Give each problem to the field that it is about. Those that refuse the save, of a form that was sent, are errors."""
    for problem in problems:
        name = _field_of(form, problem)
        if form.is_bound and problem.refuses:
            form.add_error(name or None, problem.told if name else problem.sentence)
        if name:
            shown = getattr(form.fields[name], "problems", [])
            form.fields[name].problems = [*shown, _shown(problem, str(form[name].value() or ""))]  # type: ignore[attr-defined]


def _field_of(form: DraftForm, problem: Problem) -> str:
    if problem.within:
        return ""
    names = (form_name.format(locale=problem.locale, part=problem.part) for form_name in FIELDS)
    return next((name for name in names if name in form.fields), "")


def _shown(problem: Problem, text: str) -> Shown:
    lines = plain(text).split("\n")
    line = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
    at = problem.column - 1
    end = _end(line, at)
    before, after = line[:at].lstrip(), line[end:].rstrip()
    if len(before) > AROUND:
        before = "…" + before[-AROUND:]
    if len(after) > AROUND:
        after = after[:AROUND] + "…"
    return Shown(problem, before, line[at:end], after)


def _end(line: str, at: int) -> int:
    """Where the word, the quoted text or the brackets that begin here end."""
    if line[at : at + 2] in {"{{", "{%", "{#"}:
        return at + 2
    if line[at : at + 1] in {"'", '"'} and (closing := line.find(line[at], at + 1)) > 0:
        return closing + 1
    end = at
    while end < len(line) and (line[end].isalnum() or line[end] in "_-."):
        end += 1
    return max(end, at + 1)
