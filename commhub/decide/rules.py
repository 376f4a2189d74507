"""Channel rules as rows: loading them for the engine, and telling whoever edits one what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection

from commhub.contracts import JSON, ChannelRuleSpec
from commhub.decide import conditions
from commhub.decide.models import ChannelRule


def load_rules() -> tuple[ChannelRuleSpec, ...]:
    """The active rules in order of priority; of two with the same, the name decides."""
    rows = ChannelRule.objects.filter(active=True).order_by("priority", "name")
    return tuple(
        ChannelRuleSpec(
            name=row.name, priority=row.priority, conditions=row.conditions, channels=_names_in(row.channels)
        )
        for row in rows
    )


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


def _names_in(channels: JSON) -> tuple[str, ...]:
    return tuple(name for name in channels if isinstance(name, str)) if isinstance(channels, list) else ()
