"""Which channel a message goes by, and why: a pure function of what was loaded before.

Order of authority: what cannot be used or must not be > the channels that the first matching rule allows. Among those
the app's wish comes first, then the customer's preference where the category lets it count, then the rule's own order
(or the default order where no rule matches).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commhub.contracts import JSON, Candidate, CategoryPolicy, ChannelRuleSpec, Decision, Recipient
from commhub.decide.case import DEFAULT, LEFT_OUT, PREFERENCE, RULE, WISH, Case, Tried
from commhub.decide.conditions import CannotTell, holds
from commhub.decide.explaining import considered_of, explanation_of


def decide(
    candidates: Sequence[Candidate],
    recipient: Recipient,
    category: CategoryPolicy,
    rules: Sequence[ChannelRuleSpec],
    wish: str,
    facts: Mapping[str, JSON],
) -> Decision:
    """Try every channel in order of authority; the first that can be used is chosen.

    `rules` may come in any order. Names of channels that do not exist (in a rule, a wish or a preference) are
    reported in `considered` and passed over. A rule whose conditions cannot be read does not match.
    """
    looked_at: dict[str, JSON] = {}
    passed_over: list[dict[str, str]] = []
    case = Case(
        known={one.channel: one for one in sorted(candidates, key=lambda one: (one.order, one.channel))},
        recipient=recipient,
        category=category,
        wish=wish,
        rule=_first_match(rules, facts, looked_at, passed_over),
    )
    tried = [Tried(channel, basis, case.barrier(channel)) for channel, basis in _order_of_trying(case).items()]
    chosen = next((one for one in tried if one.barrier is None), None)
    return Decision(
        channel=chosen.channel if chosen else "",
        explanation=explanation_of(case, tried, chosen),
        considered=tuple(considered_of(case, one, chosen) for one in tried),
        rule=case.rule.name if case.rule else "",
        inputs={
            **case.inputs(),
            "facts": {name: looked_at[name] for name in sorted(looked_at)},
            "rules_passed_over": passed_over,
        },
    )


def _first_match(
    rules: Sequence[ChannelRuleSpec],
    facts: Mapping[str, JSON],
    looked_at: dict[str, JSON],
    passed_over: list[dict[str, str]],
) -> ChannelRuleSpec | None:
    for rule in sorted(rules, key=lambda one: (one.priority, one.name)):
        try:
            if holds(rule.conditions, facts, looked_at):
                return rule
        except CannotTell as error:
            passed_over.append({"rule": rule.name, "why": str(error)})
    return None


def _order_of_trying(case: Case) -> dict[str, str]:
    """Every channel with what brought it up, in the order in which they are tried."""
    bases: dict[str, str] = {}
    if case.wish:
        bases[case.wish] = WISH
    preferred = case.recipient.preferred_channel if case.category.preference_applies else ""
    if preferred and (preferred in case.allowed or preferred not in case.known):
        bases.setdefault(preferred, PREFERENCE)
    for channel in case.allowed:
        bases.setdefault(channel, RULE if case.rule else DEFAULT)
    for channel in case.known:
        bases.setdefault(channel, LEFT_OUT)
    return bases
