"""Reviewers without an account: who invites them, how their link and code are checked, and how they decide, once.

The link alone decides nothing, since mail scanners follow links: a code that is sent to the invited address must be given
with the decision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.models import Invitation, Review
from commhub.approval.notices import day
from commhub.approval.people import named, person_at, versions_of, writers_of, wrote
from commhub.audit.log import note
from commhub.contracts import DeliveryError
from commhub.deliver.staff import mail_to_staff
from commhub.publish.models import Release, ReleaseState

SALT: Final = "commhub.approval.invitation"
DAYS: Final = 7
MOST_DAYS: Final = 30
CODE_LIVES: Final = timedelta(minutes=10)
TRIES: Final = 5
"""Wrong tries at one code, after which it is locked and another one is needed."""
CODES: Final = 10
"""Codes that one invitation may ask for: with TRIES the most guesses that anybody has, 50 in a million."""
PAUSE: Final = timedelta(seconds=30)
"""Between two codes, so that nobody's mailbox is filled by pressing a button."""

Decide = Callable[[Invitation, str, str, datetime], Review]
"""Carries a decision out: the invitation, approve or reject, the comment, now."""


@transaction.atomic
def invite(
    release: Release,
    actor: User,
    address: str,
    role: Group,
    *,
    now: datetime,
    secret: str,
    days: int = DAYS,
    message: str = "",
) -> tuple[Invitation, str]:
    """Ask somebody without an account for one decision; answers the invitation and the token of its link.

    `secret` is random and long. An open invitation of this address for this release is replaced. Raises NotAllowed or
    Refused. The mail goes out by `send_invitation`, after this is kept.
    """
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    to = address.strip()
    try:
        validate_email(to)
    except ValidationError as error:
        raise Refused(f"{to or 'An empty text'} is not an e-mail address.") from error
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"An invitation lasts from 1 to {MOST_DAYS} days.")
    if reason := why_not_invite(actor, held, role.name):
        raise NotAllowed(reason)
    if reason := _not_now(held) or _wrong_address(to, actor, held):
        raise Refused(reason)
    held.invitations.filter(address__iexact=to, used_at=None, revoked_at=None).update(revoked_at=now, revoked_by=actor)
    token = signing.Signer(salt=SALT).sign_object({"release": held.pk, "secret": secret})
    invitation = Invitation.objects.create(
        release=held,
        role=role,
        address=to,
        note=message.strip(),
        inviter=actor,
        made_at=now,
        expires_at=now + timedelta(days=days),
        token_hash=_hash(token),
    )
    sentence = f"{named(actor)} invited {to} to review “{held.name}” as {role.name}."
    _note("invite", sentence, invitation, actor.get_username(), now)
    return invitation, token


def send_invitation(invitation: Invitation, token: str, url: str) -> None:
    """Mail the link. `url` is the page's path. Raises Refused when it cannot be sent."""
    lines = [
        "Hello,",
        "",
        f"{named(invitation.inviter)} asks you to review “{invitation.release.name}” as {invitation.role.name}.",
        f"The link is good until {day(invitation.expires_at.date())} and for one decision:",
        "",
        settings.COMMHUB_PUBLIC_URL + url,
        "",
        *(f"> {line}" for line in invitation.note.splitlines()),
    ]
    _mail(invitation, f"Please review: {invitation.release.name}", lines)


@transaction.atomic
def revoke(invitation: Invitation, actor: User, *, now: datetime) -> None:
    """Take an invitation back; its link shows nothing any more. Raises NotAllowed or Refused."""
    held = _locked(invitation)
    if not actor.is_active or not (actor.pk == held.inviter_id or actor.has_perm("approval.approve_version")):
        raise NotAllowed("You do not have the permission to revoke this invitation.")
    if held.used_at:
        raise Refused("This invitation has been used: a decision was made with it.")
    if held.revoked_at:
        raise Refused("This invitation was revoked before.")
    held.revoked_at, held.revoked_by, held.code_hash = now, actor, ""
    held.save(update_fields=["revoked_at", "revoked_by", "code_hash"])
    sentence = f"{named(actor)} revoked the invitation of {held.address} to review “{held.release.name}”."
    _note("revoke-invitation", sentence, held, actor.get_username(), now)


def found(token: str) -> Invitation | None:
    """The invitation of a link, in whatever state; None for a token that we did not make."""
    try:
        signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    rows = Invitation.objects.select_related("release", "role", "inviter", "decision")
    return rows.filter(token_hash=_hash(token)).first()


def closed(invitation: Invitation, now: datetime) -> str:
    """Why nothing can be decided with an invitation now, as a sentence for the invited; '' when it can be."""
    if invitation.used_at:
        return "This link has been used: your decision is recorded, and it was good for one."
    if invitation.revoked_at:
        return "This invitation was taken back."
    if invitation.expires_at <= now:
        return f"This link was good until {day(invitation.expires_at.date())}."
    if _not_now(invitation.release):
        return "This is no longer in review, so there is nothing to decide any more."
    if why_not_invite(invitation.inviter, invitation.release, invitation.role.name):
        return "Whoever invited you can no longer delegate this decision."
    if reason := _wrong_address(invitation.address, invitation.inviter, invitation.release):
        return reason
    return ""


