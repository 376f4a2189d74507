"""One decision's circumstances, and what rules a channel out in them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commhub.contracts import JSON, Candidate, CategoryPolicy, ChannelRuleSpec, Recipient

WISH, PREFERENCE, RULE, DEFAULT, LEFT_OUT = "wish", "preference", "rule", "default-order", "left-out"
"""What brings a channel up: the app, the customer, the matching rule, the default order; or the rule leaves it out."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """Why a channel cannot be used: `code` in kebab-case, `clause` the same as a clause of a sentence."""

    code: str
    clause: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A channel that was tried, what brought it up, and what stood in its way, if anything did."""

    channel: str
    basis: str
    barrier: Barrier | None


@dataclass(frozen=True, slots=True)
class Case:
    """All that bears on one decision. `known` holds the candidates by channel, in default order."""

    known: Mapping[str, Candidate]
    recipient: Recipient
    category: CategoryPolicy
    wish: str
    rule: ChannelRuleSpec | None

    @property
    def allowed(self) -> tuple[str, ...]:
        """The channels that may be used, in order: those of the matching rule, or all there are."""
        return tuple(dict.fromkeys(self.rule.channels)) if self.rule else tuple(self.known)

    def label(self, channel: str) -> str:
        """How people call a channel, as it stands inside a sentence: e-mail, SMS, letter."""
        if channel not in self.known:
            return f"'{channel}'"
        label = self.known[channel].label
        return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == "-" else label

    @property
    def category_label(self) -> str:
        return self.category.label[:1].lower() + self.category.label[1:]

    def barrier(self, channel: str) -> Barrier | None:
        """What rules this channel out, or None. What the person or the law forbids is tested before any rule."""
        if channel not in self.known:
            return Barrier("unknown-channel", f"there is no channel called '{channel}'")
        barrier = self._unreachable(self.known[channel]) or self._forbidden(channel)
        if barrier is None and self.rule and channel not in self.allowed:
            return Barrier("rule", f"the rule '{self.rule.name}' leaves {self.label(channel)} out")
        return barrier

    def inputs(self) -> dict[str, JSON]:
        """What was looked at beside the facts, as plain JSON; addresses and numbers themselves are left out."""
        return {
            "wish": self.wish,
            "preference": self.recipient.preferred_channel,
            "category": {
                "key": self.category.key,
                "preference_applies": self.category.preference_applies,
                "consent_required": self.category.consent_required,
            },
            "channels": {
                channel: {
                    "offered": candidate.offered,
                    "contact": candidate.contact.status if candidate.contact else None,
                    "address_problem": candidate.address_problem,
                    "consent": self.recipient.consents.get((self.category.key, channel)),
                }
                for channel, candidate in self.known.items()
            },
            "suppressed": [
                {"channel": one.channel, "reason": one.reason, "category": one.category}
                for one in self.recipient.suppressed
                if one.channel in self.known and one.category in ("", self.category.key)
            ],
        }

    def _unreachable(self, candidate: Candidate) -> Barrier | None:
        if not candidate.offered:
            return Barrier("not-offered", f"the template does not go out by {self.label(candidate.channel)}")
        if candidate.contact is None:
            return Barrier("no-contact-point", f"there is no {candidate.contact_label}")
        if candidate.address_problem:
            return Barrier("unusable-address", f"the {candidate.contact_label} {candidate.address_problem}")
        if candidate.contact.status != "ok":
            status = candidate.contact.status.replace("_", " ").replace("-", " ")
            return Barrier("unusable-address", f"the {candidate.contact_label} is marked '{status}'")
        return None

    def _forbidden(self, channel: str) -> Barrier | None:
        label = self.label(channel)
        for one in self.recipient.suppressed:
            if one.channel == channel and one.category in ("", self.category.key):
                return Barrier("suppressed", f"{label} has been suppressed ({one.reason or 'no reason given'})")
        consent = self.recipient.consents.get((self.category.key, channel))
        if consent is False:
            return Barrier("consent-withdrawn", f"consent to {self.category_label} by {label} has been withdrawn")
        if consent is None and self.category.consent_required:
            return Barrier("no-consent", f"there is no consent to {self.category_label} by {label}")
        return None
