"""What a draft of the channel rules would change: the latest messages, decided again with it and with the live rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commhub.briefs import candidates_of, load_briefs
from commhub.contracts import Brief, ChannelRuleSpec, Decision
from commhub.decide.engine import decide
from commhub.decide.models import RuleBookVersion
from commhub.decide.rules import load_rules, rules_of
from commhub.desk.channels import channel_label
from commhub.pipeline import facts_of
from commhub.record.models import Message, MessageState

LATEST: Final = 200
DECIDED: Final = (MessageState.SENT, MessageState.BLOCKED, MessageState.HELD, MessageState.UNDELIVERABLE)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A message that would go another way: by which channel now and then, and what the draft would give as the reason."""

    message: Message
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecidedAgain:
    """`looked_at` messages were decided twice; `left_out` could not be, because their data are gone."""

    looked_at: int
    left_out: int
    otherwise: list[Otherwise]


def decided_again(version: RuleBookVersion) -> DecidedAgain:
    """The latest messages, decided with the live rules and with these, for their customers as they stand today."""
    rows = Message.objects.filter(state__in=DECIDED).select_related("send", "send__customer").order_by("-queued_at")
    messages = list(rows[:LATEST])
    briefs = load_briefs(messages)
    live, drafted = load_rules(), rules_of(version)
    found = DecidedAgain(0, 0, [])
    looked_at = 0
    for message in messages:
        brief = briefs[message.pk]
        if not isinstance(brief, Brief) or message.send.erased_at:
            continue
        looked_at += 1
        before, after = _decided(brief, live), _decided(brief, drafted)
        if before.channel != after.channel:
            found.otherwise.append(Otherwise(message, _label(before), _label(after), after.explanation))
    return DecidedAgain(looked_at, len(messages) - looked_at, found.otherwise)


def _decided(brief: Brief, rules: Sequence[ChannelRuleSpec]) -> Decision:
    return decide(candidates_of(brief), brief.recipient, brief.category, rules, brief.wish, facts_of(brief))


def _label(decision: Decision) -> str:
    return channel_label(decision.channel) if decision.channel else "no channel"
