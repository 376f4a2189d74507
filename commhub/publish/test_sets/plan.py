"""The test sets of a template version, all of them: what people wrote, what is awkward, and what reaches each condition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from brand_assets.models import Brand
from commhub.codes.dictionary import Dictionary
from commhub.contracts import CompileError
from commhub.publish.compile import Compiled
from commhub.publish.sources import Shelf, Sources, Using
from commhub.publish.test_sets.awkward import awkward_sets, usual
from commhub.publish.test_sets.briefs import sample_with_codes
from commhub.publish.test_sets.conditions import Condition, Reader
from commhub.publish.test_sets.reached import Coverage, Filled
from commhub.publish.test_sets.sets import CONDITION, NAMED, DataSet, declared_set
from commhub.publish.test_sets.wanted import data_for
from templates_store.models import TemplateVersion
from templates_store.test_sets import meant
from templates_store.validation import data_problems

MOST: Final = 40
"""Sets that are made to reach conditions; a template that needs more is too long to be read, and the rest is told."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A test set whose data a template cannot be filled with, and why."""

    brand: str
    locale: str
    channel: str
    test_set: str
    why: str


@dataclass(slots=True)
class TestPlan:
    """All test sets of a version. `sets` are those for every language (declared, named, condition), `awkward` those of a
    locale. `coverage` knows which set reaches which side of each condition."""

    __test__ = False  # this is no test, whatever it is called

    sets: list[DataSet]
    awkward: dict[str, list[DataSet]] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)
    unfilled: list[Unfilled] = field(default_factory=list)

    def all_sets(self, locale: str) -> list[DataSet]:
        """Every set that proofs in a language can be made from, in the order in which they are shown."""
        return [*self.sets, *self.awkward.get(locale, [])]


def sets_of(version: TemplateVersion) -> list[DataSet]:
    """The declared samples and the sets that people named, in that order. Raises ValueError for broken variables."""
    variables = version.variable_specs()
    named = [
        DataSet(one.name, NAMED, meant(one.data, variables), one.recipient)
        for one in version.test_sets.order_by("name")
    ]
    return [declared_set(variables), *named]


def plan_sets(
    version: TemplateVersion, editions: Sequence[Compiled], dictionary: Dictionary, using: Using, shelf: Shelf
) -> TestPlan:
    """The test sets for a version, of which these are the editions; the templates of each are filled with each set.

    What the sets of people do not reach of the conditions is looked for in data made for it, and then in the awkward sets:
    so that a reviewer reads ordinary messages where there are any.
    """
    plan = TestPlan(sets_of(version))
    runs = [_Edition(one, dictionary, _reader(using, shelf, one.edition.brand_key)) for one in editions]
    for data_set in plan.sets:
        _run(runs, data_set, plan)
    variables = version.variable_specs()
    # What holds comes first: in a chain of `elif` the sets for it reach what does not hold before as well.
    for condition, side in sorted(plan.coverage.missing(), key=lambda one: not one[1]):
        if (condition.place, side) in plan.coverage.by_set or len(plan.sets) > MOST:
            continue
        found = _reaching(version, condition, side, runs, plan)
        if found is not None:
            plan.sets.append(found)
            _run(runs, found, plan)
    for locale in dict.fromkeys(run.locale for run in runs):
        plan.awkward[locale] = awkward_sets(variables, locale)
        for data_set in plan.awkward[locale]:
            _run([run for run in runs if run.locale == locale], data_set, plan)
    return plan


class _Edition:
    """One edition with its channels, ready to be filled."""

    def __init__(self, compiled: Compiled, dictionary: Dictionary, block: Reader) -> None:
        self.compiled = compiled
        self.edition = compiled.edition
        self.locale = compiled.edition.locale
        self.dictionary = dictionary
        self.channels = {
            name: Filled(compiled.edition, name, source, block) for name, source in compiled.sources.items()
        }

    def run(self, data_set: DataSet, coverage: Coverage) -> Iterator[Unfilled]:
        brief = sample_with_codes(
            self.edition, self.compiled.asset_bytes, data_set.data, self.dictionary, data_set.recipient
        )
        for name, filled in self.channels.items():
            if why := filled.run(brief, data_set.name, coverage):
                yield Unfilled(self.edition.brand_key, self.locale, name, data_set.name, why)


def _run(runs: Sequence[_Edition], data_set: DataSet, plan: TestPlan) -> None:
    for run in runs:
        plan.unfilled += run.run(data_set, plan.coverage)


def _reaching(
    version: TemplateVersion, condition: Condition, side: bool, runs: Sequence[_Edition], plan: TestPlan
) -> DataSet | None:
    """A set with which this side is seen to be reached, in any of the editions; None when none is found."""
    variables = version.variable_specs()
    for run in runs:
        whole = usual(variables, run.locale)
        for data, attributes in data_for(condition, side, variables, whole):
            if data_problems(data, variables):
                continue
            recipient = {"attributes": attributes} if attributes else {}
            tried = DataSet(_name(condition, side, plan), CONDITION, data, recipient)
            seen = Coverage()
            if not list(run.run(tried, seen)) and (condition.place, side) in seen.by_set:
                return tried
        if condition.place.where.startswith("layout") or f"({run.locale})" in condition.place.where:
            break
    return None


def _name(condition: Condition, side: bool, plan: TestPlan) -> str:
    """What the set is shown under: the side that it was made for; told apart from others that say the same by the
    condition around it, or by a number."""
    known = {data_set.name for data_set in plan.sets}
    texts = {repr(one.test): one.text for one in plan.coverage.conditions.values()}
    around = next(
        (texts[key] for test, holds in reversed(condition.guards) if holds and (key := repr(test)) in texts), ""
    )
    names = [f"Where {condition.side(side)}"[:100]]
    names += [f"Where {around} and {condition.side(side)}"[:100]] if around else []
    names += [f"{names[-1]} ({number})" for number in range(2, MOST + 3)]
    return next(name for name in names if name not in known)


def _reader(using: Using, shelf: Shelf, brand: str) -> Reader:
    default = shelf.get(("default-locale", brand), lambda: Brand.objects.get(key=brand).default_locale)
    sources = Sources(using, shelf, default_locale=default)

    def block(key: str, locale: str) -> tuple[str, str, str]:
        try:
            return sources.block_text(key, locale, "")
        except CompileError:  # compiling says it, with its place
            return "", "", locale

    return block
