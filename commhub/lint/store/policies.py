"""The policy of several term lists together: what each says is kept, and where two differ the stricter holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commhub.contracts import JSON
from commhub.lint.packs.reading import policy_of
from commhub.lint.policy import Policy
from commhub.lint.selection import SEVERITIES


def merged_policy(policies: Iterable[Mapping[str, JSON]]) -> Policy:
    """The policy of these sections of rule packs; what none of them says has its default."""
    whole: dict[str, JSON] = {}
    for policy in policies:
        whole = _merged(whole, policy)
    return policy_of(whole)


def _merged(first: Mapping[str, JSON], second: Mapping[str, JSON]) -> dict[str, JSON]:
    both = {**second, **first}
    for name in first.keys() & second.keys():
        both[name] = _one(first[name], second[name])
    return {name: both[name] for name in sorted(both)}


def _one(first: JSON, second: JSON) -> JSON:
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return _merged(first, second)
    if isinstance(first, list) and isinstance(second, list):
        return list(dict.fromkeys([*first, *second]))
    if isinstance(first, int | float) and isinstance(second, int | float):
        return min(first, second)  # limits: fewer words, an easier text
    if first in SEVERITIES and second in SEVERITIES:
        return min(first, second, key=SEVERITIES.index)
    if {first, second} == {"flag", "ignore"}:
        return "flag"
    return first
