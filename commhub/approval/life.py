"""When a version goes live, until when it is sent, and by when somebody looks at it again: set in a draft."""

from __future__ import annotations

from datetime import date, datetime

from commhub.approval.errors import Refused
from commhub.versions import Version
from templates_store.models import TemplateVersion


def set_life(
    version: Version, *, effective_from: datetime | None, until: datetime | None, review_by: date | None
) -> None:
    """Set the dates of a draft; `until` is for templates alone. Raises Frozen unless it is a draft, and Refused for dates
    that contradict each other."""
    version.require_draft()
    names = ["effective_from", "review_by"]
    version.effective_from, version.review_by = effective_from, review_by
    if isinstance(version, TemplateVersion):
        if effective_from and until and until <= effective_from:
            raise Refused("It would no longer be sent before it goes live: “not sent after” must be later.")
        version.until = until
        names.append("until")
    version.save(update_fields=names)
