"""The rule type consistency: one name for one thing throughout a message.

A row's text names the thing for people; its settings list the names that are in use for it, and maybe the one to keep:
`{"prefer": "excess", "variants": ["deductible", "self-insured retention"]}`. With a preferred name every other one is a
finding; without one, the name that a message uses first is the one to keep.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from commhub.lint.folding import fold
from commhub.lint.matching.chinese import simplified
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules._settings import problem_with_settings, settings_of
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.scripts import HAN
from commhub.lint.wording import quote

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules

MOST_KEPT: Final = 5_000
LONGEST_KEPT: Final = 2_000
"""Characters of a block whose names are kept: what most messages have is short."""
MOST_NAMES: Final = 50
NO_LETTER_BEFORE: Final = rf"(?<![^\W{HAN}])"
NO_LETTER_AFTER: Final = rf"(?:e?s)?(?![^\W{HAN}])"
"""Letters of spaced scripts on either side make another word; an English plural does not."""


@dataclass(frozen=True, slots=True)
class Use:
    """A name of a thing where it stands in a block."""

    term: TermSpec
    name: str
    start: int
    end: int


class Names:
    """The names of all things that the rows of one language speak of, and where they stand in texts read before."""

    def __init__(self, terms: Sequence[TermSpec]) -> None:
        self._owners: dict[str, list[tuple[TermSpec, str]]] = {}
        for term in terms:
            for name in names_of(term):
                self._owners.setdefault(_compared(name), []).append((term, name))
        written = sorted(self._owners, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_pattern, written)) or r"(?!)")
        self._kept: OrderedDict[str, tuple[Use, ...]] = OrderedDict()

    def uses(self, reading: Reading) -> tuple[Use, ...]:
        """The names in one block, in order."""
        found = self._kept.get(reading.text)
        if found is None:
            found = tuple(self._find(reading))
            if len(reading.text) <= LONGEST_KEPT:
                self._kept[reading.text] = found
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _find(self, reading: Reading) -> Iterable[Use]:
        for match in self._pattern.finditer(simplified(reading.folded.folded)):
            start, end = reading.folded.span(*match.span())
            for term, name in self._owners[self._name(match[0])]:
                yield Use(term, name, start, end)

    def _name(self, written: str) -> str:
        return next(one for one in (written, written[:-1], written[:-2]) if one in self._owners)


class ConsistencyRule(RuleType):
    """Rows of names for one thing, of which a message should use one."""

    name = "consistency"
    label = "One name for one thing"

    def __init__(self) -> None:
        self._names: WeakKeyDictionary[Rules, Names] = WeakKeyDictionary()

    def in_message(
        self, readings: Sequence[Reading], terms: Sequence[TermSpec], rules: Rules, facts: Mapping[str, str]
    ) -> Iterable[tuple[int, Hit]]:
        if not terms:
            return
        names = self._names.get(rules)
        if names is None:
            names = self._names[rules] = Names(terms)
        keep: dict[str, str] = {}
        for number, reading in enumerate(readings):
            for use in names.uses(reading):
                prefer = settings_of(use.term.settings).get("prefer", "")
                kept = prefer or keep.setdefault(use.term.key, use.name)
                if use.name != kept:
                    said = reading.text[use.start : use.end]
                    rule = replace(use.term, suggestion=kept, explainable=False)
                    yield number, Hit(rule, use.start, use.end, _message(said, kept, is_preferred=bool(prefer)))

    def problem_with(self, term: TermSpec) -> str:
        problem = problem_with_settings(term.settings, ("prefer",), ("variants",))
        if problem:
            return problem
        names = [_compared(name) for name in names_of(term)]
        if len(names) < 2:
            return "The settings name fewer than two ways to call the thing: list them under 'variants'"
        if not all(names):
            return "One of the names in the settings is empty"
        if len(set(names)) < len(names):
            return "The settings list one name twice"
        return f"The settings list more than {MOST_NAMES} names" if len(names) > MOST_NAMES else ""


def names_of(term: TermSpec) -> tuple[str, ...]:
    """The names that a row speaks of, the preferred one first if there is one."""
    settings = settings_of(term.settings)
    prefer, variants = settings.get("prefer", ""), settings.get("variants", [])
    return (prefer, *(name for name in variants if name != prefer)) if prefer else tuple(variants)


def _compared(name: str) -> str:
    return simplified(fold(name).folded.strip())


def _pattern(name: str) -> str:
    words = re.escape(name)
    before = NO_LETTER_BEFORE if not re.match(f"[{HAN}]", name) else ""
    after = NO_LETTER_AFTER if not re.match(f"[{HAN}]", name[-1]) else ""
    return f"{before}{words}{after}"


def _message(said: str, kept: str, *, is_preferred: bool) -> str:
    if is_preferred:
        return f"{quote(said)} is called {quote(kept)} everywhere else; use that one name, or people look for a difference."
    return (
        f"{quote(said)} is a second name for what this message first calls {quote(kept)}; use one name throughout, or "
        "people look for a difference."
    )
