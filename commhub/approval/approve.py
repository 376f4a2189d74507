"""Approve: a version under review goes live, and so does every edition that it changes.

What is live and a term list would stop gets a batch of waivers with it.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.check import checked_proofs
from commhub.approval.errors import Refused
from commhub.approval.history import hold, write_down
from commhub.approval.models import Review
from commhub.approval.permissions import require
from commhub.approval.ratchet import close, live_places
from commhub.lint.models import TermListVersion
from commhub.lint.store.ratchet import Place
from commhub.lint.store.waivers import in_force, note_uses
from commhub.publish.golive import CannotPublish, go_live
from commhub.publish.turn import take_turn
from commhub.versions import Version


@transaction.atomic
def approve(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """in-review -> live, by somebody who did not write it. Raises Refused, and changes nothing."""
    version = hold(version)
    require(actor, "approve", version)
    take_turn()
    if version.hash_content() != version.content_hash:
        raise Refused(f"{version.label} has changed since it was submitted; it must be submitted again.")
    waivers = in_force(now)
    proofs = checked_proofs(version, waivers)
    places = _still_live(version, now)
    review = write_down(version, "approve", actor, now, comment, proofs, places)
    note_uses(waivers, now)
    try:
        go_live(version, now)
    except CannotPublish as error:
        raise Refused(str(error)) from error
    if isinstance(version, TermListVersion):
        close(version, places, actor, now)
    return review


def _still_live(version: Version, now: datetime) -> list[Place]:
    """What is live now and a term list would stop; raises Refused while the list is still being tried."""
    if not isinstance(version, TermListVersion):
        return []
    return live_places(version, now)
