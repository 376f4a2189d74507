"""How a decision reads to whoever answers the customer: one sentence for the whole, one for each channel. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from commhub.contracts import Considered
from commhub.decide.case import PREFERENCE, WISH, Case, Tried


def explanation_of(case: Case, tried: Sequence[Tried], chosen: Tried | None) -> str:
    """Such as: SMS, because Maria prefers it; the app asked for it by letter, but there is no postal address."""
    if chosen is None:
        clauses = [one.barrier.clause for one in tried if one.barrier]
        reasons = " and ".join(filter(None, [", ".join(clauses[:-1]), *clauses[-1:]]))
        return f"No channel: {reasons or 'there is none to choose from'}."
    label = case.known[chosen.channel].label
    return "; ".join([f"{label}, because {_reason(case, chosen)}", *_asides(case, tried, chosen)]) + "."


def considered_of(case: Case, one: Tried, chosen: Tried | None) -> Considered:
    """What the decision found out about one channel."""
    if one.barrier or chosen is None:
        code, clause = (one.barrier.code, one.barrier.clause) if one.barrier else ("", "")
        return Considered(one.channel, "ruled-out", code, clause[:1].upper() + clause[1:] + ".")
    if one == chosen:
        reason = _reason(case, one)
        return Considered(one.channel, "chosen", one.basis, reason[:1].upper() + reason[1:] + ".")
    why = f"{case.known[one.channel].label} could be used, but {case.label(chosen.channel)} comes before it."
    return Considered(one.channel, "not-needed", "another-came-first", why)


def _reason(case: Case, chosen: Tried) -> str:
    if chosen.basis == WISH:
        return "the app asked for it"
    if chosen.basis == PREFERENCE:
        return f"{_name(case)} prefers it"
    first = case.allowed[0] == chosen.channel
    if case.rule:
        return f"the rule '{case.rule.name}' " + ("says so" if first else "names it next")
    return f"it comes {'first' if first else 'next'} by default"


def _asides(case: Case, tried: Sequence[Tried], chosen: Tried) -> list[str]:
    """What else a person would ask: what became of the wish, of the preference, of the channels named before."""
    barriers = {one.channel: one.barrier for one in tried}
    asides: list[str] = []
    told = {chosen.channel}
    refused = barriers.get(case.wish)
    if refused:
        asides.append(f"the app asked for it by {case.label(case.wish)}, but {refused.clause}")
        told.add(case.wish)
    preferred = case.recipient.preferred_channel
    if preferred and preferred not in told and chosen.basis != WISH:
        unmet = barriers.get(preferred)
        clause = unmet.clause if unmet else ""
        if not case.category.preference_applies:
            clause = f"preferences do not count for {case.category_label}"
        asides.append(f"{_name(case)} prefers it by {case.label(preferred)}, but {clause}")
        told.add(preferred)
    before = [one for one in tried[: tried.index(chosen)] if one.channel not in told]
    return asides + [one.barrier.clause for one in before if one.barrier]


def _name(case: Case) -> str:
    return " ".join(case.recipient.name.split()) or "the customer"
