"""Retire: a live version is taken down without a successor; nothing new is sent from it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import Refused
from commhub.approval.history import hold, write_down
from commhub.approval.models import Review
from commhub.approval.permissions import require
from commhub.publish.golive import CannotPublish, take_down
from commhub.publish.turn import take_turn
from commhub.versions import Version


@transaction.atomic
def retire(version: Version, actor: User, *, now: datetime, comment: str = "") -> Review:
    """live -> retired. Raises Refused while a live template still uses it."""
    version = hold(version)
    require(actor, "retire", version)
    take_turn()
    try:
        take_down(version)
    except CannotPublish as error:
        raise Refused(str(error)) from error
    return write_down(version, "retire", actor, now, comment)
