"""The page of one message: who it was for, why this channel, what the linter said, and its exact content made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from commhub.contracts import JSON, CommhubError, Rendered
from commhub.desk.channels import channel_label
from commhub.desk.facts import facts_for_people
from commhub.desk.findings import stored
from commhub.desk.frames import PDF, Shown, show
from commhub.desk.kinds import as_lines
from commhub.desk.pages.held import decision_of
from commhub.desk.pages.page import guarded, page
from commhub.desk.pages.unclear import clear_link
from commhub.desk.pages.waivers import ask_url_of_message, may_ask
from commhub.desk.typed import actor_of
from commhub.record.models import Message, MessageState
from commhub.replay import make_again, replay

VERDICTS = {"chosen": "Chosen", "ruled-out": "Ruled out", "not-needed": "Not needed"}


@dataclass(frozen=True)
class Weighed:
    """One channel as the decision saw it."""

    label: str
    verdict: str
    word: str
    why: str
    code: str


@dataclass(frozen=True)
class Again:
    """The message made again. `same` tells whether its hash is the recorded one; None when none was recorded.

    `explanation` says what the comparison comes to, with what has changed since.
    """

    shown: Shown | None
    problem: str
    same: bool | None
    explanation: str = ""


def message_page(request: HttpRequest, message: Message) -> HttpResponse:
    """Everything that is known about a message, and the decision about one that is held."""
    send = message.send
    decision: Mapping[str, JSON] = message.decision or {}
    context: dict[str, Any] = {
        "title": f"{send.template_key} to {recipient_of(message)}",
        "message": message,
        "send": send,
        "recipient": recipient_of(message),
        "customer_url": reverse("admin:customers_customer_change", args=[send.customer_id]) if send.customer_id else "",
        "channel_label": channel_label(message.channel),
        "wish_label": channel_label(send.wish),
        "to": to_lines(message.to),
        "decision": decision,
        "weighed": [_weigh(raw) for raw in decision.get("considered", ())],
        "inputs": as_lines(decision.get("inputs", {})),
        "findings": stored(message.findings),
        "ask_url": ask_url_of_message(message) if may_ask(actor_of(request)) else "",
        "facts": facts_for_people(message.facts),
        "attempts": list(message.attempts.order_by("number")),
        "events": list(message.events.order_by("id")),
        "data": as_lines(send.data),
        "again": again(message),
        "held": decision_of(actor_of(request), message),
        "codes": [
            (name, code, words) for name, known in (message.codes or {}).items() for code, words in known.items()
        ],
        "left": message.state == MessageState.SENT,
        "document_url": reverse("admin:desk_message_document", args=[message.pk]),
        "report_place": f"message of the template {send.template_key}",
        "report_locales": [send.locale],
        "clear_link": clear_link(message, timezone.now()),
    }
    return page(request, "desk/message.html", context)


def message_document(request: HttpRequest, pk: str) -> HttpResponse:
    """The PDF of a letter, made again."""
    if not actor_of(request).has_perm("record.view_message"):
        raise PermissionDenied("Your role does not read messages.")
    message = Message.objects.select_related("send").filter(pk=pk).first()
    if message is None:
        raise Http404("There is no such message.")
    try:
        rendered = replay(message)
    except CommhubError as error:
        raise Http404(str(error)) from error
    if rendered.media_type != PDF:
        raise Http404("This message is no letter.")
    response = HttpResponse(rendered.document, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{message.send.template_key}-{message.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return guarded(response)


def again(message: Message) -> Again:
    """The message made again from its edition and data, and whether it is the same to the byte."""
    if not message.channel:
        return Again(None, "No channel was chosen, so there never was any content.", None)
    try:
        if not message.output_hash:
            return Again(_marked(message, replay(message)), "", None)
        made = make_again(message)
    except CommhubError as error:
        return Again(None, f"The content cannot be made again: {error}", None)
    return Again(_marked(message, made.rendered), "", made.same, made.explanation)


def _marked(message: Message, rendered: Rendered) -> Shown:
    """The message with what the linter found in it marked, and the app named that sent its data."""
    return show(rendered, findings=message.findings, app=message.send.app)


def recipient_of(message: Message) -> str:
    """The name of the person that the message is for."""
    customer = message.send.customer
    return customer.name if customer else str(message.send.recipient.get("name", "")) or "somebody unnamed"


def to_lines(to: JSON) -> list[str]:
    """An address of any kind, as lines."""
    if isinstance(to, Mapping):
        lines = to.get("lines", [])
        return [*(str(line) for line in lines), str(to.get("postcode", "")), str(to.get("country", ""))]
    return [str(to)] if to else []


def _weigh(raw: Mapping[str, JSON]) -> Weighed:
    verdict = str(raw.get("verdict", ""))
    return Weighed(
        label=channel_label(str(raw.get("channel", ""))),
        verdict=verdict,
        word=VERDICTS.get(verdict, verdict),
        why=str(raw.get("why", "")),
        code=str(raw.get("code", "")),
    )
