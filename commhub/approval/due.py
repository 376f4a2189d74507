"""What somebody promised to look at again, and by when: live versions whose day has come or comes soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from commhub.versions import State, Version, version_models
from templates_store.models import TemplateVersion

AHEAD: Final = timedelta(days=30)
"""How long before its day a version is listed."""


@dataclass(frozen=True, slots=True)
class Due:
    """A live version and the last day on which it is as it should be. `left` are the days until then, negative after it;
    `stops` says that it is not sent any more then, because its category wants it so."""

    version: Version
    day: date
    left: int
    stops: bool

    @property
    def over(self) -> bool:
        return self.left < 0

    @property
    def late(self) -> int:
        return -self.left

    @property
    def kind(self) -> str:
        """What people call its kind."""
        return self.version.kind.replace("-", " ").capitalize()

    @property
    def stopped(self) -> bool:
        return self.over and self.stops


def due_for_another_look(today: date) -> list[Due]:
    """Every live version whose day is over or less than thirty days ahead, the longest overdue first."""
    found: list[Due] = []
    for model in version_models():
        rows = model._default_manager.filter(state=State.LIVE, review_by__lte=today + AHEAD)
        related = [model.parent_field, "author"]
        if model is TemplateVersion:
            related.append("template__category")
        found += [_due(version, today) for version in rows.select_related(*related)]
    return sorted(found, key=lambda due: (due.day, due.version.kind, due.version.pk))


def _due(version: Version, today: date) -> Due:
    day = version.review_by or today
    stops = isinstance(version, TemplateVersion) and version.template.category.past_review == "stop"
    return Due(version, day, (day - today).days, stops)
