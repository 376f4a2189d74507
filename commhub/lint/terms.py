"""The rules in force: the live versions of all term lists, made ready once and kept until one of them changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from commhub.lint.errors import LintUnavailable
from commhub.lint.models import Term, TermListVersion
from commhub.lint.policy import Policy
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import problems_with_term
from commhub.lint.store.policies import merged_policy
from commhub.versions import State, sha256_of

NO_LIST = (
    "There is no live term list, so that nothing can be checked and nothing is sent. Have one approved in the desk, under "
    "Rules, or load the starter library."
)
Named = tuple[tuple[int, str], ...]
"""Versions by id and content hash: what a set of rules is known by."""


def load_rule_set() -> RuleSet:
    """The active rules of all live term lists together; one query, unless a list has changed since.

    Raises LintUnavailable when there is no live list, or when one of them cannot be read.
    """
    return _in_force(_named(live_versions()))


def readable_rules() -> RuleSet:
    """The rules in force as far as they can be read, to compare with: never to send by."""
    try:
        return load_rule_set()
    except LintUnavailable:
        versions = live_versions()
        specs = [spec for version in versions for spec in specs_of(version) if not problems_with_term(spec)]
        return RuleSet(specs, merged_policy(version.policy for version in versions))


def try_out(candidate: TermListVersion) -> RuleSet:
    """The rules that would be in force if this version were live in the place of its predecessor. Raises LintUnavailable."""
    others = [version for version in live_versions() if version.term_list_id != candidate.term_list_id]
    together = sorted([*others, candidate], key=lambda version: version.term_list.key)
    if candidate.state == State.DRAFT:  # it may change under the same id
        return _made(_named(together))
    return _tried(_named(together))


def live_versions() -> list[TermListVersion]:
    """The live version of every list, by the lists' keys."""
    rows = TermListVersion.objects.filter(state=State.LIVE).select_related("term_list")
    return sorted(rows, key=lambda version: version.term_list.key)


def specs_of(version: TermListVersion) -> list[TermSpec]:
    """The active rows of one version as the engine reads them, in order of their keys."""
    rows = version.terms.filter(active=True).order_by()
    return sorted(map(spec_of, rows), key=lambda spec: spec.key)


def spec_of(row: Term) -> TermSpec:
    """A row as the engine reads it; use it with `selection.problems_with_term` before a row is saved."""
    return TermSpec(
        text=row.text,
        locale=row.locale,
        rule=row.rule,
        kind=row.kind,
        severity=row.severity,
        suggestion=row.suggestion,
        why=row.why,
        allowed_in=_texts(row.allowed_in),
        id=row.key,
        pos=row.pos,
        inflect=row.inflect,
        case=row.case,
        explainable=row.explainable,
        script_variants=row.script_variants,
        expansion=row.expansion,
        domain=row.domain,
        forms=_texts(row.forms),
        settings=json.dumps(row.settings, sort_keys=True, ensure_ascii=False) if row.settings else "",
        must_match=_texts(row.must_match),
        must_not_match=_texts(row.must_not_match),
        source=row.source,
        licence=row.licence,
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _named(versions: list[TermListVersion]) -> Named:
    return tuple((version.pk, version.content_hash) for version in versions)


def _specs_in_force(version: TermListVersion) -> Sequence[TermSpec]:
    """The rows of a version. Those that left draft change no more, so that a new list does not read all others again."""
    if version.state == State.DRAFT or not version.content_hash:
        return specs_of(version)
    return _kept_specs(version.pk, version.content_hash)


@lru_cache(maxsize=64)
def _kept_specs(version: int, content_hash: str) -> tuple[TermSpec, ...]:
    return tuple(specs_of(TermListVersion.objects.get(pk=version)))


@lru_cache(maxsize=1)
def _in_force(versions: Named) -> RuleSet:
    return _made(versions)


@lru_cache(maxsize=1)
def _tried(versions: Named) -> RuleSet:
    return _made(versions)


def _made(versions: Named) -> RuleSet:
    if not versions:
        raise LintUnavailable(NO_LIST)
    found = {row.pk: row for row in TermListVersion.objects.filter(pk__in=[pk for pk, _ in versions])}
    rows = [found[pk] for pk, _ in versions if pk in found]
    if len(rows) < len(versions):
        raise LintUnavailable("A term list was taken away while it was read; it is read again for the next message.")
    specs = [spec for version in rows for spec in _specs_in_force(version)]
    try:
        policy: Policy = merged_policy(version.policy for version in rows)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # written past the checks: it may mean anything
        raise LintUnavailable(f"The policy of the live term lists cannot be read: {error}.") from error
    return RuleSet(specs, policy, sha256_of([list(one) for one in versions]))
