"""The rule type acronym: abbreviations that customers do not know, listed ones and those that nobody has listed yet.

Listed ones are rows, found like words. One that nobody listed is found by its shape: two to six capitals, an optional
plural s (design/lint.md, "Acronyms"). It is a finding wherever it stands before the message has explained it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from commhub.contracts import UNLISTED_ACRONYM
from commhub.lint.folding import fold
from commhub.lint.matching.stretches import Stretches
from commhub.lint.policy import FLAG
from commhub.lint.reading import Hit, Reading
from commhub.lint.rules._acronym_context import EXCEPTIONS, OF_LISTED, WINDOW, Place
from commhub.lint.rules._ordinary import is_known_in, is_word
from commhub.lint.rules._shouting import Shouting
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.rules.term import words_problem
from commhub.lint.selection import MIXES_LATIN, language_of

if TYPE_CHECKING:
    from commhub.lint.ruleset import Rules, RuleSet

CAPITAL: Final = "A-ZÀ-ÖØ-ÞŁŚŻŹĆŃĘĄ"
CYRILLIC: Final = "А-ЯЁ"
JOINS: Final = "A-Za-z0-9_À-ÖØ-öø-ɏͰ-ӿԀ-ԯ֐-߿"
"""Letters of spaced scripts, digits and _: beside one of these, capitals are part of something else."""
CANDIDATE = re.compile(
    rf"(?<![{JOINS}.&])(?:"
    rf"(?:[{CAPITAL}]\.){{2,6}}(?![{JOINS}])|(?:[{CAPITAL}]\.){{1,5}}[{CAPITAL}](?![{JOINS}.])"  # A.P.R. and A.P.R
    rf"|[{CAPITAL}]{{1,3}}(?:&[{CAPITAL}]{{1,3}}){{1,2}}s?(?![{JOINS}&])"  # T&Cs
    rf"|[{CAPITAL}]{{2,6}}s?(?![{JOINS}&])"  # APR, APRs
    rf"|[{CYRILLIC}]{{2,6}}(?![{JOINS}&]))"
)
SUSPECT = re.compile(rf"[{CAPITAL}{CYRILLIC}][{CAPITAL}{CYRILLIC}.&]")
"""What every candidate has, and most texts have not: looked for first, as it is found faster."""
MOST_LETTERS: Final = 6


class AcronymRule(RuleType):
    """Rows of abbreviations that customers do not know, and the search for those that no row names."""

    name = "acronym"
    label = "Acronyms"
    literal = True

    def __init__(self) -> None:
        self._listed: WeakKeyDictionary[RuleSet, dict[int, frozenset[str]]] = WeakKeyDictionary()

    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        if rules.policy.unknown_acronyms != FLAG:
            return
        text = reading.folded.exact
        if not SUSPECT.search(text):
            return
        strange = [
            (match, letters)
            for match in CANDIDATE.finditer(text)
            if len(letters := letters_of(match[0])) <= MOST_LETTERS
            and not self._is_known(letters, reading, rules)
            and not _is_excepted(match, letters, text)
        ]
        if not strange:
            return
        covered, shouting = Stretches((hit.start, hit.end) for hit in reading.hits), Shouting(text)
        for match, letters in strange:
            start, end = reading.folded.span(match.start(), match.end())
            if covered.holds(start, end) or shouting.holds(*match.span()):
                continue
            rule = TermSpec(
                letters, reading.locale, self.name, "acronym", rules.policy.acronym_severity, explainable=True,
                id=f"{UNLISTED_ACRONYM}.{letters}",
            )  # fmt: skip
            yield Hit(rule, start, end, _message(match[0]), said=letters)

    def problem_with(self, term: TermSpec) -> str:
        return words_problem(term)

    def is_meant(self, hit: Hit, reading: Reading) -> bool:
        """Not as the month of a date, the unit of a number and the like."""
        letters = letters_of(reading.text[hit.start : hit.end])
        if not letters.isupper() or len(letters) > MOST_LETTERS:
            return True
        place = _place(letters, letters, reading.text, hit.start, hit.end)
        return not any(excepted(place) for excepted in OF_LISTED)

    def _is_known(self, letters: str, reading: Reading, rules: Rules) -> bool:
        """Whether customers know it, or a row of the list decides about it."""
        if letters in rules.policy.safe or f"{letters}s" in rules.policy.safe:
            return True
        if letters not in self._named(rules):
            language = language_of(reading.locale)
            if language == "en" or (language in MIXES_LATIN and letters.isascii()):
                return is_word(letters)
            return is_word(letters) or is_known_in(letters, language)
        return True

    def _named(self, rules: Rules) -> frozenset[str]:
        """The acronyms that a row names, by whatever rule type: that row decides. Languages with the same rows share them."""
        listed = self._listed.setdefault(rules.rule_set, {})
        if id(rules.terms) not in listed:  # the set of rules keeps these rows as long as it lives
            written = (text for term in rules.terms for text in (term.text, *term.forms))
            listed[id(rules.terms)] = frozenset(letters_of(text) for text in written if len(text) <= 2 * MOST_LETTERS)
        return listed[id(rules.terms)]


def letters_of(written: str) -> str:
    """The letters by which an acronym is known: APR for A.P.R., APRs and APR."""
    letters = fold(written).exact.replace(".", "")
    stem = letters.removesuffix("s")
    return stem if len(stem) > 1 and stem.isupper() else letters


def _is_excepted(match: re.Match[str], letters: str, text: str) -> bool:
    place = _place(letters, match[0], text, *match.span())
    return any(excepted(place) for excepted in EXCEPTIONS) or _is_hyphenated_word(letters, place)


def _place(letters: str, written: str, text: str, start: int, end: int) -> Place:
    return Place(letters, written, text[max(0, start - WINDOW) : start], text[end : end + WINDOW])


def _is_hyphenated_word(letters: str, place: Place) -> bool:
    """CO-OP, WI-FI: halves of a word that is one without its hyphen."""
    left = re.search(r"([A-Z]+)-\Z", place.before)
    right = re.match(r"-([A-Z]+)", place.after)
    return bool((left and is_word(left[1] + letters)) or (right and is_word(letters + right[1])))


def _message(written: str) -> str:
    return (
        f"'{written}' looks like an abbreviation, and nothing in the message says what it stands for; write it out, "
        f"or explain it where it first stands."
    )
