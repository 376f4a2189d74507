"""The people, channels and categories that the tests of decisions share."""

from __future__ import annotations

from typing import Any

from commhub.contracts import JSON, Candidate, CategoryPolicy, ChannelRuleSpec, Contact, Decision, Recipient
from commhub.decide.engine import decide

SERVICE = CategoryPolicy("service", "Service messages", preference_applies=True, consent_required=False)
LEGAL = CategoryPolicy("legal", "Legal notices", preference_applies=False, consent_required=False)
MARKETING = CategoryPolicy("marketing", "Marketing", preference_applies=True, consent_required=True)

CONTACTS = {
    "email": Contact("email", "maria@example.com"),
    "sms": Contact("phone", "+447700900123"),
    "print": Contact("address", {"lines": ["1 High Street"], "postcode": "AB1 2CD", "country": "GB"}),
}
NAMES = {
    "email": ("E-mail", "e-mail address"),
    "sms": ("Text message", "mobile number"),
    "print": ("Letter", "address"),
}
ORDER = {"email": 10, "sms": 20, "print": 30}


def candidate(channel: str, **changed: Any) -> Candidate:
    label, contact_label = NAMES[channel]
    values: dict[str, Any] = {
        "channel": channel,
        "label": label,
        "order": ORDER[channel],
        "offered": True,
        "contact_label": contact_label,
        "contact": CONTACTS[channel],
    }
    return Candidate(**{**values, **changed})


def maria(**known: Any) -> Recipient:
    return Recipient(**{"name": "Maria", "locale": "en-GB", **known})


def rule(name: str, *channels: str, priority: int = 100, **conditions: JSON) -> ChannelRuleSpec:
    return ChannelRuleSpec(name, priority, conditions, channels)


def decided(
    recipient: Recipient | None = None,
    *rules: ChannelRuleSpec,
    category: CategoryPolicy = SERVICE,
    wish: str = "",
    facts: dict[str, JSON] | None = None,
    **changed: dict[str, Any],
) -> Decision:
    """Decide for Maria among e-mail, SMS and print; `email={"contact": None}` and the like change a candidate."""
    candidates = [candidate(channel, **changed.get(channel, {})) for channel in ("print", "email", "sms")]
    return decide(candidates, recipient or maria(), category, rules, wish, facts or {})


def verdicts(decision: Decision) -> list[tuple[str, str, str]]:
    return [(one.channel, one.verdict, one.code) for one in decision.considered]
