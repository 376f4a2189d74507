"""Compiles what changes, and tells what is wrong by the file of the tree and not by the row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from commhub.content.item import Item
from commhub.content.plan import Change
from commhub.content.problems import Place, Problem
from commhub.contracts import CompileError
from commhub.publish.assets_due import day_of
from commhub.publish.compile import compile_version
from commhub.publish.plan import plan
from commhub.publish.references import Problem as SourceProblem
from commhub.publish.releases import using_of
from commhub.versions import Version

NAMED: Final = re.compile(r"(?:content block )?(?P<name>[\w-]+) \((?P<locale>[\w-]+)\)\Z")


def placed(item: Item, problem: SourceProblem) -> Problem:
    """A problem of a source by its place in the tree."""
    name = f"{problem.locale}/{problem.part}" if item.kind == "template" else problem.locale or problem.part
    text = problem.text if problem.text.endswith((".", "?")) else f"{problem.text}."
    file = item.places.get(name)
    if file is None:
        return Problem(item.place(), problem.sentence)
    return Problem(Place(file.path, problem.line, problem.column), text[:1].upper() + text[1:])


def compile_problems(
    written: Sequence[tuple[Change, Version]], now: datetime, on_progress: Callable[[int, int], None]
) -> list[Problem]:
    """What does not compile once all these versions stand together: each edition that they change, and why."""
    using = using_of(version for _, version in written)
    items = {(version.kind, version.parent.pk): change.item for change, version in written}
    wanted = plan(using)
    found: list[Problem] = []
    for number, one in enumerate(wanted, 1):
        try:
            compile_version(one.version, one.brand, one.locale, using, on=day_of(now))
        except CompileError as error:
            item = items.get(("template", one.version.template_id))
            found.append(_told(error, item, one.said, [change.item for change, _ in written]))
        on_progress(number, len(wanted))
    return list(dict.fromkeys(found))


def _told(error: CompileError, item: Item | None, edition: str, items: Sequence[Item]) -> Problem:
    text = error.message[:1].upper() + error.message[1:] + "."
    match = NAMED.match(error.place)
    if match and error.place.startswith("content block"):
        block = next((one for one in items if one.kind == "content-block" and one.key == match["name"]), None)
        if block is not None:
            return Problem(Place(block.place(match["locale"]).path, error.line, error.column), text)
    elif match and item is not None:
        name = f"{match['locale']}/{match['name']}"
        if name in item.places:
            return Problem(Place(item.place(name).path, error.line, error.column), text)
    place = item.place() if item else items[0].place()
    where = f" ({error.place}{f', line {error.line}' if error.line else ''})" if error.place else ""
    return Problem(place, f"{edition}: {text}{where}")
