"""The check of a term list before submit and before approval: every row can be read, keeps its promises and stands once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from commhub.approval.errors import Refused
from commhub.contracts import CommhubError
from commhub.lint.examples import failed_examples
from commhub.lint.models import Term, TermListVersion
from commhub.lint.packs.reading import policy_problems
from commhub.lint.rules.base import TermSpec
from commhub.lint.selection import problems_with_term
from commhub.lint.store.writing import with_forms
from commhub.lint.terms import spec_of, try_out
from commhub.versions import State

MOST_TOLD: Final = 20
"""Problems that are told one by one; how many more there are is said at the end."""


def check_term_list(version: TermListVersion) -> None:
    """Raises Refused with what is wrong, row by row."""
    specs = [spec_of(row) for row in version.terms.order_by("locale", "text", "key") if row.active]
    problems = list(policy_problems(version.policy))
    for spec in specs:
        problems += [f"“{spec.text}” ({spec.locale}): {problem}" for problem in _problems(spec)]
    problems += _in_other_lists(version, specs)
    if not problems:
        try:
            try_out(version)
        except CommhubError as error:
            problems.append(str(error))
    if problems:
        told, more = problems[:MOST_TOLD], len(problems) - MOST_TOLD
        rest = f" And {more} more." if more > 0 else ""
        raise Refused(f"{version.label} cannot go on: {' '.join(told)}{rest}")


def make_forms(version: TermListVersion) -> None:
    """Give the rows of a draft that have none the ways to write them, so that no worker has to make them."""
    rows = [row for row in version.terms.all() if not row.forms]
    made = with_forms(spec_of(row) for row in rows)
    changed = []
    for row, spec in zip(rows, made, strict=True):
        if spec.forms:
            row.forms = list(spec.forms)
            changed.append(row)
    Term.objects.bulk_update(changed, ["forms"], batch_size=500)


def _problems(spec: TermSpec) -> list[str]:
    return problems_with_term(spec) or failed_examples(spec)


def _in_other_lists(version: TermListVersion, specs: Sequence[TermSpec]) -> Iterator[str]:
    """Keys that a live row of another list has already."""
    keys = {spec.key for spec in specs}
    rows = Term.objects.filter(active=True, version__state=State.LIVE).exclude(version__term_list=version.term_list)
    for key, label in rows.values_list("key", "version__term_list__label"):
        if key in keys:
            yield f"{key} is in the list “{label}” already."
