"""Submit: a draft goes to review, if it compiles, renders and is free of coded language.

A term list is tried on what is live: what it would stop is no reason to refuse it, and stands in its report.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.check import checked_proofs
from commhub.approval.history import hold, write_down
from commhub.approval.models import Review
from commhub.approval.permissions import require
from commhub.approval.ratchet import begin
from commhub.approval.term_lists import make_forms
from commhub.lint.models import TermListVersion
from commhub.lint.store.ratchet import places_of
from commhub.lint.store.waivers import in_force, note_uses
from commhub.versions import State, Version


@transaction.atomic
def submit(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """draft -> in-review. Raises Refused, with the findings, and changes nothing."""
    version = hold(version)
    require(actor, "submit", version)
    if isinstance(version, TermListVersion):
        make_forms(version)
    waivers = in_force(now)
    proofs = checked_proofs(version, waivers)
    version.state = State.IN_REVIEW
    version.submitted_at = now
    version.content_hash = version.hash_content()
    version.save(update_fields=["state", "submitted_at", "content_hash"])
    places = places_of(begin(version, now)) if isinstance(version, TermListVersion) else []
    note_uses(waivers, now)
    return write_down(version, "submit", actor, now, comment, proofs, places)
