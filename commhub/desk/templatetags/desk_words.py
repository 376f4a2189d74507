"""Says times and actions on the desk's pages as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

from commhub.approval.permissions import EFFECT

register = template.Library()


@register.filter
def ago(moment: datetime | None) -> str:
    """How long ago something was, in its largest unit."""
    if moment is None:
        return ""
    if timezone.now() - moment < timedelta(minutes=1):
        return "just now"
    return f"{timesince(moment, depth=1)} ago"


@register.filter
def done(action: str) -> str:
    """The action as something that happened: approve, approved."""
    return EFFECT.get(action, action)


@register.filter
def thousands(number: int | None) -> str:
    """A count as people write it: 12,345."""
    return f"{number or 0:,}"
