"""A set of rules made ready to read with: checked once, sorted by language, compiled when a language is first read. Pure.

A changed list is a new RuleSet, compiled beside the old one, which serves until the new one takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from threading import RLock
from typing import Final

from commhub.lint.blocks import Block
from commhub.lint.errors import LintUnavailable
from commhub.lint.explained import explanations_in
from commhub.lint.folding import fold
from commhub.lint.keeping import Kept
from commhub.lint.matching.forms import forms_of_all
from commhub.lint.matching.patterns import PatternIndex
from commhub.lint.matching.words import WordIndex
from commhub.lint.policy import Policy
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.selection import MIXES_LATIN, NO_TERMS, applies, language_of, problems_with_term

MOST_LOCALES: Final = 64
"""Locales whose rules are ready at once: a `lang` attribute can name any, and each takes some memory."""


class RuleSet:
    """All rules of an organisation, for every language. Immutable; a changed list is a new RuleSet.

    Raises LintUnavailable if any row, of whatever locale, cannot be read: a rule that is silently left out would let
    through what it was written to stop. `digest` names the set: the hash of what it was made from, or ''.
    """

    def __init__(self, terms: Iterable[TermSpec], policy: Policy | None = None, digest: str = "") -> None:
        self.terms = tuple(terms)
        self.policy = policy or Policy()
        self.digest = digest
        self.kept = Kept()
        for term in self.terms:
            for problem in problems_with_term(term):
                raise LintUnavailable(f"The term '{term.text}' ({term.locale}) cannot be checked. {problem}")
        self._by_locale: dict[str, Rules] = {}
        self._terms: dict[frozenset[str], tuple[tuple[TermSpec, ...], Mapping[str, tuple[TermSpec, ...]]]] = {}
        self._searches: dict[tuple[frozenset[str], str], tuple[WordIndex, PatternIndex]] = {}
        self._forms: dict[str, Mapping[TermSpec, Sequence[str]]] = {}
        self._term_locales = frozenset(term.locale for term in self.terms)
        self._lock = RLock()

    def for_locale(self, locale: str) -> Rules:
        """The rules that hold for texts of this locale; the first time, they are compiled."""
        rules = self._by_locale.get(locale)
        if rules is None:
            with self._lock:
                rules = self._by_locale.get(locale) or self._compiled(locale)
                if len(self._by_locale) >= MOST_LOCALES:
                    self._by_locale.pop(next(iter(self._by_locale)), None)
                self._by_locale[locale] = rules
        return rules

    def _compiled(self, locale: str) -> Rules:
        try:
            return Rules(self, locale)
        except Exception as error:  # a plug-in's fault, or memory that RE2 is not given: not checked, not sent
            raise LintUnavailable(
                f"The rules for '{locale}' cannot be made ready: {type(error).__name__}: {error}"
            ) from error

    @cached_property
    def listed(self) -> frozenset[str]:
        """The rules that list their words, so that what they find is a word of ours and nobody's data."""
        return frozenset(term.key for term in self.terms if rule_types.get(term.rule).literal)

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales whose rules are ready."""
        return tuple(self._by_locale)

    def make_ready(self, locales: Iterable[str]) -> RuleSet:
        """Compile for these locales now, and not with their first message."""
        for locale in locales:
            self.for_locale(locale)
        return self

    def terms_for(self, locale: str) -> tuple[tuple[TermSpec, ...], Mapping[str, tuple[TermSpec, ...]]]:
        """The rows in force for a locale, all of them and by rule type. Locales for which the same ones hold share them:
        a document can name any number of languages."""
        key = frozenset(one for one in self._term_locales if applies(one, locale))
        with self._lock:
            if key not in self._terms:
                terms = tuple(
                    term
                    for term in self.terms
                    if term.locale in key and rule_types.get(term.rule).is_in_force(term, self.policy)
                )
                by_type: dict[str, list[TermSpec]] = {}
                for term in terms:
                    by_type.setdefault(term.rule, []).append(term)
                self._terms[key] = terms, {name: tuple(rows) for name, rows in by_type.items()}
            return self._terms[key]

    def searches_for(self, locale: str, terms: Sequence[TermSpec]) -> tuple[WordIndex, PatternIndex]:
        """The search for the words and the one for the patterns among these terms, which are all for the locale.

        Locales that the same rules hold for, and whose texts are read alike, share them.
        """
        language = language_of(locale)
        reading = language if language == "zh" else "mixed" if language in MIXES_LATIN else ""
        key = frozenset(one for one in self._term_locales if applies(one, locale)), reading
        with self._lock:
            if key not in self._searches:
                literal = [term for term in terms if rule_types.get(term.rule).literal]
                patterns = [term.text for term in terms if term.rule == "pattern"]
                words = WordIndex(literal, self._forms_of(literal), locale)
                self._searches[key] = words, PatternIndex(patterns)
            return self._searches[key]

    def _forms_of(self, terms: Sequence[TermSpec]) -> list[Sequence[str]]:
        """The ways to write each term, made once for all locales that it holds for."""
        for language in {term.locale for term in terms} - set(self._forms):
            own = [term for term in self.terms if term.locale == language and rule_types.get(term.rule).literal]
            self._forms[language] = dict(zip(own, forms_of_all(own), strict=True))
        return [self._forms[term.locale][term] for term in terms]


class Rules:
    """The rules for one locale. `patterns` finds which of the pattern rules have anything to say of a text."""

    def __init__(self, rule_set: RuleSet, locale: str) -> None:
        self.rule_set, self.policy, self.locale = rule_set, rule_set.policy, locale
        self.language = language_of(locale)
        self.terms, self.by_type = rule_set.terms_for(locale)
        self.words, self.patterns = rule_set.searches_for(locale, self.terms)
        self._kept = rule_set.kept
        self._types = [(rule_type, self.by_type.get(rule_type.name, NO_TERMS)) for rule_type in rule_types]
        self._in_block = [one for one in self._types if type(one[0]).in_block is not RuleType.in_block]
        self._particular = {one.name: one for one in rule_types if type(one).is_meant is not RuleType.is_meant}
        self._in_message = [one for one in self._types if type(one[0]).in_message is not RuleType.in_message]

    def read(self, block: Block) -> Reading:
        """What stands in a block. Raises LintUnavailable when a rule type fails.

        It depends on the text, its role and the rules alone. Blocks without data are kept: most messages have them.
        """
        if block.spans:
            return self._read(block.text, block.role)
        key = self.locale, block.role, block.text
        reading = self._kept.get(key)
        if reading is None:
            reading = self._read(block.text, block.role)
            self._kept.put(key, reading)
        return reading

    def across(self, readings: Sequence[Reading], facts: Mapping[str, str]) -> list[tuple[int, Hit]]:
        """What only the whole message shows, as (number of the block, hit). `facts` say what message it is."""
        found: list[tuple[int, Hit]] = []
        for rule_type, terms in self._in_message:
            try:
                found += rule_type.in_message(readings, terms, self, facts)
            except Exception as error:  # whatever a plug-in raises, the answer is the same: not checked, not sent
                raise _failed(rule_type, error) from error
        return found

    def _read(self, text: str, role: str) -> Reading:
        folded = fold(text, self.language)
        hits = tuple(
            Hit(one.term, *folded.span(one.start, one.end), doubt=one.doubt) for one in self.words.find(folded)
        )
        reading = Reading(text, self.locale, role, folded, hits)
        if any(hit.term.rule in self._particular for hit in hits):
            hits = tuple(hit for hit in hits if self._is_meant(hit, reading))
            reading = replace(reading, hits=hits)
        found: list[Hit] = []
        for rule_type, terms in self._in_block:
            try:
                found += rule_type.in_block(reading, terms, self)
            except Exception as error:  # as above
                raise _failed(rule_type, error) from error
        if found:
            hits = tuple(sorted([*hits, *found], key=lambda hit: (hit.start, hit.end, hit.term.key)))
            reading = replace(reading, hits=hits)
        explanations = tuple(explanations_in(reading, self))
        return replace(reading, explanations=explanations) if explanations else reading

    def _is_meant(self, hit: Hit, reading: Reading) -> bool:
        rule_type = self._particular.get(hit.term.rule)
        return rule_type is None or rule_type.is_meant(hit, reading)


def _failed(rule_type: RuleType, error: Exception) -> LintUnavailable:
    return LintUnavailable(f"The rule type '{rule_type.name}' failed: {type(error).__name__}: {error}")
