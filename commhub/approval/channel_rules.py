"""The check of the channel rules before submit and before approval: every rule can be read."""

from __future__ import annotations

from commhub.approval.errors import Refused
from commhub.channels import channels
from commhub.decide.models import RuleBookVersion
from commhub.decide.rules import problems_with_rule


def check_rules(version: RuleBookVersion) -> None:
    """Raises Refused with what is wrong, rule by rule. No rules at all are fine: then the usual order counts."""
    known = channels.names()
    problems = [
        f"the rule “{rule.name}”: {problem}"
        for rule in version.rules.order_by("priority", "name")
        for problem in problems_with_rule(rule, known)
    ]
    if problems:
        raise Refused(f"{version.label} cannot go on: {' '.join(problems)}")
