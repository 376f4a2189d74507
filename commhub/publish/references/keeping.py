"""Keeps what the sources of a version name as edges, in place of those that it had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import transaction

from commhub.publish.models import Reference
from commhub.publish.references.checks import problems
from commhub.publish.references.names import read_names
from commhub.publish.references.problem import BadSource, Problem
from commhub.publish.references.written import channels_of, sources_of
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
    Reference.objects.bulk_create(_edges(version))


def rebuild() -> int:
    """Read every version of every kind anew; answers how many."""
    count = 0
    for model in version_models():
        for version in model._default_manager.select_related(model.parent_field).iterator(200):
            remember(version)
            count += 1
    return count


def _edges(version: Version) -> Iterator[Reference]:
    common = {"subject": version.kind, "parent_id": version.parent.pk, "version_id": version.pk}
    for written in sources_of(version):
        for named in read_names(written.source).named:
            if len(named.key) > LONGEST_KEY:
                continue  # nothing has so long a key
            yield Reference(
                **common,
                target=named.target,
                key=named.key,
                part=written.part,
                locale=written.locale,
                line=named.line,
                column=named.column,
            )
    if isinstance(version, TemplateVersion):
        for channel, locale in channels_of(version):
            yield Reference(**common, target=LAYOUT, key=channel, part="", locale=locale, line=0, column=0)
