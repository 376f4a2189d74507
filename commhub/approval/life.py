"""When a version goes live, until when it is sent, and by when somebody looks at it again: set in a draft."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from commhub.approval.errors import Refused
from commhub.versions import Version
from templates_store.models import TemplateVersion

FIRST: Final = 2000
LAST: Final = 2199
"""Years between which days of content lie. A moment of the first or the last year that can be written is none any more in
another time zone: PostgreSQL keeps it, and no list that it is on can be read again."""


def require_sound(day: date | None, what: str) -> None:
    """Raises Refused for a day, or a moment, of a year in which nothing is sent. `what` begins the sentence."""
    if day is not None and not FIRST <= day.year <= LAST:
        raise Refused(f"{what} is in the year {day.year}; choose one from {FIRST} to {LAST}.")


def set_life(
    version: Version, *, effective_from: datetime | None, until: datetime | None, review_by: date | None
) -> None:
    """Set the dates of a draft; `until` is for templates alone. Raises Frozen unless it is a draft, and Refused for dates
    that contradict each other or lie in a year in which nothing is sent."""
    version.require_draft()
    require_sound(effective_from, "“Goes live not before”")
    require_sound(until, "“Not sent after”")
    require_sound(review_by, "“To be looked at again by”")
    names = ["effective_from", "review_by"]
    version.effective_from, version.review_by = effective_from, review_by
    if isinstance(version, TemplateVersion):
        if effective_from and until and until <= effective_from:
            raise Refused("It would no longer be sent before it goes live: “not sent after” must be later.")
        version.until = until
        names.append("until")
    version.save(update_fields=names)
