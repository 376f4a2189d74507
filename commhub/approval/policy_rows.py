"""Approval policies as administrators write them: what one may say, what is odd about one, and the log of its changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError

from commhub.approval.assignments import people_of
from commhub.approval.models import ApprovalPolicy
from commhub.approval.people import named
from commhub.approval.policies import Policy, Step, policy_of
from commhub.audit.log import note
from commhub.contracts import JSON
from commhub.versions import version_models
from templates_store.models import LOCALE

APPROVE: Final = "approve_version"


def known_kinds() -> list[str]:
    """The kinds of content that a policy can be about."""
    return sorted(model.kind for model in version_models())


def problems_with_conditions(
    *, kinds: Sequence[JSON], locales: Sequence[JSON], channels: Sequence[JSON], known_channels: Collection[str]
) -> dict[str, list[str]]:
    """What is wrong with the conditions of a policy, as sentences by field; nothing when all is well."""
    found = {
        "kinds": _unknown("kind of content", kinds, known_kinds()),
        "locales": [
            f"{locale!r} is no language tag. Write a tag such as en, en-GB or zh-Hans."
            for locale in locales
            if not _is_tag(locale)
        ],
        "channels": _unknown("channel", channels, sorted(known_channels)),
    }
    return {field: problems for field, problems in found.items() if problems}


def problems_with_steps(steps: Iterable[Step]) -> list[str]:
    """What is wrong with the steps of a policy, as sentences; nothing when all is well."""
    asked = list(steps)
    if not asked:
        return ["A policy without a step would let things go live that nobody approved. Add a step."]
    pairs = [(step.order, step.role) for step in asked]
    twice = sorted({pair for pair in pairs if pairs.count(pair) > 1})
    problems = [f"{role} stands twice in step {order}. Say in one line how many people." for order, role in twice]
    return problems + [f"Step {step.order} asks for nobody." for step in asked if step.count < 1]


def warnings_about(row: ApprovalPolicy) -> list[str]:
    """What makes it impossible to approve what this policy covers, as sentences: it may be meant, and is seldom."""
    if not row.active:
        return []
    found = []
    for step in policy_of(row).steps:
        role = Group.objects.get(name=step.role)
        there = len(people_of(role))
        if not role.permissions.filter(codename=APPROVE).exists() and not there:
            found.append(f"{step.role} do not have the permission to approve, so nothing that this covers can go live.")
        elif there < step.count:
            found.append(
                f"Step {step.order} asks for {step.count} of {step.role}, and {_count(there)} there: nothing that this "
                "policy covers can go live until there are more."
            )
    return found


def described(row: ApprovalPolicy) -> dict[str, JSON]:
    """A policy as plain data, for the log."""
    policy = policy_of(row)
    return {
        "name": policy.name,
        "active": row.active,
        "kinds": sorted(policy.kinds),
        "categories": sorted(policy.categories),
        "brands": sorted(policy.brands),
        "locales": sorted(policy.locales),
        "channels": sorted(policy.channels),
        "steps": [[step.order, step.role, step.count] for step in policy.steps],
    }


def note_policy(
    did: str, row: ApprovalPolicy, actor: User, *, now: datetime, before: dict[str, JSON] | None = None
) -> None:
    """Write down that somebody added, changed or deleted a policy: `did` says which."""
    after = described(row)
    if did == "changed" and after == before:
        return
    facts: dict[str, JSON] = {"before": before} if before else {}
    facts |= {} if did == "deleted" else {"after": after}
    sentence = f"{named(actor)} {did} the approval policy “{row.name}”: {steps_in_words(policy_of(row))}"
    sentence += "." if row.active or did == "deleted" else ", but it does not hold at present."
    actor_name = actor.get_username()
    note(f"policy-{did}", sentence, actor=actor_name, now=now, subject="approval-policy", key=row.name, facts=facts)


def steps_in_words(policy: Policy) -> str:
    """Such as: 1 of Brand reviewers, then 2 of Legal reviewers."""
    turns: dict[int, list[str]] = {}
    for step in sorted(policy.steps, key=lambda step: (step.order, step.role)):
        turns.setdefault(step.order, []).append(f"{step.count} of {step.role}")
    return ", then ".join(" and ".join(turn) for turn in turns.values()) or "nobody"


def conditions_in_words(policy: Policy) -> str:
    """Where a policy holds, such as: template, layout · print; everything when it has no condition."""
    if policy == Policy(policy.name, policy.steps):
        return "everything"
    each = (policy.kinds, policy.categories, policy.brands, policy.locales, policy.channels)
    return " · ".join(", ".join(sorted(values)) for values in each if values)


def _is_tag(value: JSON) -> bool:
    try:
        LOCALE(value)
    except ValidationError:
        return False
    return True


def _unknown(what: str, values: Sequence[JSON], known: Sequence[str]) -> list[str]:
    return [f"There is no {what} {value!r}. There are: {', '.join(known)}." for value in values if value not in known]


def _count(people: int) -> str:
    return "nobody is" if not people else "one is" if people == 1 else f"{people} are"
