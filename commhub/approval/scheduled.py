"""What happens because its time has come: releases that go live on their day, and templates that are no longer sent."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.approve import close_lists, places_of_lists
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.history import Decision, write_down
from commhub.approval.members import hold_release, labels
from commhub.approval.models import Review
from commhub.approval.notices import tell_authors
from commhub.approval.people import named
from commhub.approval.permissions import PERMISSION
from commhub.audit.log import note
from commhub.publish.golive import take_down
from commhub.publish.models import Release, ReleaseState
from commhub.publish.releases import due_at, members_of
from commhub.publish.switch import SYSTEM, NotPrepared, put_live, say
from commhub.publish.turn import take_turn
from commhub.versions import State
from templates_store.models import TemplateVersion

AGAIN: Final = "Its versions are rejected with this reason; start new drafts from them and submit those."


def publish_due(now: datetime) -> tuple[int, int]:
    """Put live every scheduled release whose day has come, however long ago, the earliest first; one that no longer fits
    what is live is stopped. Templates past their end are taken down. Answers how many went live and how many ended."""
    due = []
    for release in Release.objects.filter(state=ReleaseState.SCHEDULED):
        day = due_at(release, members_of(release))
        if day is None or day <= now:
            due.append((day or now, release.pk, release))
    published = sum(_publish(release, now) for _, _, release in sorted(due, key=lambda one: one[:2]))
    ended = TemplateVersion.objects.filter(state=State.LIVE, until__lte=now).order_by("until", "pk")
    return published, sum(_end(version, now) for version in ended)


@transaction.atomic
def stop_release(release: Release, actor: User, *, now: datetime, comment: str) -> Release:
    """Stop a release before its day; its versions are rejected, and new drafts can be made from them. Raises NotAllowed,
    or Refused without a reason in `comment`."""
    take_turn()
    release = hold_release(release)
    if not actor.is_active or not (actor.has_perm(PERMISSION["submit"]) or actor.has_perm(PERMISSION["approve"])):
        raise NotAllowed("You do not have the permission to stop this.")
    if release.state != ReleaseState.SCHEDULED:
        raise Refused(
            f"“{release.name}” is {ReleaseState(release.state).label.lower()}; only what waits can be stopped."
        )
    if not comment.strip():
        raise Refused("Say why it is stopped: whoever wrote it has to know.")
    _stop(release, comment.strip(), now, actor)
    return release


def _publish(release: Release, now: datetime) -> bool:
    """Put one release live, or stop it with the reason; whether it is live now."""
    try:
        with transaction.atomic():
            take_turn()
            held = hold_release(release)
            if held.state != ReleaseState.SCHEDULED:
                return False  # a person, or another worker, was faster
            versions = members_of(held, lock=True)
            places = places_of_lists(versions, now)
            switched = put_live(held, now)
            approver = Review.objects.filter(release=held, action="approve").order_by("-id")[0].actor
            close_lists(versions, places, approver, now)
            tell_authors(held, "publish", "", now)
            say(held, switched, now, actor=SYSTEM)
    except (NotPrepared, Refused) as error:
        with transaction.atomic():
            take_turn()
            held = hold_release(release)
            if held.state == ReleaseState.SCHEDULED:
                _stop(held, f"{error} This is not what was approved, so nothing went live.", now, None)
        return False
    return True


def _stop(release: Release, reason: str, now: datetime, actor: User | None) -> None:
    versions = members_of(release, lock=True)
    for version in versions:
        if version.state == State.SCHEDULED:
            version.state = State.REJECTED
            version.save(update_fields=["state"])
            write_down(version, Decision("stop", actor or release.author, now, reason, release))
    release.state, release.reason = ReleaseState.STOPPED, reason
    release.save(update_fields=["state", "reason"])
    tell_authors(release, "stop", named(actor) if actor else "", now, comment=f"{reason} {AGAIN}")
    who = f"{named(actor)} stopped" if actor else "It was time for"
    what = labels(release, versions) if versions else f"“{release.name}”"
    note(
        "stop-release",
        f"{who} {what}{'' if actor else ', and it was stopped'}: {reason} {AGAIN}",
        actor=actor.get_username() if actor else SYSTEM,
        now=now,
        subject="release",
        key=str(release.pk),
        facts={"release": release.pk},
    )


@transaction.atomic
def _end(version: TemplateVersion, now: datetime) -> bool:
    """Take down a template whose end has passed; whether it was still live."""
    take_turn()
    held = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if held.state != State.LIVE or held.until is None or held.until > now:
        return False
    take_down(held)
    note(
        "end",
        f"{held.label} was not to be sent after {held.until:%-d %B %Y, %H:%M} UTC, and is retired.",
        actor=SYSTEM,
        now=now,
        subject=held.kind,
        key=held.template.key,
        facts={"version": held.number},
    )
    return True
