"""The held messages: the queue of them, what holds each, and the buttons with which a reviewer decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from commhub.approval.waivers import ASK, Wish
from commhub.codes.using import value_at, variable_at
from commhub.contracts import JSON, CommhubError
from commhub.desk.channels import channel_label
from commhub.desk.pages.page import page
from commhub.desk.typed import actor_of
from commhub.held import ADDS_CODES, PERMISSION, ask_for_waivers, map_and_resume, refusal, resume, stop
from commhub.publish.editions import EditionMissing, load
from commhub.record.models import Message, MessageState
from commhub.sealing import CannotOpen

MOST: Final = 200
DONE: Final = {
    "map": "The words are in the code dictionary, and the message is on its way again.",
    "resume": "The message is resumed: it is made and linted again.",
    "stop": "The message is stopped. It does not leave.",
    "waive": "The waiver is asked for. Once another reviewer has approved it, resume the message.",
}
SCOPES: Final = (("edition", "this edition alone"), ("template", "this template"), ("category", "its category"))


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that holds a message: the words, what to say instead, and the value of the request that brought them.

    `variable` is the value's dotted name, or '' where it is none that words can be put in the place of; `findings` are
    all that say the same.
    """

    words: str
    message: str
    suggestion: str
    field: str
    value: str
    variable: str
    findings: list[Mapping[str, JSON]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the queue."""

    message: Message
    url: str
    channel: str
    reasons: list[Reason]
    problem: str


def held_page(request: HttpRequest) -> HttpResponse:
    """All held messages, the oldest first."""
    actor = actor_of(request)
    if not actor.has_perm("record.view_message"):
        raise PermissionDenied("Your role does not read messages.")
    rows = Message.objects.filter(state=MessageState.HELD).select_related("send", "send__customer")
    waiting = [_waiting(message) for message in rows.order_by("held_at", "id")[:MOST]]
    context = {
        "title": "Held messages",
        "waiting": waiting,
        "may_decide": actor.has_perm(PERMISSION),
        "more": max(0, rows.count() - MOST) if len(waiting) == MOST else 0,
    }
    return page(request, "desk/held.html", context)


def _waiting(message: Message) -> Waiting:
    try:
        reasons, problem = reasons_of(message), ""
    except CannotOpen as error:
        reasons, problem = [], str(error)
    url = reverse("admin:record_message_change", args=[message.pk])
    return Waiting(message, url, channel_label(message.channel), reasons, problem)


def reasons_of(message: Message) -> list[Reason]:
    """The errors that the linter found in a message, each word and field once."""
    try:
        variables = load(message.send.edition_hash).edition.variables
    except EditionMissing:
        variables = ()
    found: dict[tuple[str, str, str], Reason] = {}
    for raw in message.findings:
        if raw.get("severity") != "error":
            continue
        field = str(raw.get("field", ""))
        value = value_at(field, message.send.data) if field.startswith("/data/") else None
        text = value if isinstance(value, str) else ""
        reason = Reason(
            words=str(raw.get("surface", "")),
            message=str(raw.get("message", "")),
            suggestion=str(raw.get("suggestion", "")),
            field=field,
            value=text,
            variable=variable_at(field, variables) if text else "",
            findings=[],
        )
        found.setdefault((reason.words.casefold(), field, reason.message), reason).findings.append(raw)
    return list(found.values())


def decision_of(actor: User, message: Message) -> Mapping[str, JSON]:
    """What the page of a held message shows to whoever may decide about it; nothing for all others."""
    if message.state != MessageState.HELD:
        return {}
    reasons = reasons_of(message)
    fields = {reason.field: reason for reason in reasons if reason.variable}
    return {
        "reasons": reasons,
        "mappable": list(fields.values()) if actor.has_perm(ADDS_CODES) else [],
        "scopes": SCOPES if actor.has_perm(ASK) and any(map(may_be_waived, reasons)) else [],
        "refusal": refusal(actor, message),
    }


def may_be_waived(reason: Reason) -> bool:
    """Whether it is the linter's: what a channel says of a message is waived by nobody."""
    return any(raw.get("fingerprint") for raw in reason.findings)


@require_POST
def decide_held(request: HttpRequest, pk: str, action: str) -> HttpResponse:
    """Map a code and resume, resume, stop for good, or ask for a waiver."""
    actor = actor_of(request)
    if action not in DONE:
        raise Http404(f"There is no action {action!r}.")
    if not actor.has_perm(PERMISSION):
        raise PermissionDenied("Your role does not decide about held messages.")
    message = Message.objects.select_related("send").filter(pk=pk).first()
    if message is None:
        raise Http404("There is no such message.")
    why, now = request.POST.get("why", "").strip(), timezone.now()
    try:
        if action == "map":
            pointer, words = request.POST.get("field", ""), request.POST.get("words", "")
            map_and_resume(message, actor, pointer=pointer, words=words, why=why, now=now)
        elif action == "resume":
            resume(message, actor, why=why, now=now)
        elif action == "waive":
            findings = [raw for reason in reasons_of(message) for raw in reason.findings if raw.get("fingerprint")]
            ask_for_waivers(message, actor, findings, wish_in(request), now=now)
        else:
            stop(message, actor, reason=why, now=now)
    except CommhubError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE[action])
    return redirect(reverse("admin:record_message_change", args=[message.pk]))


def wish_in(request: HttpRequest) -> Wish:
    """What was typed about a waiver; a number of days that is none is left to be refused."""
    days = request.POST.get("days", "")
    return Wish(
        scope=request.POST.get("scope", ""),
        reason=request.POST.get("why", ""),
        ticket=request.POST.get("ticket", ""),
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
    )
