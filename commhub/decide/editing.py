"""The one way to change a draft of the channel rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from commhub.contracts import JSON
from commhub.decide.models import THE_BOOK, ChannelRule, RuleBook, RuleBookVersion


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as somebody wrote it. `row` is the id of the row that it replaces, None for a new one."""

    name: str
    channels: tuple[str, ...]
    conditions: JSON = field(default_factory=dict)
    priority: int = 100
    active: bool = True
    row: int | None = None


def rule_book() -> RuleBook:
    """The rule book; made when nobody has asked for it before."""
    book, _ = RuleBook.objects.get_or_create(key=THE_BOOK)
    return book


def write_rules(version: RuleBookVersion, rules: Iterable[Rule], note: str) -> None:
    """Set the rules of a draft; rows that are not among them are taken out. Raises Frozen unless it is a draft, and
    ValueError when two rules have the same name."""
    version.require_draft()
    wanted = list(rules)
    names = [rule.name for rule in wanted]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"There are two rules called “{twice[0]}”; a decision quotes a rule by its name.")
    version.note = note
    version.save(update_fields=["note"])
    known = {row.pk: row for row in version.rules.all()}
    version.rules.all().delete()
    ChannelRule.objects.bulk_create(
        ChannelRule(
            pk=rule.row if rule.row in known else None,
            version=version,
            name=rule.name,
            priority=rule.priority,
            conditions=rule.conditions,
            channels=list(rule.channels),
            active=rule.active,
        )
        for rule in wanted
    )