def note_opened(invitation: Invitation, now: datetime) -> None:
    """Remember when the page was first looked at."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now)


def send_code(invitation: Invitation, code: str, *, now: datetime) -> None:
    """Mail a code to the invited address; it replaces any before it. `code` is six random digits. Raises Refused."""
    with transaction.atomic():
        held = _locked(invitation)
        if reason := closed(held, now):
            raise Refused(reason)
        if held.codes >= CODES:
            raise Refused("Too many codes were asked for. Ask whoever invited you for a new invitation.")
        if held.code_sent_at and now - held.code_sent_at < PAUSE:
            raise Refused("A code was sent just now. Wait half a minute before you ask for another.")
        held.codes += 1
        held.code_hash, held.code_sent_at, held.code_tries = _code_hash(held, code), now, 0
        held.save(update_fields=["code_hash", "code_sent_at", "code_tries", "codes"])
    minutes = int(CODE_LIVES.total_seconds() // 60)
    lines = [
        "Hello,",
        "",
        f"your code to decide on “{held.release.name}”: {code}",
        "",
        f"It is good for {minutes} minutes. If you did not ask for it, do nothing.",
    ]
    _mail(held, f"Your code for “{held.release.name}”", lines)


def decide_outside(
    invitation: Invitation, code: str, action: str, comment: str, *, now: datetime, decide: Decide
) -> Review:
    """Approve or reject with an invitation and the code that was sent to its address. Raises Refused, and then only the
    wrong try is kept. `decide` carries it out."""
    if action not in {"approve", "reject"}:
        raise Refused("Choose approve or reject.")
    with transaction.atomic():
        held = _locked(invitation)
        problem = closed(held, now) or _wrong_code(held, code, now)
        if not problem:  # taken before the work begins, which can last, so that nobody decides twice meanwhile
            Invitation.objects.filter(pk=held.pk).update(used_at=now)
    if problem:
        raise Refused(problem)
    review: Review | None = None
    try:
        review = decide(held, action, comment, now)
    finally:
        if review is None:
            Invitation.objects.filter(pk=held.pk, decision=None).update(used_at=None)
    with transaction.atomic():
        Invitation.objects.filter(pk=held.pk).update(decision=review, code_hash="")
        did = {"approve": "approved", "reject": "rejected"}[action]
        sentence = f"{held.address} {did} “{held.release.name}” by invitation of {named(held.inviter)}."
        _note("use-invitation", sentence, held, held.address, now)
    return review


def why_not_invite(actor: User, release: Release, role: str) -> str:
    """Why this person may not delegate a decision, as a sentence; '' when they may: who could make it themselves."""
    if not actor.is_active or not actor.has_perm("approval.approve_version"):
        return "You do not have the permission to invite a reviewer: only who may approve may delegate it."
    if any(wrote(actor, version) for version in versions_of(release)):
        return "You wrote or edited this, so somebody else has to choose who reviews it."
    if not actor.groups.filter(name=role).exists():
        return f"You are not in {role}, so you cannot delegate what they decide."
    return ""


def _wrong_address(address: str, inviter: User, release: Release) -> str:
    person = person_at(address)
    if any(person == person_at(writer.email) for writer in writers_of(versions_of(release)) if writer.email):
        return f"{address} belongs to somebody who wrote or edited this, so it cannot review it."
    if inviter.email and person == person_at(inviter.email):
        return f"{address} is the inviter's own address: one person counts once."
    return ""


def _not_now(release: Release) -> str:
    return "" if release.state == ReleaseState.IN_REVIEW else f"“{release.name}” is not in review."


def _wrong_code(held: Invitation, code: str, now: datetime) -> str:
    """Why a code does not hold; a wrong try is counted."""
    if not held.code_hash or held.code_sent_at is None:
        return "Ask for a code first; it is sent to your address."
    if held.code_tries >= TRIES:
        return "This code is locked after too many wrong tries. Ask for a new one."
    if now - held.code_sent_at > CODE_LIVES:
        return "This code is too old. Ask for a new one."
    if constant_time_compare(held.code_hash, _code_hash(held, "".join(code.split()))):
        return ""
    held.code_tries += 1
    held.save(update_fields=["code_tries"])
    left = TRIES - held.code_tries
    if not left:
        return "That is not the code, and it is locked now. Ask for a new one."
    return f"That is not the code. You have {left} more {'try' if left == 1 else 'tries'}."


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("release", "role", "inviter")
    return rows.get(pk=invitation.pk)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_hash(invitation: Invitation, code: str) -> str:
    # Six digits are soon tried out against a plain hash; this one needs the server's secret as well.
    return salted_hmac(SALT, f"{invitation.pk}/{invitation.codes}/{code}", algorithm="sha256").hexdigest()


def _mail(invitation: Invitation, subject: str, lines: list[str]) -> None:
    try:
        mail_to_staff(invitation.address, subject, "\n".join(lines).rstrip() + "\n")
    except DeliveryError as error:
        raise Refused(f"The mail to {invitation.address} could not be sent: {error}") from error


def _note(action: str, sentence: str, invitation: Invitation, actor: str, now: datetime) -> None:
    facts = {"invitation": invitation.pk, "address": invitation.address, "role": invitation.role.name}
    note(action, sentence, actor=actor, now=now, subject="release", key=str(invitation.release_id), facts=facts)
