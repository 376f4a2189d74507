"""Waivers: one person asks for one, another approves or refuses it, and a reviewer can take it back."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.audit.log import note
from commhub.audit.people import named
from commhub.contracts import JSON, rule_without_data
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.errors import LintUnavailable
from commhub.lint.models import LONGEST_WAIVER, LintWaiver, Scope
from commhub.lint.terms import load_rule_set
from commhub.lint.waived import told
from commhub.publish.models import StoredEdition
from templates_store.models import Category, Template

ASK: Final = "lint.request_waiver"
DECIDE: Final = "lint.approve_waiver"
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What a waiver is asked for: a finding, and where it shall hold. `scope_key` as in LintWaiver."""

    rule: str
    fingerprint: str
    surface: str
    sentence: str
    locale: str
    scope: str
    scope_key: str
    reason: str
    ticket: str = ""
    days: int = LONGEST_WAIVER.days


@dataclass(frozen=True, slots=True)
class Wish:
    """What people say when they ask for a waiver."""

    scope: str
    reason: str
    ticket: str = ""
    days: int = LONGEST_WAIVER.days


def asked_for(finding: Mapping[str, JSON], wish: Wish, scope_key: str, locale: str) -> Asked:
    """The request for a waiver for a finding, as it is kept with a message. Nothing of a customer's data goes into it,
    but for words that a rule lists."""
    said = {name: str(finding.get(name, "")) for name in ("rule", "fingerprint", "surface", "sentence", "field")}
    is_ours = not said["field"] or said["rule"] in _listed()
    surface, sentence = told(said["surface"], said["sentence"], is_ours=is_ours)
    return Asked(
        rule=rule_without_data(said["rule"], said["field"]),
        fingerprint=said["fingerprint"],
        surface=surface,
        sentence=sentence,
        locale=locale,
        scope=wish.scope,
        scope_key=scope_key,
        reason=wish.reason,
        ticket=wish.ticket,
        days=wish.days,
    )


@transaction.atomic
def ask(asked: Asked, actor: User, *, now: datetime) -> LintWaiver:
    """Ask for a waiver. Raises NotAllowed or Refused."""
    _require(actor, ASK, "ask for waivers")
    if problem := _problem(asked):
        raise Refused(problem)
    same = LintWaiver.objects.filter(
        fingerprint=asked.fingerprint, scope=asked.scope, scope_key=asked.scope_key, refused_at=None, revoked_at=None
    )
    if same.filter(approved_at=None).exists():
        raise Refused("Somebody has asked for this waiver already; it waits for a decision.")
    if known := same.filter(expires_at__gt=now).order_by("-expires_at").first():
        raise Refused(f"There is such a waiver already, until {known.expires_at:%-d %B %Y}.")
    waiver = LintWaiver.objects.create(
        rule=asked.rule,
        scope=asked.scope,
        scope_key=asked.scope_key,
        fingerprint=asked.fingerprint,
        surface=asked.surface[:LONGEST],
        sentence=asked.sentence,
        locale=asked.locale,
        reason=asked.reason.strip(),
        ticket=asked.ticket.strip(),
        days=asked.days,
        requester=actor,
        requested_at=now,
    )
    _note("ask-waiver", "asked for a waiver for", waiver, actor, now, f" for {waiver.days} days")
    return waiver


@transaction.atomic
def grant(waiver: LintWaiver, actor: User, *, now: datetime, comment: str = "") -> LintWaiver:
    """Approve a waiver: it holds from now on, for the days that were asked for. Raises NotAllowed or Refused."""
    waiver = _held(waiver)
    _require_decision(waiver, actor)
    waiver.approver, waiver.approved_at, waiver.decision = actor, now, comment.strip()
    waiver.expires_at = now + timedelta(days=waiver.days)
    waiver.save(update_fields=["approver", "approved_at", "expires_at", "decision"])
    _note("approve-waiver", "approved the waiver for", waiver, actor, now, f" until {waiver.expires_at:%-d %B %Y}")
    return waiver


