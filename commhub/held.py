"""Held: what a reviewer may do about a held message. The message itself is never edited; it is made and linted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.waivers import Wish, ask, asked_for
from commhub.audit.log import note
from commhub.audit.people import named
from commhub.codes.dictionary import Scope
from commhub.codes.store import CodeRefused, add_entry
from commhub.codes.using import value_at, variable_at
from commhub.contracts import JSON
from commhub.intake import ring
from commhub.lint.models import LintWaiver
from commhub.publish.editions import EditionMissing, load
from commhub.record import held
from commhub.record.models import Message, MessageState

PERMISSION = "record.decide_held_message"
ADDS_CODES = "codes.add_codeentry"


def refusal(actor: User, message: Message) -> str:
    """Why this person may not decide about this message, as a sentence; '' when they may."""
    if not actor.is_active or not actor.has_perm(PERMISSION):
        return "You do not have the permission to decide about held messages."
    if message.state != MessageState.HELD:
        return "This message is not held, or not any more."
    return ""


@transaction.atomic
def resume(message: Message, actor: User, *, why: str, now: datetime) -> None:
    """held -> queued, because something else has changed: the term list, a waiver, the dictionary. Raises Refused."""
    _require(actor, message)
    held.resume(message, named(actor), why, now)
    _note("resume-message", f"resumed the held message {message.pk}", message, actor, now)
    transaction.on_commit(lambda: ring(message))


@transaction.atomic
def map_and_resume(message: Message, actor: User, *, pointer: str, words: str, why: str, now: datetime) -> None:
    """Say what customers read for the value at `pointer` of the request, from now on, and resume the message.

    It holds for this variable of this template, in the message's language; the data stays as the app sent it. Raises
    Refused, and changes nothing.
    """
    _require(actor, message)
    if not actor.has_perm(ADDS_CODES):
        raise NotAllowed("You do not have the permission to add to the code dictionary.")
    send = message.send
    try:
        edition = load(send.edition_hash).edition
    except EditionMissing as error:
        raise Refused(f"Nothing can be mapped: {error}.") from error
    variable, code = variable_at(pointer, edition.variables), value_at(pointer, send.data)
    if not variable or not isinstance(code, str):
        raise Refused(f"{pointer or 'This'} is no text of the request, so that no words can be put in its place.")
    try:
        add_entry(
            code,
            edition.locale,
            words,
            Scope(template=edition.template, variable=variable),
            by=actor,
            why=why or f"For a held message, {message.pk}.",
            now=now,
        )
    except CodeRefused as error:
        raise Refused(str(error)) from error
    held.resume(
        message, named(actor), f"customers read “{words.strip()}” for “{code}” in {pointer}. {why}".strip(), now
    )
    did = f"said what customers read for {variable}, and resumed the held message {message.pk}"
    _note("resume-message", did, message, actor, now)
    transaction.on_commit(lambda: ring(message))


@transaction.atomic
def stop(message: Message, actor: User, *, reason: str, now: datetime) -> None:
    """held -> blocked, for good. Raises Refused without a reason."""
    _require(actor, message)
    if not reason.strip():
        raise Refused("Say why this message is not to be sent: the reason is kept with it.")
    held.stop(message, named(actor), reason.strip(), now)
    _note("stop-message", f"stopped the held message {message.pk} for good", message, actor, now)


@transaction.atomic
def ask_for_waivers(
    message: Message, actor: User, findings: Sequence[Mapping[str, JSON]], wish: Wish, *, now: datetime
) -> list[LintWaiver]:
    """Ask that these findings of the message may stay, each where it is not asked already; another person decides.

    The message stays held until it is resumed. Raises Refused where not one could be asked for.
    """
    _require(actor, message)
    send = message.send
    try:
        edition = load(send.edition_hash).edition
    except EditionMissing as error:
        raise Refused(f"No waiver can be asked for: {error}.") from error
    keys = {"edition": send.edition_hash, "template": send.template_key, "category": edition.category}
    made: list[LintWaiver] = []
    problem = "Nothing in this message can be waived."
    for finding in {str(raw.get("fingerprint", "")): raw for raw in findings}.values():
        try:
            made.append(ask(asked_for(finding, wish, keys.get(wish.scope, ""), send.locale), actor, now=now))
        except Refused as error:
            problem = str(error)
    if not made:
        raise Refused(problem)
    return made


def _require(actor: User, message: Message) -> None:
    if reason := refusal(actor, message):
        raise NotAllowed(reason) if not actor.has_perm(PERMISSION) else Refused(reason)


def _note(action: str, did: str, message: Message, actor: User, now: datetime) -> None:
    """What was decided, without the reason that was typed: that may name the customer, and stays with the message."""
    note(
        action,
        f"{named(actor)} {did}.",
        actor=actor.get_username(),
        now=now,
        subject="message",
        key=str(message.pk),
        facts={"template": message.send.template_key, "edition": message.send.edition_hash},
    )
