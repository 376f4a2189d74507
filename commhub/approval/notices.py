"""Notices: plain e-mails to the people of a review. Written in the transaction of what they tell of, sent by a task."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F
from django.urls import reverse

from commhub.approval.models import Notice
from commhub.approval.people import named, versions_of
from commhub.contracts import DeliveryError
from commhub.deliver.staff import mail_to_staff
from commhub.publish.models import Release

MOST: Final = 200
"""Notices that one run sends at most."""
AGAIN: Final = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
"""How long to wait after each failed try; after the last one it is given up, and the row says why."""
EVENTS: Final = {
    "approve": "was approved, and waits for others",
    "reject": "was rejected",
    "publish": "is live now",
    "schedule": "was approved by everybody who has to, and waits for its day",
    "stop": "was stopped, and did not go live",
}
SUBJECTS: Final = {
    "approve": "Approved", "reject": "Rejected", "publish": "Live", "schedule": "Approved", "stop": "Stopped",
}  # fmt: skip


def write(key: str, user: User, subject: str, lines: list[str], now: datetime) -> bool:
    """Keep a mail to somebody, to be sent soon; answers whether. Nothing happens for who has no address or is no longer
    here, nor when one with this key was written before."""
    if not (user.email and user.is_active):
        return False
    text = f"Hello {named(user)},\n\n" + "\n".join(lines) + "\n"
    _, is_new = Notice.objects.get_or_create(
        key=key[:200],
        defaults={"to": user.email, "subject": subject[:250], "text": text, "made_at": now, "not_before": now},
    )
    return is_new


def tell_authors(release: Release, event: str, who: str, now: datetime, said: str = "", comment: str = "") -> None:
    """Tell those who submitted a release and who began its versions what became of it.

    `event` is one of EVENTS, `who` the name of who did it, `said` a sentence about how it goes on.
    """
    done = EVENTS[event]
    lines = [f"“{release.name}” {done}."]
    lines += [f"By: {who}"] if who else []
    lines += [said] if said else []
    lines += ["", *(f"> {line}" for line in comment.strip().splitlines())] if comment.strip() else []
    lines += ["", link_to(release)]
    authors = {release.author, *(version.author for version in versions_of(release))}
    for author in sorted(authors, key=lambda user: user.pk):
        key = f"{event}/{release.pk}/{author.pk}/{now.isoformat()}"
        write(key, author, f"{SUBJECTS[event]}: {release.name}", lines, now)


def link_to(release: Release) -> str:
    """The address of the page on which a release is reviewed."""
    members = versions_of(release)
    if len(members) == 1:
        page = reverse("admin:desk_version", args=[members[0].kind, members[0].pk])
    else:
        page = reverse("admin:desk_release", args=[release.pk])
    return settings.COMMHUB_PUBLIC_URL + page


def send_waiting(now: datetime) -> int:
    """Send what waits; answers how many left.

    Each row is marked as sent before it is handed over, so that two workers, or one that died, never send it twice.
    """
    left = 0
    waiting = Notice.objects.filter(sent_at=None, not_before__lte=now, tries__lte=len(AGAIN)).order_by("made_at", "id")
    for notice in waiting[:MOST]:
        if not Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=now, tries=F("tries") + 1):
            continue
        try:
            mail_to_staff(notice.to, notice.subject, notice.text)
        except DeliveryError as error:
            _put_off(notice, error, now)
            continue
        left += 1
    return left


def _put_off(notice: Notice, error: DeliveryError, now: datetime) -> None:
    notice.refresh_from_db()
    notice.problem = str(error)
    notice.sent_at = None
    last = error.permanent or notice.tries > len(AGAIN)
    notice.tries = len(AGAIN) + 1 if last else notice.tries
    notice.not_before = now if last else now + AGAIN[notice.tries - 1]
    notice.save(update_fields=["problem", "sent_at", "tries", "not_before"])


def day(value: date) -> str:
    """A day as people write it: Friday 4 December 2026."""
    return f"{value:%A} {value.day} {value:%B %Y}"