@transaction.atomic
def refuse(waiver: LintWaiver, actor: User, *, now: datetime, comment: str) -> LintWaiver:
    """Refuse a waiver, with the reason. Raises NotAllowed or Refused."""
    waiver = _held(waiver)
    _require_decision(waiver, actor)
    if not comment.strip():
        raise Refused("Say why you refuse it: whoever asked has to know what to change.")
    waiver.approver, waiver.refused_at, waiver.decision = actor, now, comment.strip()
    waiver.save(update_fields=["approver", "refused_at", "decision"])
    _note("refuse-waiver", "refused the waiver for", waiver, actor, now)
    return waiver


@transaction.atomic
def revoke(waiver: LintWaiver, actor: User, *, now: datetime) -> LintWaiver:
    """Take a waiver back before it expires: its finding blocks again. Raises NotAllowed or Refused."""
    waiver = _held(waiver)
    _require(actor, DECIDE, "revoke waivers")
    if waiver.approved_at is None or waiver.revoked_at is not None:
        raise Refused("Only a waiver that holds can be revoked.")
    waiver.revoked_at, waiver.revoked_by = now, actor
    waiver.save(update_fields=["revoked_at", "revoked_by"])
    _note("revoke-waiver", "revoked the waiver for", waiver, actor, now)
    return waiver


def why_not(waiver: LintWaiver, actor: User) -> str:
    """Why this person may not decide about a waiver that was asked for, as a sentence; '' when they may."""
    if not actor.is_active or not actor.has_perm(DECIDE):
        return "You do not have the permission to decide about waivers."
    if waiver.requester_id == actor.pk:
        return "You asked for this waiver, so somebody else has to decide about it."
    return ""


def _note(action: str, did: str, waiver: LintWaiver, actor: User, now: datetime, until: str = "") -> None:
    # The words have no customer's data in them: asked_for took it out.
    words = waiver.surface.replace(PLACEHOLDER, "[…]")
    key = waiver.scope_key[:12] if waiver.scope == Scope.EDITION else waiver.scope_key
    where = f"in the {waiver.scope} {key}" if key else "everywhere"
    sentence = f"{named(actor)} {did} “{words}” {where}{until}."
    facts: dict[str, JSON] = {"rule": waiver.rule, "fingerprint": waiver.fingerprint, "days": waiver.days}
    note(action, sentence, actor=actor.get_username(), now=now, subject="waiver", key=str(waiver.pk), facts=facts)


def _problem(asked: Asked) -> str:
    """Why it cannot be asked for, as a sentence; '' when it can."""
    if not asked.reason.strip():
        return "Say why the words should stay: the reviewer decides on that."
    if len(asked.fingerprint) != 64 or not asked.rule:
        return "This finding cannot be waived: it is none of the linter's."
    if not 1 <= asked.days <= LONGEST_WAIVER.days:
        return f"A waiver holds for 1 to {LONGEST_WAIVER.days} days."
    if asked.scope not in Scope.values:
        return f"A waiver holds for one of: {', '.join(Scope.values)}."
    if not _is_there(Scope(asked.scope), asked.scope_key):
        return f"There is no {asked.scope} {asked.scope_key!r} for a waiver to hold in."
    return ""


def _is_there(scope: Scope, key: str) -> bool:
    if scope is Scope.EDITION:
        return StoredEdition.objects.filter(hash=key).exists()
    if scope is Scope.TEMPLATE:
        return Template.objects.filter(key=key).exists()
    if scope is Scope.CATEGORY:
        return Category.objects.filter(key=key).exists()
    return not key


def _listed() -> Container[str]:
    """The rules that list their words; none while no list can be read."""
    try:
        return load_rule_set().listed
    except LintUnavailable:
        return ()


def _held(waiver: LintWaiver) -> LintWaiver:
    return LintWaiver.objects.select_for_update().get(pk=waiver.pk)


def _require(actor: User, permission: str, what: str) -> None:
    if not actor.is_active or not actor.has_perm(permission):
        raise NotAllowed(f"You do not have the permission to {what}.")


def _require_decision(waiver: LintWaiver, actor: User) -> None:
    if reason := why_not(waiver, actor):
        raise NotAllowed(reason)
    if waiver.approved_at is not None or waiver.refused_at is not None:
        raise Refused("Somebody has decided about this waiver already.")
