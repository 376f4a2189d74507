"""The policy of several term lists together: what each says is kept, and where two differ the stricter holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from commhub.contracts import JSON
from commhub.lint.packs.reading import policy_of
from commhub.lint.policy import Policy
from commhub.lint.rules.readability import FORMULAS
from commhub.lint.selection import SEVERITIES

HIGHER_IS_EASIER: Final = frozenset(
    f".readability.hardest.{language}" for language, formula in FORMULAS.items() if not formula.higher_is_harder
)
"""The limits of which the higher one is the stricter."""


def merged_policy(policies: Iterable[Mapping[str, JSON]]) -> Policy:
    """The policy of these sections of rule packs; what none of them says has its default."""
    whole: dict[str, JSON] = {}
    for policy in policies:
        whole = _merged(whole, policy)
    return policy_of(whole)


def _merged(first: Mapping[str, JSON], second: Mapping[str, JSON], section: str = "") -> dict[str, JSON]:
    both = {**second, **first}
    for name in first.keys() & second.keys():
        both[name] = _one(first[name], second[name], f"{section}.{name}")
    return {name: both[name] for name in sorted(both)}


def _one(first: JSON, second: JSON, name: str) -> JSON:
    """The stricter of two values of one setting."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return _merged(first, second, name)
    if isinstance(first, list) and isinstance(second, list):
        return list(dict.fromkeys([*first, *second]))
    if isinstance(first, int | float) and isinstance(second, int | float):
        return max(first, second) if name in HIGHER_IS_EASIER else min(first, second)  # fewer words, an easier text
    if first in SEVERITIES and second in SEVERITIES:
        return min(first, second, key=SEVERITIES.index)
    if {first, second} == {"flag", "ignore"}:
        return "flag"
    return first
