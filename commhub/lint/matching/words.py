"""Finds many terms in a text at once: one pass over the words, one look-up for each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commhub.lint.folding import Folded, fold, folded_words
from commhub.lint.rules.base import TermSpec
from commhub.lint.scripts import RUN
from commhub.lint.selection import SEVERITIES, language_of

SIBILANT = ("s", "x", "z", "ch", "sh", "o")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a term, or a phrase that allows it. `exact` is '' where capitals do not matter."""

    folded: str
    exact: str
    term: int
    allows: bool


class WordIndex:
    """The forms of a set of terms under their first word (or first character, in scripts without spaces)."""

    def __init__(self, terms: Sequence[TermSpec]) -> None:
        self._terms = terms
        self._forms: dict[str, list[Form]] = {}
        for number, term in enumerate(terms):
            for written in _written(term):
                self._add(written, number, is_exact=is_acronym(written), allows=False)
            for phrase in term.allowed_in:
                self._add(folded_words(phrase), number, is_exact=False, allows=True)
        first_characters = "".join(re.escape(key) for key in self._forms if not RUN.match(key))
        self._places = re.compile(f"{RUN.pattern}|[{first_characters}]") if first_characters else RUN

    def find(self, text: Folded) -> list[tuple[int, int, TermSpec]]:
        """Every term that stands in the text, as a span of the folded text. A term within a longer one, or within a
        phrase that allows it, is left out; of two with the same span, the more severe is taken."""
        hits, allowed = [], set()
        for start, form in self._matches(text):
            end = start + len(form.folded)
            if form.allows:
                allowed.add((start, end, form.term))
            else:
                hits.append((start, end, form.term))
        if allowed:
            hits = [
                (start, end, term)
                for start, end, term in hits
                if not any(one == term and left <= start and end <= right for left, right, one in allowed)
            ]
        hits.sort(key=lambda hit: (hit[0], -hit[1], SEVERITIES.index(self._terms[hit[2]].severity), hit[2]))
        kept, reached = [], 0
        for start, end, term in hits:
            if end > reached:
                kept.append((start, end, self._terms[term]))
                reached = end
        return kept

    def _add(self, written: str, term: int, *, is_exact: bool, allows: bool) -> None:
        words = fold(written)
        first = RUN.match(words.folded)
        key = first.group() if first else words.folded[:1]
        form = Form(words.folded, words.exact if is_exact else "", term, allows)
        self._forms.setdefault(key, []).append(form)

    def _matches(self, text: Folded) -> Iterator[tuple[int, Form]]:
        for place in self._places.finditer(text.folded):
            for form in self._forms.get(place.group(), ()):
                start, end = place.start(), place.start() + len(form.folded)
                if not text.folded.startswith(form.folded, start) or _goes_on(text.folded, end):
                    continue
                if not form.exact or text.exact[start:end] == form.exact:
                    yield start, form


def is_acronym(written: str) -> bool:
    """Whether capitals matter: all letters are capitals, but for the s of a plural (NIGO, UWs)."""
    stem = written.removesuffix("s")
    return len(stem) > 1 and stem.isupper()


def _written(term: TermSpec) -> Iterator[str]:
    """The term and its simple English plurals."""
    words = folded_words(term.text)
    yield words
    if not words[-1:].isalpha():
        return
    if is_acronym(words):
        yield f"{words}s"
    elif language_of(term.locale) == "en" and words.islower():
        yield f"{words}s"
        if words.endswith(SIBILANT):
            yield f"{words}es"
        if words.endswith("y"):
            yield f"{words[:-1]}ies"


def _goes_on(text: str, end: int) -> bool:
    """Whether the word that ends here goes on: letters of the same kind on both sides."""
    across = RUN.match(text, end - 1)
    return across is not None and across.end() > end
