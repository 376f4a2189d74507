"""The only ways to change the draft of a term list; each refuses what has left draft."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from commhub.contracts import JSON
from commhub.lint.matching.forms import forms_of_all
from commhub.lint.models import CONTENT, Term, TermListVersion
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec


def write_list(version: TermListVersion, terms: Iterable[TermSpec], policy: Mapping[str, JSON], note: str) -> None:
    """Put these rows in the place of all that a draft has. Rows that were not active are gone with the others."""
    write_about(version, policy, note)
    version.terms.all().delete()
    Term.objects.bulk_create([row_of(spec, version) for spec in terms])


def write_about(version: TermListVersion, policy: Mapping[str, JSON], note: str) -> None:
    """Set what a draft says beside its rows."""
    version.require_draft()
    version.policy = dict(policy)
    version.note = note
    version.save(update_fields=["policy", "note"])


def write_term(version: TermListVersion, spec: TermSpec, *, row: Term | None = None, active: bool = True) -> Term:
    """Add a row to a draft, or write one of its rows anew. A row keeps its key, so that its waivers go on holding."""
    version.require_draft()
    written = row_of(replace(spec, id=row.key) if row and not spec.id else spec, version)
    written.pk = row.pk if row else None
    written.active = active
    written.save()
    return written


def remove_terms(version: TermListVersion, rows: Iterable[int]) -> int:
    """Take rows out of a draft; answers how many were there."""
    version.require_draft()
    return version.terms.filter(pk__in=list(rows)).delete()[0]


def switch_terms(version: TermListVersion, rows: Iterable[int], *, active: bool) -> int:
    """Have rows of a draft say something, or nothing; answers how many there are."""
    version.require_draft()
    return version.terms.filter(pk__in=list(rows)).update(active=active)


def row_of(spec: TermSpec, version: TermListVersion | None) -> Term:
    """A rule as a row of a version (or of none yet), not saved."""
    row = Term(
        key=spec.key,
        text=spec.text,
        locale=spec.locale,
        rule=spec.rule,
        kind=spec.kind,
        severity=spec.severity,
        suggestion=spec.suggestion,
        why=spec.why,
        allowed_in=list(spec.allowed_in),
        pos=spec.pos,
        inflect=spec.inflect,
        case=spec.case,
        explainable=spec.explainable,
        script_variants=spec.script_variants,
        expansion=spec.expansion,
        domain=spec.domain,
        forms=list(spec.forms),
        settings=json.loads(spec.settings) if spec.settings else {},
        must_match=list(spec.must_match),
        must_not_match=list(spec.must_not_match),
        source=spec.source,
        licence=spec.licence,
    )
    if version is not None:
        row.version = version
    return row


def content_of(terms: Iterable[TermSpec], policy: Mapping[str, JSON]) -> dict[str, JSON]:
    """What `content()` says of a version with these rows and this policy."""
    rows = [row_of(spec, None) for spec in terms]
    entries = [{name: getattr(row, name) for name in CONTENT} for row in rows]
    return {"policy": dict(policy), "terms": sorted(entries, key=lambda entry: str(entry["key"]))}


def with_forms(terms: Iterable[TermSpec]) -> tuple[TermSpec, ...]:
    """The rules with the ways to write them, for those that have none: made here, so that no worker has to."""
    given = tuple(terms)
    wanted = [number for number, term in enumerate(given) if not term.forms and _has_forms(term)]
    made = dict(zip(wanted, forms_of_all([given[number] for number in wanted]), strict=True))
    return tuple(replace(term, forms=made.get(number, term.forms)) for number, term in enumerate(given))


def _has_forms(term: TermSpec) -> bool:
    return term.rule in rule_types and rule_types.get(term.rule).literal
