"""Keeps what the sources of a version name as edges, in place of those that it had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db import transaction

from commhub.publish.models import Reference
from commhub.publish.references.checks import problems
from commhub.publish.references.names import read_names
from commhub.publish.references.problem import BadSource, Problem
from commhub.publish.references.written import Written, channels_of, sources_of
from commhub.versions import Version, version_models
from templates_store.models import TemplateVersion

LAYOUT: Final = "layout"
LONGEST_KEY: Final = 200


@transaction.atomic
def keep(version: Version) -> list[Problem]:
    """Check the sources of a version and keep their edges; answers what is told on save and refuses only the submission.

    Raises BadSource with every problem, and keeps nothing, when one of them refuses the save.
    """
    found = problems(version)
    if any(problem.refuses for problem in found):
        raise BadSource(found)
    remember(version)
    return found


@transaction.atomic
def remember(version: Version) -> None:
    """Keep the edges of a version as they are, right or wrong: of a copy of an older one, or of what is there already."""
    Reference.objects.filter(subject=version.kind, version_id=version.pk).delete()
    whose = {"subject": version.kind, "parent_id": version.parent.pk, "version_id": version.pk}
    Reference.objects.bulk_create(Reference(**whose, **edge) for edge in edges_of(version.kind, sources_of(version)))


def rebuild() -> int:
    """Read every version of every kind anew; answers how many."""
    count = 0
    for model in version_models():
        for version in model._default_manager.select_related(model.parent_field).iterator(200):
            remember(version)
            count += 1
    return count


def edges_of(kind: str, sources: Sequence[Written]) -> Iterator[dict[str, str | int]]:
    """The edges of a version of that kind with these sources, as fields of Reference; a template's layouts among them."""
    for written in sources:
        for named in read_names(written.source).named:
            if len(named.key) <= LONGEST_KEY:  # nothing has a longer one
                yield _edge(named.target, named.key, written.part, written.locale, named.line, named.column)
    if kind == TemplateVersion.kind:
        for channel in channels_of(sources):
            yield _edge(LAYOUT, channel, "", "", 0, 0)


def _edge(target: str, key: str, part: str, locale: str, line: int, column: int) -> dict[str, str | int]:
    return {"target": target, "key": key, "part": part, "locale": locale, "line": line, "column": column}
