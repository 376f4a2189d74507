"""The term list as rows: loading it for the engine."""

from __future__ import annotations

from functools import lru_cache

from commhub.lint.models import Term
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet


def load_rule_set() -> RuleSet:
    """The active rules of every locale; compiled anew only when they changed."""
    return _compiled(tuple(spec_of(row) for row in Term.objects.filter(active=True).order_by("locale", "rule", "text")))


def spec_of(row: Term) -> TermSpec:
    """A row as the engine reads it; use it with `selection.problems_with_term` before a row is saved."""
    phrases = row.allowed_in if isinstance(row.allowed_in, list) else []
    return TermSpec(
        text=row.text,
        locale=row.locale,
        rule=row.rule,
        kind=row.kind,
        severity=row.severity,
        suggestion=row.suggestion,
        why=row.why,
        allowed_in=tuple(str(phrase) for phrase in phrases),
    )


@lru_cache(maxsize=2)
def _compiled(terms: tuple[TermSpec, ...]) -> RuleSet:
    return RuleSet(terms)
