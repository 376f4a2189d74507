"""A set of rules made ready to read with: checked once, sorted by language, compiled when a language is first read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from commhub.lint.blocks import Block
from commhub.lint.errors import LintUnavailable
from commhub.lint.explained import explanations_in
from commhub.lint.folding import fold
from commhub.lint.matching.words import WordIndex
from commhub.lint.policy import Policy
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.selection import NO_TERMS, applies, problems_with_term

MOST_KEPT: Final = 20_000
"""Readings of blocks without data that are kept for the next message; then all are forgotten."""


class RuleSet:
    """All rules of an organisation, for every language. Immutable; a changed list is a new RuleSet.

    Raises LintUnavailable if any row, of whatever locale, cannot be read: a rule that is silently left out would let
    through what it was written to stop. `digest` names the set: the hash of what it was made from, or ''.
    """

    def __init__(self, terms: Iterable[TermSpec], policy: Policy | None = None, digest: str = "") -> None:
        self.terms = tuple(terms)
        self.policy = policy or Policy()
        self.digest = digest
        self._by_locale: dict[str, Rules] = {}
        for term in self.terms:
            for problem in problems_with_term(term):
                raise LintUnavailable(f"The term '{term.text}' ({term.locale}) cannot be checked. {problem}")

    def for_locale(self, locale: str) -> Rules:
        """The rules that hold for texts of this locale."""
        if locale not in self._by_locale:
            self._by_locale[locale] = Rules(self, locale)
        return self._by_locale[locale]


class Rules:
    """The rules for one locale, and the readings of blocks that were made with them."""

    def __init__(self, rule_set: RuleSet, locale: str) -> None:
        self.rule_set, self.policy, self.locale = rule_set, rule_set.policy, locale
        self.terms = tuple(term for term in rule_set.terms if applies(term.locale, locale))
        by_type: dict[str, list[TermSpec]] = {}
        for term in self.terms:
            by_type.setdefault(term.rule, []).append(term)
        self.by_type: Mapping[str, tuple[TermSpec, ...]] = {name: tuple(rows) for name, rows in by_type.items()}
        literal = chain.from_iterable(rows for name, rows in by_type.items() if rule_types.get(name).literal)
        self.words = WordIndex(tuple(literal))
        self._kept: dict[tuple[str, str], Reading] = {}

    def read(self, block: Block) -> Reading:
        """What stands in a block. Raises LintUnavailable when a rule type fails."""
        if block.spans:
            return self._read(block.text, block.role)
        key = block.text, block.role
        reading = self._kept.get(key)
        if reading is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            reading = self._kept[key] = self._read(*key)
        return reading

    def _read(self, text: str, role: str) -> Reading:
        folded = fold(text)
        hits = [Hit(term, *folded.span(start, end)) for start, end, term in self.words.find(folded)]
        reading = Reading(text, self.locale, role, folded, tuple(hits))
        for rule_type in rule_types:
            hits += self._found(rule_type, reading)
        reading = replace(reading, hits=tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.term.key))))
        return replace(reading, explanations=tuple(explanations_in(reading, self)))

    def _found(self, rule_type: RuleType, reading: Reading) -> Sequence[Hit]:
        try:
            return list(rule_type.in_block(reading, self.by_type.get(rule_type.name, NO_TERMS), self))
        except Exception as error:  # whatever a plug-in raises, the answer is the same: not checked, not sent
            raise LintUnavailable(
                f"The rule type '{rule_type.name}' failed: {type(error).__name__}: {error}"
            ) from error
