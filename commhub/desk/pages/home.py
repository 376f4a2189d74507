"""What the front page shows to whom: own drafts, the queue, stopped messages, and the day's figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from commhub.approval.models import Review
from commhub.desk.channels import channel_labels
from commhub.desk.kinds import KINDS
from commhub.desk.pages.life import due_for
from commhub.desk.reviews import drafts_of, open_waivers, queue, rejected_of
from commhub.lint.discovery.rows_queue import waiting
from commhub.lint.engine import LintUnavailable
from commhub.lint.terms import load_rule_set
from commhub.publish.assets_due import Ending, endings
from commhub.record.models import Message, MessageState

STOPPED = (MessageState.BLOCKED, MessageState.UNDELIVERABLE, MessageState.FAILED)
LATEST = 8


@dataclass(frozen=True)
class Figure:
    """One number on the front page, and where it comes from."""

    label: str
    count: int
    url: str
    tone: str = ""


def home_context(user: User, now: datetime) -> dict[str, Any]:
    """Everything on the front page that this person may see."""
    writes = user.has_perm("approval.submit_version")
    reviews = user.has_perm("approval.approve_version")
    reads_messages = user.has_perm("record.view_message")
    waiting = queue(user, now.date()) if reviews or writes else []
    return {
        "unchecked": why_nothing_is_sent() if writes or reviews or reads_messages else "",
        "endings": ending_assets(now) if writes or reviews else [],
        "writes": writes,
        "reviews": reviews,
        "reads_messages": reads_messages,
        "drafts": drafts_of(user) if writes else [],
        "rejected": rejected_of(user) if writes else [],
        "waiting": [one for one in waiting if not one.mine] if reviews else [],
        "waivers": open_waivers(user),
        "held": Message.objects.filter(state=MessageState.HELD).count() if reviews and reads_messages else 0,
        "due": due_for(user) if writes or reviews else [],
        "submitted": [one for one in waiting if one.mine],
        "stopped": stopped_messages() if reads_messages else [],
        "figures": figures(now) if reads_messages else [],
        "may_start_template": KINDS["template"].may_start(user) and user.has_perm("templates_store.add_template"),
        "decided": recently_decided() if writes or reviews else [],
    }


def ending_assets(now: datetime) -> list[tuple[Ending, str]]:
    """The files of assets that end within 30 days or have ended, each with the address of its asset's page."""
    return [(one, KINDS["asset"].parent_url(one.version.asset)) for one in endings(now)]


def why_nothing_is_sent() -> str:
    """Why the linter keeps all messages back; '' while it can work."""
    try:
        load_rule_set()
    except LintUnavailable as error:
        return str(error)
    return ""


def stopped_messages() -> list[Message]:
    """The latest messages that did not leave."""
    rows = Message.objects.filter(state__in=STOPPED).select_related("send", "send__customer")
    return list(rows.order_by("-queued_at")[:LATEST])


def recently_decided() -> list[Review]:
    """What reviewers decided lately."""
    rows = Review.objects.filter(action__in=["approve", "reject", "retire"]).select_related("actor")
    return list(rows.order_by("-at", "-id")[:6])


def figures(now: datetime) -> list[Figure]:
    """What was sent today, by channel, and what waits or was stopped today."""
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    page = reverse("admin:record_message_changelist")
    today = Message.objects.filter(queued_at__gte=day)
    sent = {
        str(row["channel"]): int(row["count"])
        for row in today.filter(state=MessageState.SENT).values("channel").annotate(count=Count("pk")).order_by()
    }
    by_channel = [
        Figure(f"{label} sent today", sent.get(name, 0), f"{page}?state__exact=sent&channel={name}")
        for name, label in channel_labels().items()
    ]
    open_ones = Message.objects.filter(state__in=[MessageState.QUEUED, MessageState.WORKING]).count()
    stopped = today.filter(state__in=STOPPED).count()
    held = Message.objects.filter(state=MessageState.HELD).count()
    return [
        *by_channel,
        Figure("Queued or in work", open_ones, f"{page}?state__exact=queued"),
        Figure("Held for a person", held, reverse("admin:desk_held"), "bad" if held else ""),
        Figure("Stopped today", stopped, page, "bad" if stopped else ""),
        Figure("Unlisted words", waiting(now).count(), reverse("admin:desk_suspects")),
    ]
