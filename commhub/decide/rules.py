"""Channel rules as rows: loading the live ones for the engine, and telling whoever edits one what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from commhub.contracts import JSON, ChannelRuleSpec
from commhub.decide import conditions
from commhub.decide.models import ChannelRule, RuleBookVersion
from commhub.versions import State


def load_rules() -> tuple[ChannelRuleSpec, ...]:
    """The active rules of the live version in order of priority; of two with the same, the name decides."""
    return _specs(ChannelRule.objects.filter(version__state=State.LIVE))


def rules_of(version: RuleBookVersion) -> tuple[ChannelRuleSpec, ...]:
    """The same of any version, as it would decide if it were live."""
    return _specs(version.rules.all())


def problems_with_rule(rule: ChannelRule, known: Collection[str]) -> list[str]:
    """What is wrong with a rule; `known` are the names of the channels that are installed. Empty when all is well."""
    named = [] if rule.name.strip() else ["A rule needs a name: it is quoted as the reason for a decision."]
    return [*named, *problems_with_conditions(rule.conditions), *problems_with_channels(rule.channels, known)]


def problems_with_conditions(tree: JSON) -> list[str]:
    """What is wrong with a tree of conditions: sentences, each with the place in the tree. Empty when all is well."""
    return list(conditions.problems(tree))


def problems_with_channels(channels: JSON, known: Collection[str]) -> list[str]:
    """What is wrong with a rule's list of channels; `known` are the names of the channels that are installed."""
    installed = list(known)
    names = ", ".join(installed)
    if not isinstance(channels, list) or not channels:
        return [f"A rule needs a list with at least one channel. The channels are {names}."]
    found = [f"There is no channel '{name}'. The channels are {names}." for name in channels if name not in installed]
    twice = sorted({str(name) for name in channels if channels.count(name) > 1})
    return found + [f"'{name}' is listed twice." for name in twice]


def _specs(rows: Iterable[ChannelRule]) -> tuple[ChannelRuleSpec, ...]:
    found = [
        ChannelRuleSpec(
            name=row.name, priority=row.priority, conditions=row.conditions, channels=_names_in(row.channels)
        )
        for row in rows
        if row.active
    ]
    return tuple(sorted(found, key=lambda spec: (spec.priority, spec.name)))


def _names_in(channels: JSON) -> tuple[str, ...]:
    return tuple(name for name in channels if isinstance(name, str)) if isinstance(channels, list) else ()
